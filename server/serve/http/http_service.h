#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "server/notify/receiver.h"
#include "server/serve/calls/call_gate.h"
#include "server/serve/calls/steady_time.h"
#include "server/serve/http/message.h"
#include "server/serve/http/page_files.h"
#include "server/serve/http/route_table.h"

namespace landfall::serve::http {

// What the owner of the server says about it.
struct ServiceOptions {
  // Where callers reach the server, without a slash at its end; "": what each
  // request says in its Host header. Without auth that is looked at first.
  std::string public_url;
  bool tls = false;  // for the scheme when public_url is empty
  size_t max_body_bytes = 4 << 20;
};

// A call between its head and its answer: of a route, of the metrics page, or a
// notification.
struct PendingCall {
  Match match;
  std::string notifies;  // of a notification: the source
  access::CallerRef caller;
  calls::SteadyTime arrived;
};

// What a request is answered with: the whole HTTP surface as a function of
// requests, without a socket. Thread-safe.
class HttpService {
 public:
  // Writes the metrics page; called on a reader's thread.
  using MetricsPage = std::function<std::string()>;

  // All must outlive the service.
  HttpService(const ServiceOptions& options, const RouteTable& routes,
              calls::CallGate& gate, const PageFiles& files);

  // From now on the API answers. Until then it says UNAVAILABLE, and /readyz is
  // not ready. All must outlive the service; without `receiver` nobody takes
  // notifications.
  void Publish(const api::Handlers& handlers, const MetricsPage& metrics,
               notify::Receiver* receiver = nullptr);

  // From now on /readyz is not ready, so that balancers send elsewhere. Calls
  // are still answered.
  void Drain() { draining_ = true; }

  // The first step, when the head is there: an answer that needs no body and no
  // waiting, or a call to go on with. Refuses what it can before a body is
  // read. Notes calls that it refuses.
  std::variant<Response, PendingCall> Begin(const RequestHead& head);

  // The second step, when the body is there, on the thread of the call's lane.
  Response Finish(const RequestHead& head, PendingCall& call,
                  std::string& body);
  // Finish on the transport's own thread: nullopt when the call is not one for
  // it or had to wait. Then Finish is to be called in the call's lane.
  std::optional<Response> TryFinish(const RequestHead& head, PendingCall& call,
                                    std::string& body);

  // Instead of Finish, when something else went wrong with the call.
  Response Refuse(const RequestHead& head, const PendingCall& call,
                  const absl::Status& status);

  // Where `call` is to be finished.
  static calls::Lane LaneOf(const PendingCall& call);

  const ServiceOptions& options() const { return options_; }
  calls::CallGate& gate() { return gate_; }

 private:
  // What a server that asks nobody who they are refuses instead.
  absl::Status CheckPlace(
      const RequestHead& head,
      absl::Status (*check)(const RequestHead& head,
                            absl::string_view public_url)) const;
  std::optional<Response> AnswerWithoutCall(const RequestHead& head,
                                            const std::string& path);
  // Finds out what the head asks for; an answer when there is no such thing.
  std::optional<Response> FindCall(const RequestHead& head,
                                   const std::string& path, PendingCall* call);
  // Whether it may be asked for, as far as the head tells.
  absl::Status Admit(const RequestHead& head, PendingCall& call);
  std::optional<Response> Finish(const RequestHead& head, PendingCall& call,
                                 std::string& body, calls::Waiting waiting);
  // Leaves `response` alone when the call had to wait and may not.
  absl::Status Work(const RequestHead& head, PendingCall& call,
                    std::string& body, calls::Waiting waiting, int64_t* items,
                    std::optional<Response>* response);
  void Audit(const PendingCall& call, const absl::Status& status);
  void Note(const RequestHead& head, const PendingCall& call, int64_t items,
            const absl::Status& status);

  // Constant after construction.
  const ServiceOptions options_;
  const RouteTable& routes_;
  calls::CallGate& gate_;
  const PageFiles& files_;

  std::atomic<const api::Handlers*> handlers_ = nullptr;
  std::atomic<const MetricsPage*> metrics_ = nullptr;
  std::atomic<notify::Receiver*> receiver_ = nullptr;
  std::atomic<bool> draining_ = false;
};

}  // namespace landfall::serve::http
