// A BigCommerce store -> pages of customers, orders, companies and quotes.
// Entry point: BigCommerce::Read.
#include "server/pull/bigcommerce.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/percent_encode.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"
#include "server/pull/request.h"

namespace landfall::pull {
namespace {

// The most that there can be, of everything.
constexpr int kPageSize = 250;
static_assert(kPageSize == BigCommerceOrders::kPageSize &&
              kPageSize == BigCommerceB2b::kPageSize);

// V2 says of its filters that they name the smallest time; V3 and the B2B
// Edition say "after", and may mean either.
ModifiedWalk WalkOf(const Part& part) {
  if (part.type == "order") return {"id", "date_modified", true};
  if (part.type == "customer") return {"id", "date_modified", false};
  return {part.type == "quote" ? "quoteId" : "companyId", "updatedAt", false};
}

}  // namespace

BigCommerce::BigCommerce(const config::SourceConnection& connection)
    : connection_(connection),
      root_(absl::StripSuffix(connection.url, "/")),
      orders_(root_),
      b2b_(connection.b2b_url, root_) {}

std::vector<Part> BigCommerce::Parts() const {
  const absl::Duration window = connection_.order_window;
  std::vector<Part> parts = {{"customer", "customer"},
                             {"order", "order", nullptr, window}};
  if (b2b_.IsThere()) {
    parts.push_back({"company", "company"});
    parts.push_back({"quote", "quote", nullptr, window});
  }
  return parts;
}

std::string BigCommerce::First(const Part& part, absl::Time started) const {
  return WalkOf(part).First(part.ChangedSince(started), started);
}

std::string BigCommerce::Since(const Part& part, const std::string& bookmark,
                               absl::Time started) const {
  return WalkOf(part).Since(bookmark, started);
}

absl::StatusOr<Page> BigCommerce::Read(const Part& part,
                                       const std::string& place,
                                       Exchange& exchange) {
  const ModifiedWalk::Step step = ModifiedWalk::StepOf(place);
  absl::StatusOr<AnswerPage> answer =
      part.type == "order"     ? orders_.Read(step, exchange)
      : part.type == "company" ? b2b_.ReadCompanies(step, exchange)
      : part.type == "quote"   ? b2b_.ReadQuotes(step, exchange)
                               : ReadCustomers(step, exchange);
  Page page;
  if (answer.ok())
    page = WalkOf(part).Take(place, *std::move(answer), kPageSize);
  // What one run knows is too old for the next.
  if (page.next.empty()) b2b_.Forget();
  LF_RETURN_IF_ERROR(answer.status());
  return page;
}

absl::StatusOr<AnswerPage> BigCommerce::ReadCustomers(
    const ModifiedWalk::Step& step, Exchange& exchange) {
  std::string url = absl::StrCat(
      root_, "/v3/customers?include=addresses,attributes,formfields",
      "&sort=date_modified:asc&limit=", kPageSize, "&page=", step.page);
  if (step.from != absl::InfinitePast()) {
    absl::StrAppend(&url, "&date_modified:min=",
                    base::PercentEncode(base::FormatTime(step.from)));
  }
  LF_ASSIGN_OR_RETURN(Exchange::Page answer,
                      exchange.AskPage(JsonRequest(url), "read customers"));
  if (b2b_.IsThere()) {
    LF_RETURN_IF_ERROR(b2b_.AddCompanies(answer.rows.rows, exchange));
  }
  return std::move(answer.rows);
}

}  // namespace landfall::pull
