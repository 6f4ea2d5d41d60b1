// A call over HTTP: verb, path, query and body as the routes say.
// Entry point: MakeHttpTransport.
#include <curl/curl.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/check.h"
#include "server/serve/http/route_table.h"
#include "server/serve/http/url.h"
#include "tests/scenarios/import_file.h"
#include "tests/scenarios/transport.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

using google::protobuf::Value;
using serve::http::PercentEncode;
using serve::http::Route;

struct Reply {
  int64_t status = 0;
  std::string body;
  std::string problem;
};

size_t Append(char* data, size_t size, size_t count, void* text) {
  static_cast<std::string*>(text)->append(data, size * count);
  return size * count;
}

// One connection that is kept.
class HttpConnection {
 public:
  HttpConnection() : curl_(curl_easy_init()) { LF_CHECK(curl_ != nullptr); }
  ~HttpConnection() { curl_easy_cleanup(curl_); }
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  Reply Ask(const std::string& verb, const std::string& url,
            const std::string* body) {
    Reply reply;
    curl_easy_reset(curl_);
    curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_, CURLOPT_CUSTOMREQUEST, verb.c_str());
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, 120L);
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, &Append);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &reply.body);
    curl_slist* headers = nullptr;
    if (body != nullptr) {
      headers = curl_slist_append(headers, "Content-Type: application/json");
      curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers);
      curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, body->data());
      curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE,
                       static_cast<int64_t>(body->size()));
    }
    const CURLcode code = curl_easy_perform(curl_);
    if (code != CURLE_OK) reply.problem = curl_easy_strerror(code);
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &reply.status);
    curl_slist_free_all(headers);
    return reply;
  }

 private:
  CURL* const curl_;
};

// A value as it stands in a path or a query; lists have commas.
std::string ParameterText(const Value& value) {
  if (value.has_string_value()) return value.string_value();
  if (!value.has_list_value()) return JsonOf(value);
  return absl::StrJoin(value.list_value().values(), ",",
                       [](std::string* out, const Value& element) {
                         absl::StrAppend(out, ParameterText(element));
                       });
}

// "/v1/cards/ecom-absent?pageSize=2"; "" when the path lacks a variable.
std::string TargetOf(const Route& route, const Value& request) {
  std::string target;
  std::vector<std::string> in_path;
  for (const std::string& part : route.parts) {
    if (part.empty() || part[0] != '{') {
      absl::StrAppend(&target, "/", part);
      continue;
    }
    in_path.push_back(part.substr(1, part.size() - 2));
    const Value* variable = Member(request, in_path.back());
    if (variable == nullptr || ParameterText(*variable).empty()) return "";
    absl::StrAppend(&target, "/", PercentEncode(ParameterText(*variable)));
  }
  if (route.has_body) return target;
  char separator = '?';
  for (const auto& [name, value] : request.struct_value().fields()) {
    if (std::find(in_path.begin(), in_path.end(), name) != in_path.end()) {
      continue;
    }
    absl::StrAppend(&target, std::string(1, separator), PercentEncode(name),
                    "=", PercentEncode(ParameterText(value)));
    separator = '&';
  }
  return target;
}

// What the path says does not stand in the body again.
std::string BodyOf(const Route& route, const absl::StatusOr<Value>& value,
                   const std::string& request) {
  if (!value.ok()) return request;
  Value body = *value;
  bool changed = false;
  for (const std::string& part : route.parts) {
    if (part.empty() || part[0] != '{') continue;
    changed |= body.mutable_struct_value()->mutable_fields()->erase(
                   part.substr(1, part.size() - 2)) > 0;
  }
  return changed ? JsonOf(body) : request;
}

Failure FailureOf(const Reply& reply) {
  const auto body = ValueOf(reply.body);
  const Value* error = body.ok() ? Member(*body, "error") : nullptr;
  if (error == nullptr) {
    return {"", "", "", absl::StrCat("HTTP ", reply.status, ": ", reply.body)};
  }
  Failure failure{TextOf(*error, "status"), TextOf(*error, "reason"),
                  TextOf(*error, "field"), TextOf(*error, "message")};
  const Value* code = Member(*error, "code");
  if (code == nullptr || code->number_value() != reply.status) {
    failure.message = "the code of the body is not that of the answer";
    failure.status = "";
  }
  return failure;
}

class HttpTransport : public Transport {
 public:
  explicit HttpTransport(World& world)
      : world_(world), routes_(*serve::http::RouteTable::FromContract()) {}

  std::string name() const override { return "http"; }

  Outcome Call(const serve::calls::Operation& operation,
               const std::string& request) override {
    const Route* route = RouteOf(operation);
    const absl::StatusOr<Value> value = ValueOf(request);
    if (route == nullptr || (!route->has_body && !value.ok())) {
      return NotSaid();
    }
    const std::string target = TargetOf(*route, value.ok() ? *value : Value());
    if (target.empty()) return NotSaid();
    const std::string body = BodyOf(*route, value, request);
    const Reply reply = connection_.Ask(
        route->verb, absl::StrCat("http://", world_.http_address(), target),
        route->has_body ? &body : nullptr);
    return OutcomeOf(operation, reply);
  }

  Outcome Import(const scenarios::Import& import) override {
    const auto push = PushOf(import, world_.settings());
    if (!push.has_value()) return NotSaid();
    return Call(
        *serve::calls::FindOperation("RecordService.BatchUpsertRecords"),
        *push);
  }

  // HTTP has no streams.
  Outcome Stream(const std::vector<std::string>& /*batches*/) override {
    return NotSaid();
  }

 private:
  const Route* RouteOf(const serve::calls::Operation& operation) const {
    for (const Route& route : routes_.routes()) {
      if (route.operation == &operation) return &route;
    }
    return nullptr;
  }

  static Outcome OutcomeOf(const serve::calls::Operation& operation,
                           const Reply& reply) {
    Outcome outcome;
    if (!reply.problem.empty()) {
      outcome.failure = {"", "", "", reply.problem};
      return outcome;
    }
    constexpr int kNoContent = 204;
    if (reply.status / 100 != 2) {
      outcome.failure = FailureOf(reply);
      return outcome;
    }
    outcome.answer.reset(operation.response->New());
    const std::string text = reply.status == kNoContent ? "{}" : reply.body;
    const absl::Status read = ReadMessage(text, outcome.answer.get());
    if (!read.ok()) {
      outcome.answer.reset();
      outcome.failure = {"", "", "", read.ToString()};
    }
    return outcome;
  }

  World& world_;
  const serve::http::RouteTable routes_;
  HttpConnection connection_;
};

}  // namespace

std::unique_ptr<Transport> MakeHttpTransport(World& world) {
  return std::make_unique<HttpTransport>(world);
}

}  // namespace landfall::scenarios
