// Lists of orders -> orders with all that belongs to them. Entry point:
// BigCommerceOrders::Read.
#include "server/pull/bigcommerce_orders.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/percent_encode.h"
#include "server/base/status_macros.h"
#include "server/pull/json_member.h"
#include "server/pull/request.h"

namespace landfall::pull {
namespace {

using decode::PayloadElement;
using http_client::Response;

constexpr absl::string_view kReadOrders = "read orders";
constexpr absl::string_view kReadAddresses =
    "read shipping addresses of an order";
constexpr absl::string_view kReadRefunds = "read refunds";

bool IsMissing(const Response& response) { return response.status == 404; }

std::string ArrayOf(const std::vector<PayloadElement>& rows) {
  return absl::StrCat("[",
                      absl::StrJoin(rows, ",",
                                    [](std::string* out, const auto& row) {
                                      absl::StrAppend(out, row.json);
                                    }),
                      "]");
}

// Where the order goes, from the consignments that came along with it; "" when
// none did.
absl::string_view ShippingOf(const PayloadElement& order) {
  const absl::string_view shipping =
      MemberOf(MemberOf(order.json, "consignments"), "shipping");
  return !shipping.empty() && shipping[0] == '[' ? shipping : "";
}

}  // namespace

BigCommerceOrders::BigCommerceOrders(std::string root)
    : root_(std::move(root)) {}

std::string BigCommerceOrders::UrlOf(const ModifiedWalk::Step& step) const {
  std::string url = absl::StrCat(root_, "/v2/orders?sort=date_modified:asc",
                                 "&limit=", kPageSize, "&page=", step.page);
  if (takes_consignments_) {
    absl::StrAppend(&url, "&include=consignments&consignment_structure=object");
  }
  if (step.from == absl::InfinitePast()) return url;
  return absl::StrCat(
      url, "&min_date_modified=",
      base::PercentEncode(absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000",
                                           step.from, absl::UTCTimeZone())));
}

absl::StatusOr<AnswerPage> BigCommerceOrders::Read(
    const ModifiedWalk::Step& step, Exchange& exchange) {
  const auto takes = [&](const Response& response) {
    return takes_consignments_ && response.status == 400;
  };
  LF_ASSIGN_OR_RETURN(Exchange::Page answer,
                      exchange.AskPage(JsonRequest(UrlOf(step)), kReadOrders,
                                       takes, AnswerShape::kArray));
  if (answer.response.status == 400) {
    takes_consignments_ = false;
    return Read(step, exchange);
  }
  LF_RETURN_IF_ERROR(AddAddresses(answer.rows.rows, exchange));
  LF_RETURN_IF_ERROR(AddRefunds(answer.rows.rows, exchange));
  return std::move(answer.rows);
}

absl::Status BigCommerceOrders::AddAddresses(Rows& rows, Exchange& exchange) {
  for (PayloadElement& row : rows) {
    std::string addresses(ShippingOf(row));
    if (addresses.empty()) {
      const absl::string_view id = PlainMemberOf(row.json, "id");
      LF_ASSIGN_OR_RETURN(
          const Exchange::Page answer,
          exchange.AskPage(JsonRequest(absl::StrCat(
                               root_, "/v2/orders/", base::PercentEncode(id),
                               "/shipping_addresses?limit=", kPageSize)),
                           kReadAddresses, IsMissing, AnswerShape::kArray));
      // The order went meanwhile.
      if (IsMissing(answer.response)) continue;
      addresses = ArrayOf(answer.rows.rows);
    }
    row.json = WithMember(row.json, "shipping_addresses", addresses);
  }
  return absl::OkStatus();
}

absl::Status BigCommerceOrders::AddRefunds(Rows& rows, Exchange& exchange) {
  if (rows.empty()) return absl::OkStatus();
  const std::string ids =
      absl::StrJoin(rows, ",", [](std::string* out, const PayloadElement& row) {
        absl::StrAppend(out,
                        base::PercentEncode(PlainMemberOf(row.json, "id")));
      });
  std::map<std::string, Rows> refunds;  // by order
  int64_t read = 0;
  for (int page = 1;; ++page) {
    LF_ASSIGN_OR_RETURN(
        Exchange::Page answer,
        exchange.AskPage(
            JsonRequest(absl::StrCat(
                root_, "/v3/orders/payment_actions/refunds?order_id:in=", ids,
                "&limit=", kPageSize, "&page=", page)),
            kReadRefunds, IsMissing));
    const int64_t count = static_cast<int64_t>(answer.rows.rows.size());
    read += count;
    for (PayloadElement& refund : answer.rows.rows) {
      refunds[std::string(PlainMemberOf(refund.json, "order_id"))].push_back(
          std::move(refund));
    }
    if (count == 0 || read >= answer.rows.page.total.value_or(read)) break;
  }
  for (PayloadElement& row : rows) {
    const auto it = refunds.find(std::string(PlainMemberOf(row.json, "id")));
    if (it == refunds.end()) continue;
    row.json = WithMember(row.json, "refunds", ArrayOf(it->second));
  }
  return absl::OkStatus();
}

}  // namespace landfall::pull
