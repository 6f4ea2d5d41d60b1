// The companies of Business Central -> subscriptions to their customers. Entry
// point: BusinessCentralSubscriptions::Tend.
#include "server/pull/business_central_subscriptions.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"
#include "server/decode/flatten.h"
#include "server/decode/json_text.h"
#include "server/pull/request.h"

namespace landfall::pull {
namespace {

using http_client::Request;
using http_client::Response;

constexpr absl::string_view kList = "read subscriptions";
constexpr absl::string_view kSubscribe = "subscribe to customers";

// "/api/v2.0/companies(id)/customers" of the company's address.
std::string ResourceOf(absl::string_view company_url) {
  const size_t api = company_url.rfind("/api/");
  if (api != absl::string_view::npos) company_url.remove_prefix(api);
  return absl::StrCat(company_url, "/customers");
}

// The slash in front comes and goes.
bool IsSameResource(absl::string_view a, absl::string_view b) {
  return absl::EqualsIgnoreCase(absl::StripPrefix(a, "/"),
                                absl::StripPrefix(b, "/"));
}

}  // namespace

BusinessCentralSubscriptions::BusinessCentralSubscriptions(
    BusinessCentral& connector, absl::string_view root, NotifyAddress address)
    : connector_(connector),
      url_(absl::StrCat(absl::StripSuffix(root, "/"), "/subscriptions")),
      address_(std::move(address)) {}

absl::Status BusinessCentralSubscriptions::Tend(absl::Time now,
                                                Exchange& exchange) {
  due_ = now + kAfterFailure;
  standing_ = 0;
  LF_ASSIGN_OR_RETURN(const std::vector<Held> held, List(exchange));
  absl::Status first;
  for (const Part& part : connector_.Parts()) {
    if (part.type != "customer") continue;
    const absl::Status status = TendOne(part, held, now, exchange);
    if (absl::IsCancelled(status)) return status;
    if (status.ok()) ++standing_;
    if (!status.ok() && first.ok()) {
      first = {status.code(),
               absl::StrCat(part.entity->id, ": ", status.message())};
    }
  }
  if (first.ok()) due_ = now + kEvery;
  return first;
}

absl::StatusOr<std::vector<BusinessCentralSubscriptions::Held>>
BusinessCentralSubscriptions::List(Exchange& exchange) const {
  std::vector<Held> held;
  std::string url = url_;
  // There are 200 at most.
  while (!url.empty()) {
    LF_ASSIGN_OR_RETURN(const Exchange::Page answer,
                        exchange.AskPage(JsonRequest(url), kList));
    for (const decode::PayloadElement& row : answer.rows.rows) {
      const absl::StatusOr<model::Fields> fields =
          decode::FlattenJson(row.json, {});
      if (!fields.ok() || fields->Text("notificationUrl") != address_.url) {
        continue;
      }
      held.push_back({std::string(fields->Text("subscriptionId")),
                      std::string(fields->Text("@odata.etag")),
                      std::string(fields->Text("resource")),
                      std::string(fields->Text("clientState")),
                      base::ParseTime(fields->Text("expirationDateTime"))
                          .value_or(absl::InfinitePast())});
    }
    const std::string& next = answer.rows.page.next_link;
    url = next == url ? "" : next;
  }
  return held;
}

absl::Status BusinessCentralSubscriptions::TendOne(
    const Part& part, const std::vector<Held>& held, absl::Time now,
    Exchange& exchange) {
  LF_ASSIGN_OR_RETURN(const std::string company,
                      connector_.CompanyUrl(part, exchange));
  const std::string resource = ResourceOf(company);
  Request request = JsonRequest(url_);
  request.headers.push_back({"Content-Type", "application/json"});
  request.body = absl::StrCat(
      "{\"notificationUrl\":", decode::JsonString(address_.url),
      ",\"resource\":", decode::JsonString(resource),
      ",\"clientState\":", decode::JsonString(address_.secret), "}");
  for (const Held& one : held) {
    if (!IsSameResource(one.resource, resource)) continue;
    if (one.secret == address_.secret && one.ends - now > kLasts / 2) {
      return absl::OkStatus();
    }
    request.url = absl::StrCat(url_, "('", one.id, "')");
    request.method = "PATCH";
    request.headers.push_back({"If-Match", one.etag});
    break;
  }
  LF_ASSIGN_OR_RETURN(const Response response,
                      exchange.Ask(request, kSubscribe));
  if (response.status == 200 || response.status == 201) return absl::OkStatus();
  return Refused(response, kSubscribe);
}

}  // namespace landfall::pull
