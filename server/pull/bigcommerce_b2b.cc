// BigCommerce's B2B Edition -> pages of companies and quotes, and who belongs
// to which company. Entry points: BigCommerceB2b::ReadCompanies, ReadQuotes and
// AddCompanies.
#include "server/pull/bigcommerce_b2b.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/percent_encode.h"
#include "server/base/status_macros.h"
#include "server/pull/json_member.h"
#include "server/pull/request.h"

namespace landfall::pull {
namespace {

using decode::PayloadElement;
using http_client::Request;
using http_client::Response;

constexpr absl::string_view kPath = "/api/v3/io";
// Of so many customers each is asked for by itself.
constexpr size_t kFew = 10;
constexpr size_t kMostUsers = 1'000'000;

std::string RootOf(absl::string_view b2b_url) {
  const absl::string_view url = absl::StripSuffix(b2b_url, "/");
  const size_t scheme = url.find("://");
  if (scheme == absl::string_view::npos) return "";
  const bool bare = !absl::StrContains(url.substr(scheme + 3), '/');
  return absl::StrCat(url, bare ? kPath : "");
}

std::string PageOf(const ModifiedWalk::Step& step) {
  std::string text = absl::StrCat(
      "&limit=", BigCommerceB2b::kPageSize,
      "&offset=", int64_t{step.page - 1} * BigCommerceB2b::kPageSize);
  if (step.from != absl::InfinitePast()) {
    absl::StrAppend(&text, "&minModified=", absl::ToUnixSeconds(step.from));
  }
  return text;
}

// A list stands under `data` itself, or with its own paging under `data.list`,
// depending on the version of the interface.
absl::StatusOr<AnswerPage> OpenList(AnswerPage answer) {
  if (answer.rows.size() != 1) return answer;
  const absl::string_view data = answer.rows[0].json;
  const absl::string_view list = MemberOf(data, "list");
  if (list.empty() || list[0] != '[') return answer;
  const absl::string_view pagination = MemberOf(data, "pagination");
  Response inner;
  inner.status = 200;
  inner.body = absl::StrCat("{\"code\":200,\"data\":", list,
                            ",\"meta\":{\"pagination\":",
                            pagination.empty() ? "{}" : pagination, "}}");
  return ReadAnswer(inner);
}

}  // namespace

BigCommerceB2b::BigCommerceB2b(absl::string_view b2b_url,
                               absl::string_view store_url)
    : root_(RootOf(b2b_url)),
      store_hash_(store_url.substr(store_url.rfind('/') + 1)) {}

absl::StatusOr<AnswerPage> BigCommerceB2b::Ask(absl::string_view path,
                                               absl::string_view purpose,
                                               Exchange& exchange) const {
  const Request request =
      JsonRequest(absl::StrCat(root_, path), {{"X-Store-Hash", store_hash_}});
  LF_ASSIGN_OR_RETURN(Exchange::Page answer,
                      exchange.AskPage(request, purpose));
  return OpenList(std::move(answer.rows));
}

absl::StatusOr<AnswerPage> BigCommerceB2b::ReadCompanies(
    const ModifiedWalk::Step& step, Exchange& exchange) const {
  return Ask(absl::StrCat("/companies?isIncludeExtraFields=1&sortBy=updatedAt"
                          "&orderBy=ASC",
                          PageOf(step)),
             "read companies", exchange);
}

absl::StatusOr<AnswerPage> BigCommerceB2b::ReadQuotes(
    const ModifiedWalk::Step& step, Exchange& exchange) const {
  return Ask(absl::StrCat("/rfq?sortBy=updatedAt&orderBy=asc", PageOf(step)),
             "read quotes", exchange);
}

absl::Status BigCommerceB2b::ReadUsers(Exchange& exchange) {
  int64_t read = 0;
  while (companies_.size() < kMostUsers) {
    LF_ASSIGN_OR_RETURN(
        const AnswerPage users,
        Ask(absl::StrCat("/users?limit=", kPageSize, "&offset=", read),
            "read users of companies", exchange));
    for (const PayloadElement& user : users.rows) {
      companies_[std::string(PlainMemberOf(user.json, "customerId"))] =
          std::string(PlainMemberOf(user.json, "companyId"));
    }
    read += static_cast<int64_t>(users.rows.size());
    if (users.rows.empty() || read >= users.page.total.value_or(read)) {
      return absl::OkStatus();
    }
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "read users of companies: there are more than ", kMostUsers));
}

absl::Status BigCommerceB2b::AddCompanies(
    std::vector<PayloadElement>& customers, Exchange& exchange) {
  const bool few = customers.size() <= kFew && companies_.empty();
  if (!few && companies_.empty()) LF_RETURN_IF_ERROR(ReadUsers(exchange));
  for (PayloadElement& customer : customers) {
    const std::string id(PlainMemberOf(customer.json, "id"));
    std::string company;
    if (few) {
      LF_ASSIGN_OR_RETURN(const AnswerPage found,
                          Ask(absl::StrCat("/companies?limit=1&customerId=",
                                           base::PercentEncode(id)),
                              "read the company of a customer", exchange));
      if (!found.rows.empty()) {
        company = std::string(PlainMemberOf(found.rows[0].json, "companyId"));
      }
    } else if (const auto it = companies_.find(id); it != companies_.end()) {
      company = it->second;
    }
    if (company.empty()) continue;
    customer.json = WithMember(customer.json, "companyId",
                               absl::StrCat("\"", company, "\""));
  }
  return absl::OkStatus();
}

}  // namespace landfall::pull
