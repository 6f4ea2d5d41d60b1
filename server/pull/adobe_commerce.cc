// Adobe Commerce REST -> pages of rows. Entry point: AdobeCommerce::Read.
#include "server/pull/adobe_commerce.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/percent_encode.h"
#include "server/base/status_macros.h"
#include "server/pull/json_member.h"
#include "server/pull/request.h"

namespace landfall::pull {
namespace {

using http_client::Response;

// An order of a wholesaler has hundreds of lines. A shop may allow less.
constexpr int kPageSize = 100;
constexpr absl::string_view kUpdated = "updated_at";
constexpr absl::string_view kId = "entity_id";
constexpr absl::string_view kStart = "0";  // no id is as small

ModifiedWalk WalkOf(const Part& part) {
  return {part.type == "order" ? kId : "id", kUpdated, true};
}

bool IsCompany(const Part& part) { return part.type == "company"; }

absl::string_view PathOf(absl::string_view type) {
  if (type == "customer") return "customers/search";
  if (type == "order") return "orders";
  return type == "company" ? "company/" : "carts/search";
}

// searchCriteria as a query. There is one filter in it, so that nothing depends
// on which filters are joined by "or".
std::string Criterion(absl::string_view path, absl::string_view value) {
  return absl::StrCat(base::PercentEncode(absl::StrCat("searchCriteria", path)),
                      "=", base::PercentEncode(value), "&");
}

std::string Filter(absl::string_view field, absl::string_view condition,
                   absl::string_view value) {
  constexpr absl::string_view kFilter = "[filter_groups][0][filters][0]";
  return absl::StrCat(
      Criterion(absl::StrCat(kFilter, "[field]"), field),
      Criterion(absl::StrCat(kFilter, "[value]"), value),
      Criterion(absl::StrCat(kFilter, "[condition_type]"), condition));
}

// Without a direction it is the other one than most expect.
std::string Sort(int number, absl::string_view field) {
  const std::string order = absl::StrCat("[sortOrders][", number, "]");
  return absl::StrCat(Criterion(absl::StrCat(order, "[field]"), field),
                      Criterion(absl::StrCat(order, "[direction]"), "ASC"));
}

std::string Criteria(const ModifiedWalk::Step& step) {
  std::string text;
  if (step.from != absl::InfinitePast()) {
    text = Filter(
        kUpdated, "gteq",
        absl::FormatTime("%Y-%m-%d %H:%M:%S", step.from, absl::UTCTimeZone()));
  }
  absl::StrAppend(&text, Sort(0, kUpdated));
  if (step.counted) absl::StrAppend(&text, Sort(1, kId));
  return absl::StrCat(text,
                      Criterion("[currentPage]", absl::StrCat(step.page)));
}

// How many rows a page may have, from the refusal of a page that is too large;
// 0 when the refusal is about something else.
int AllowedPageSize(const Response& response) {
  const absl::string_view body = response.body;
  absl::string_view parameters = MemberOf(body, "parameters");
  int size = 0;
  if (response.status != 400 ||
      MemberOf(body, "message").find("pageSize") == absl::string_view::npos) {
    return 0;
  }
  parameters = parameters.substr(0, parameters.find(','));
  const size_t first = parameters.find_first_of("0123456789");
  if (first == absl::string_view::npos) return 0;
  const size_t end = parameters.find_first_not_of("0123456789", first);
  const bool is_number =
      absl::SimpleAtoi(parameters.substr(first, end - first), &size);
  return is_number ? size : 0;
}

bool MayBeAbsent(const Part& part) {
  return part.type == "company" || part.type == "quote";
}

// Every visitor's basket is in the list as well. They are nobody's business.
bool IsQuote(const decode::PayloadElement& row) {
  const absl::string_view quote =
      MemberOf(MemberOf(row.json, "extension_attributes"), "negotiable_quote");
  return !PlainMemberOf(quote, "status").empty();
}

}  // namespace

AdobeCommerce::AdobeCommerce(const config::SourceConnection& connection)
    : connection_(connection),
      root_(absl::StrCat(absl::StripSuffix(connection.url, "/"), "/V1/")),
      page_size_(kPageSize) {}

std::vector<Part> AdobeCommerce::Parts() const {
  const absl::Duration window = connection_.order_window;
  return {{"company", "company"},
          {"customer", "customer"},
          {"order", "order", nullptr, window},
          {"quote", "quote", nullptr, window}};
}

std::string AdobeCommerce::First(const Part& part, absl::Time started) const {
  if (IsCompany(part)) return std::string(kStart);
  return WalkOf(part).First(part.ChangedSince(started), started);
}

std::string AdobeCommerce::Since(const Part& part, const std::string& bookmark,
                                 absl::Time started) const {
  if (IsCompany(part)) return "";
  return WalkOf(part).Since(bookmark, started);
}

absl::StatusOr<Page> AdobeCommerce::Read(const Part& part,
                                         const std::string& place,
                                         Exchange& exchange) {
  return IsCompany(part) ? ReadCompanies(part, place, exchange)
                         : ReadWalk(part, place, exchange);
}

absl::StatusOr<Exchange::Page> AdobeCommerce::Ask(const Part& part,
                                                  absl::string_view criteria,
                                                  Exchange& exchange) {
  const auto takes = [&](const Response& response) {
    const int allowed = AllowedPageSize(response);
    return (allowed > 0 && allowed < page_size_) ||
           (response.status == 404 && MayBeAbsent(part));
  };
  while (true) {
    std::string url =
        absl::StrCat(root_, PathOf(part.type), "?", criteria,
                     Criterion("[pageSize]", absl::StrCat(page_size_)));
    url.pop_back();  // an ampersand
    absl::StatusOr<Exchange::Page> answer =
        exchange.AskPage(JsonRequest(url), ReadingRows(part.type), takes);
    if (absl::IsResourceExhausted(answer.status()) && page_size_ > 1) {
      page_size_ /= 2;
    } else if (answer.ok() && answer->response.status == 400) {
      page_size_ = AllowedPageSize(answer->response);
    } else {
      return answer;
    }
  }
}

absl::StatusOr<Page> AdobeCommerce::ReadCompanies(const Part& part,
                                                  const std::string& place,
                                                  Exchange& exchange) {
  std::string criteria = Sort(0, kId);
  if (place != kStart) absl::StrAppend(&criteria, Filter(kId, "gt", place));
  LF_ASSIGN_OR_RETURN(Exchange::Page answer, Ask(part, criteria, exchange));
  has_b2b_ = answer.response.status != 404;
  Page page;
  page.absent = !*has_b2b_;
  if (page.absent || answer.rows.rows.empty()) return page;
  const int64_t count =
      static_cast<int64_t>(answer.rows.rows.size()) + answer.rows.unread_rows;
  if (count < answer.rows.page.total.value_or(count)) {
    page.next = std::string(PlainMemberOf(answer.rows.rows.back().json, "id"));
  }
  page.rows = std::move(answer.rows.rows);
  page.unread_rows = answer.rows.unread_rows;
  return page;
}

absl::StatusOr<bool> AdobeCommerce::HasB2b(Exchange& exchange) {
  if (!has_b2b_.has_value()) {
    LF_RETURN_IF_ERROR(
        ReadCompanies({"company", "company"}, std::string(kStart), exchange)
            .status());
  }
  return *has_b2b_;
}

absl::StatusOr<Page> AdobeCommerce::ReadWalk(const Part& part,
                                             const std::string& place,
                                             Exchange& exchange) {
  const bool quotes = part.type == "quote";
  Page page;
  if (quotes) {
    // Without the modules there are only baskets.
    LF_ASSIGN_OR_RETURN(const bool has_b2b, HasB2b(exchange));
    page.absent = !has_b2b;
    if (page.absent) return page;
  }
  const ModifiedWalk::Step step = ModifiedWalk::StepOf(place);
  const int page_size = page_size_;
  LF_ASSIGN_OR_RETURN(Exchange::Page answer,
                      Ask(part, Criteria(step), exchange));
  page.absent = answer.response.status == 404;
  if (page.absent) return page;
  if (page_size_ != page_size && step.page > 1) {
    return absl::UnavailableError(
        absl::StrCat(ReadingRows(part.type), ": pages have become smaller"));
  }
  page = WalkOf(part).Take(place, std::move(answer.rows), page_size_);
  if (quotes) {
    page.rows.erase(
        std::remove_if(page.rows.begin(), page.rows.end(),
                       [](const auto& row) { return !IsQuote(row); }),
        page.rows.end());
  }
  return page;
}

}  // namespace landfall::pull
