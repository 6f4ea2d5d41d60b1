// A request -> its answer. Entry points: HttpService::Begin and Finish.
#include "server/serve/http/http_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/arena.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/local_host.h"
#include "server/serve/calls/work_budget.h"
#include "server/serve/http/body_type.h"
#include "server/serve/http/error_response.h"
#include "server/serve/http/gzip.h"
#include "server/serve/http/notifications.h"
#include "server/serve/http/origin_check.h"
#include "server/serve/http/page_links.h"
#include "server/serve/http/rpc_exchange.h"
#include "server/serve/http/url.h"
#include "server/serve/json/query_reader.h"

namespace landfall::serve::http {
namespace {

using api::MakeError;
using api::Reason;
using google::protobuf::Message;

// Smaller answers fit into few packets anyway.
constexpr size_t kMinGzipBytes = 4096;
constexpr size_t kFirstArenaBytes = 4096;
constexpr int kGzipLevel = 4;  // half of the work of the default, 5 % larger
constexpr char kOtherMethod[] = "other";

// The metrics page is a call like others: it needs a reader and waits in the
// readers' lane, but it belongs to no service.
constexpr char kMetricsPath[] = "/metrics";
const calls::Method kMetricsMethod{"HTTP /metrics", calls::Lane::kRead,
                                   config::Role::kReader};

// Likewise, but it needs no role, see Admit. On a reader's thread, for a
// signature over a large body takes its time.
const calls::Method kNotifyMethod{"HTTP /v1/notify", calls::Lane::kRead,
                                  config::Role::kReader, /*open=*/true};

bool IsReading(absl::string_view verb) {
  return verb == "GET" || verb == "HEAD";
}

Response TextResponse(int status, absl::string_view text) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::string(text);
  return response;
}

absl::Status WrongVerb(absl::string_view verb,
                       const std::vector<std::string>& allowed) {
  const std::string list = absl::StrJoin(allowed, ", ");
  return MakeError(
      absl::StatusCode::kUnimplemented, Reason::METHOD_NOT_ALLOWED, "",
      absl::StrCat(verb.substr(0, 16), " is not allowed here; allowed: ", list),
      allowed);
}

Response WrongVerbResponse(absl::string_view verb,
                           const std::vector<std::string>& allowed) {
  Response response = ErrorResponse(WrongVerb(verb, allowed));
  response.headers.emplace_back("Allow", absl::StrJoin(allowed, ", "));
  return response;
}

void Compress(const RequestHead& head, Response& response) {
  if (response.body.size() < kMinGzipBytes) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!AcceptsGzip(head.accept_encoding)) return;
  std::string packed = Gzip(response.body, kGzipLevel);
  if (packed.empty()) return;
  response.body = std::move(packed);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

// Empty when a request of HTTP/1.0 does not say whom it is for.
BaseUrl BaseOf(const ServiceOptions& options, const RequestHead& head) {
  if (!options.public_url.empty()) return {options.public_url};
  if (head.host.empty()) return {};
  return {absl::StrCat(options.tls ? "https://" : "http://", head.host)};
}

// Those who watch over machines know them by other names than ours.
bool IsProbe(absl::string_view path) {
  return path == "/healthz" || path == "/readyz";
}

absl::Status CheckHostOf(const RequestHead& head,
                         absl::string_view public_url) {
  // HTTP/1.0 needs no Host. Every browser sends one, and it is they whom a
  // false name could lead here.
  if (head.host.data() == nullptr) return absl::OkStatus();
  return calls::CheckHost(head.host, public_url);
}

// How long a call may work, or wait.
base::Budget::Ask BudgetOf(calls::Lane lane, calls::SteadyTime arrived,
                           absl::Duration most) {
  if (lane == calls::Lane::kInline) return nullptr;
  if (lane == calls::Lane::kSync) most = calls::WaitingTime(most);
  return calls::EndsAfter(arrived, most, nullptr);
}

const calls::Method& MethodOf(const PendingCall& call) {
  if (!call.notifies.empty()) return kNotifyMethod;
  return call.match.route == nullptr ? kMetricsMethod
                                     : call.match.route->operation->method;
}

}  // namespace

HttpService::HttpService(const ServiceOptions& options,
                         const RouteTable& routes, calls::CallGate& gate,
                         const PageFiles& files)
    : options_(options), routes_(routes), gate_(gate), files_(files) {}

void HttpService::Publish(const api::Handlers& handlers,
                          const MetricsPage& metrics,
                          notify::Receiver* receiver) {
  metrics_ = &metrics;
  receiver_ = receiver;
  handlers_ = &handlers;
}

calls::Lane HttpService::LaneOf(const PendingCall& call) {
  const calls::Lane lane = MethodOf(call).lane;
  return lane == calls::Lane::kInline ? calls::Lane::kRead : lane;
}

std::variant<Response, PendingCall> HttpService::Begin(
    const RequestHead& head) {
  PendingCall call;
  call.arrived = calls::SteadyNow();
  const std::string path = TidyPath(head.path);
  const bool probe = IsProbe(path);
  if (absl::Status foreign = CheckPlace(head, &CheckHostOf);
      !probe && !foreign.ok()) {
    return Refuse(head, call, foreign);
  }
  if (std::optional<Response> answer = AnswerWithoutCall(head, path)) {
    return *std::move(answer);
  }
  if (absl::Status foreign = CheckPlace(head, &CheckOrigin); !foreign.ok()) {
    return Refuse(head, call, foreign);
  }
  if (std::optional<Response> answer = FindCall(head, path, &call)) {
    return *std::move(answer);
  }
  absl::Status status = Admit(head, call);
  if (status.ok()) {
    const Route* const route = call.match.route;
    status = CheckBodyType(head, route != nullptr && route->has_body);
  }
  if (!status.ok()) return Refuse(head, call, status);
  return call;
}

std::optional<Response> HttpService::FindCall(const RequestHead& head,
                                              const std::string& path,
                                              PendingCall* call) {
  if (path == kMetricsPath) return std::nullopt;
  if (std::optional<std::string> source = NotifiedSource(path)) {
    if (head.method != "POST") return WrongVerbResponse(head.method, {"POST"});
    call->notifies = *std::move(source);
    return std::nullopt;
  }
  call->match = routes_.Find(head.method, head.path);
  if (call->match.route != nullptr) return std::nullopt;
  if (!call->match.allowed.empty()) {
    return WrongVerbResponse(head.method, call->match.allowed);
  }
  return ErrorResponse(
      MakeError(absl::StatusCode::kNotFound, Reason::UNKNOWN_PATH, "",
                "there is no such path; /openapi.json lists those there are"));
}

absl::Status HttpService::Admit(const RequestHead& head, PendingCall& call) {
  // Who sends a notification shows by its signature that he may.
  if (!call.notifies.empty()) {
    return AdmitNotification(receiver_, handlers_ != nullptr, call.notifies);
  }
  if (head.repeated_credential) return access::RepeatedCredential();
  return gate_.Admit(MethodOf(call), {head.authorization, head.api_key},
                     &call.caller);
}

absl::Status HttpService::CheckPlace(
    const RequestHead& head,
    absl::Status (*check)(const RequestHead&, absl::string_view)) const {
  if (gate_.asks_callers()) return absl::OkStatus();
  return check(head, options_.public_url);
}

// The page, its files, the description and the probes: open to everybody, for
// they hold nothing of the company's.
std::optional<Response> HttpService::AnswerWithoutCall(
    const RequestHead& head, const std::string& path) {
  const bool probe = IsProbe(path);
  const PageFile* file = files_.Find(path);
  if (!probe && file == nullptr && path != kMetricsPath) {
    return std::nullopt;
  }
  if (!IsReading(head.method)) {
    return WrongVerbResponse(head.method, {"GET"});
  }
  if (path == "/healthz") return TextResponse(200, "ok\n");
  if (path == "/readyz") {
    return handlers_ != nullptr && !draining_
               ? TextResponse(200, "ready\n")
               : TextResponse(503, "not ready\n");
  }
  if (file == nullptr) return std::nullopt;  // /metrics goes on as a call
  Response response;
  response.headers = file->headers;
  response.content_type = file->content_type;
  if (head.if_none_match == file->etag) {
    response.status = 304;
    return response;
  }
  if (!file->gzip.empty() && AcceptsGzip(head.accept_encoding)) {
    response.body = file->gzip;
    response.headers.emplace_back("Content-Encoding", "gzip");
  } else {
    response.body = std::string(file->content);
  }
  return response;
}

Response HttpService::Finish(const RequestHead& head, PendingCall& call,
                             std::string& body) {
  return *Finish(head, call, body, calls::Waiting::kAllowed);
}

std::optional<Response> HttpService::TryFinish(const RequestHead& head,
                                               PendingCall& call,
                                               std::string& body) {
  if (MethodOf(call).lane != calls::Lane::kInline) return std::nullopt;
  return Finish(head, call, body, calls::Waiting::kNever);
}

std::optional<Response> HttpService::Finish(const RequestHead& head,
                                            PendingCall& call,
                                            std::string& body,
                                            calls::Waiting waiting) {
  int64_t items = 1;
  std::optional<Response> response;
  const absl::Status status =
      Work(head, call, body, waiting, &items, &response);
  if (!status.ok()) response = ErrorResponse(status);
  if (!response.has_value()) return std::nullopt;
  Note(head, call, items, status);
  Compress(head, *response);
  return response;
}

absl::Status HttpService::Work(const RequestHead& head, PendingCall& call,
                               std::string& body, calls::Waiting waiting,
                               int64_t* items,
                               std::optional<Response>* response) {
  if (calls::Since(call.arrived) >= gate_.limits().default_deadline) {
    return MakeError(absl::StatusCode::kDeadlineExceeded,
                     Reason::DEADLINE_PASSED, "",
                     "the deadline passed before the call was begun");
  }
  const api::Handlers* handlers = handlers_;
  const MetricsPage* metrics = metrics_;
  if (handlers == nullptr) {
    return MakeError(absl::StatusCode::kUnavailable, Reason::STOPPING, "",
                     "the server is starting or stopping; try again later");
  }
  if (!call.notifies.empty()) {
    LF_ASSIGN_OR_RETURN(
        *response, TakeNotification(*receiver_, call.notifies, head, body));
    return absl::OkStatus();
  }
  if (call.match.route == nullptr) {
    *response = TextResponse(200, metrics == nullptr ? "" : (*metrics)());
    (*response)->content_type = "text/plain; version=0.0.4; charset=utf-8";
    return absl::OkStatus();
  }
  const calls::Operation& operation = *call.match.route->operation;
  // Enough for a check, so that most calls take nothing from the heap here.
  alignas(8) char first_block[kFirstArenaBytes];
  google::protobuf::Arena arena(first_block, sizeof(first_block));
  Message* request = operation.request->New(&arena);
  calls::Reply reply(operation.response->New(&arena), waiting);
  LF_RETURN_IF_ERROR(ReadRequest(call.match, head.query, body, request));
  *items = operation.items(*request);
  base::Budget budget(BudgetOf(operation.method.lane, call.arrived,
                               gate_.limits().default_deadline));
  LF_RETURN_IF_ERROR(gate_.Handle(operation, *handlers, *call.caller, *request,
                                  budget, &reply));
  if (reply.deferred()) return absl::OkStatus();
  const BaseUrl base = BaseOf(options_, head);
  AddPageLinks(base, *request, reply.message());
  *response = WriteResponse(*call.match.route, head, base, reply.message());
  return absl::OkStatus();
}

Response HttpService::Refuse(const RequestHead& head, const PendingCall& call,
                             const absl::Status& status) {
  Note(head, call, 0, status);
  Response response = ErrorResponse(status);
  if (response.status == 415 && !head.content_encoding.empty()) {
    response.headers.emplace_back("Accept-Encoding", "identity");
  }
  return response;
}

void HttpService::Audit(const PendingCall& call, const absl::Status& status) {
  if (call.match.route == nullptr) return;
  const calls::Operation& operation = *call.match.route->operation;
  if (operation.target == nullptr) return;
  google::protobuf::Arena arena;
  Message* request = operation.request->New(&arena);
  // What the path does not name in a way that can be read is not known.
  json::ReadParameters(call.match.variables, {}, request).IgnoreError();
  gate_.Audit(operation, handlers_, call.caller.get(), *request, status);
}

void HttpService::Note(const RequestHead& head, const PendingCall& call,
                       int64_t items, const absl::Status& status) {
  gate_.Note({call.match.route == nullptr ? kOtherMethod : MethodOf(call).name,
              calls::Transport::kHttp, calls::Since(call.arrived), items,
              call.caller == nullptr ? "" : call.caller->id, head.request_id},
             status);
  Audit(call, status);
}

}  // namespace landfall::serve::http
