// The options of the protos -> routes; a request line -> its route.
// Entry points: RouteTable::FromContract and Find.
#include "server/serve/http/route_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/api/annotations.pb.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "landfall/v1/source_service.pb.h"
#include "landfall/v1/subscription_service.pb.h"
#include "server/base/status_macros.h"
#include "server/serve/http/url.h"

namespace landfall::serve::http {
namespace {

using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

// Doubled slashes and one at the end, as careless clients put them together,
// say nothing: no name here is empty.
std::vector<std::string> SplitPath(absl::string_view path) {
  return absl::StrSplit(path, '/', absl::SkipEmpty());
}

bool IsVariable(absl::string_view part) { return absl::StartsWith(part, "{"); }

absl::StatusOr<Route> RouteOf(const google::api::HttpRule& rule) {
  Route route;
  std::string path;
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      route.verb = "GET";
      path = rule.get();
      break;
    case google::api::HttpRule::kPost:
      route.verb = "POST";
      path = rule.post();
      break;
    case google::api::HttpRule::kDelete:
      route.verb = "DELETE";
      path = rule.delete_();
      break;
    default:
      return absl::InternalError("an HTTP rule of a kind that is not used");
  }
  route.parts = SplitPath(path);
  route.has_body = rule.body() == "*";
  return route;
}

absl::Status AddRoute(const MethodDescriptor& method,
                      std::vector<Route>& routes) {
  if (!method.options().HasExtension(google::api::http)) {
    return absl::OkStatus();
  }
  const std::string name =
      absl::StrCat(method.service()->name(), ".", method.name());
  const calls::Operation* const operation = calls::FindOperation(name);
  if (operation == nullptr) {
    return absl::InternalError(
        absl::StrCat(name, " has a path and no operation"));
  }
  const auto add = [&](const google::api::HttpRule& rule) -> absl::Status {
    LF_ASSIGN_OR_RETURN(Route route, RouteOf(rule));
    route.operation = operation;
    routes.push_back(std::move(route));
    return absl::OkStatus();
  };
  const auto& rule = method.options().GetExtension(google::api::http);
  LF_RETURN_IF_ERROR(add(rule));
  for (const auto& other : rule.additional_bindings()) {
    LF_RETURN_IF_ERROR(add(other));
  }
  return absl::OkStatus();
}

// The variables of `route` in `parts`; false when it is another path.
bool Fits(const Route& route, const std::vector<std::string>& parts,
          std::vector<json::Parameter>& variables) {
  if (parts.size() != route.parts.size()) return false;
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::string& expected = route.parts[i];
    std::optional<std::string> part = PercentDecode(parts[i]);
    if (!part.has_value()) return false;
    if (!IsVariable(expected)) {
      if (*part != expected) return false;
      continue;
    }
    const absl::string_view inside =
        absl::string_view(expected).substr(1, expected.size() - 2);
    const std::pair<absl::string_view, absl::string_view> variable =
        absl::StrSplit(inside, absl::MaxSplits('=', 1));
    if (inside.size() > variable.first.size() && *part != variable.second) {
      return false;
    }
    variables.emplace_back(std::string(variable.first), *std::move(part));
  }
  return true;
}

}  // namespace

absl::StatusOr<RouteTable> RouteTable::FromContract() {
  const FileDescriptor* const files[] = {
      v1::GetCardRequest::descriptor()->file(),
      v1::CheckPromotionRequest::descriptor()->file(),
      v1::GetRecordRequest::descriptor()->file(),
      v1::ListSourcesRequest::descriptor()->file(),
      v1::CreateSubscriptionRequest::descriptor()->file(),
  };
  RouteTable table;
  for (const FileDescriptor* file : files) {
    for (int i = 0; i < file->service_count(); ++i) {
      const auto* service = file->service(i);
      for (int j = 0; j < service->method_count(); ++j) {
        LF_RETURN_IF_ERROR(AddRoute(*service->method(j), table.routes_));
      }
    }
  }
  return table;
}

Match RouteTable::Find(absl::string_view verb, absl::string_view path) const {
  if (verb == "HEAD") verb = "GET";
  Match match;
  if (!absl::StartsWith(path, "/")) return match;
  const std::vector<std::string> parts = SplitPath(path);
  for (const Route& route : routes_) {
    std::vector<json::Parameter> variables;
    if (!Fits(route, parts, variables)) continue;
    if (route.verb == verb) {
      match.route = &route;
      match.variables = std::move(variables);
      match.allowed.clear();
      return match;
    }
    match.allowed.push_back(route.verb);
  }
  std::sort(match.allowed.begin(), match.allowed.end());
  return match;
}

}  // namespace landfall::serve::http
