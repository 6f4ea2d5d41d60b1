// Whether the server serves -> those who ask once, and those who watch.
// Entry points: HealthService::Check and Watch.
#include "server/serve/grpc/health.h"

#include <utility>

#include "server/serve/api/errors.h"
#include "server/serve/grpc/grpc_status.h"

namespace landfall::serve::grpc {
namespace {

using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;

absl::Status TooManyWatchers() {
  return api::MakeError(absl::StatusCode::kResourceExhausted,
                        api::Reason::OVERLOADED, "",
                        "too many watch the health of this server; ask with "
                        "Check, or try again later");
}

}  // namespace

// One stream. Deletes itself when the call is done.
class HealthService::Watcher final
    : public ::grpc::ServerWriteReactor<HealthCheckResponse> {
 public:
  Watcher(HealthService& owner, std::string peer, std::string service)
      : owner_(owner), peer_(std::move(peer)), service_(std::move(service)) {}

  const std::string& peer() const { return peer_; }
  const std::string& service() const { return service_; }

  // What is told while a message is on its way is told after it.
  void Tell(HealthCheckResponse::ServingStatus status) {
    absl::MutexLock lock(&mutex_);
    wanted_ = status;
    Go();
  }
  void End(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    if (std::exchange(ended_, true)) return;
    Finish(ToGrpcStatus(status));
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return End(absl::CancelledError("the caller has gone"));
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    Go();
  }
  void OnCancel() override { End(absl::CancelledError("the caller has gone")); }
  void OnDone() override {
    owner_.Remove(this);
    delete this;
  }

 private:
  void Go() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (ended_ || writing_ || wanted_ == told_) return;
    writing_ = true;
    told_ = wanted_;
    message_.set_status(told_);
    StartWrite(&message_);
  }

  HealthService& owner_;
  const std::string peer_;
  const std::string service_;
  absl::Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  HealthCheckResponse::ServingStatus wanted_ ABSL_GUARDED_BY(mutex_) =
      HealthCheckResponse::UNKNOWN;
  HealthCheckResponse::ServingStatus told_ ABSL_GUARDED_BY(mutex_) =
      HealthCheckResponse::UNKNOWN;
  HealthCheckResponse message_;
};

HealthService::HealthService(std::vector<std::string> services,
                             const WatchLimits& limits)
    : limits_(limits), services_(services.begin(), services.end()) {}
HealthService::~HealthService() = default;

void HealthService::StopServing() {
  absl::MutexLock lock(&mutex_);
  serving_ = false;
  for (Watcher* watcher : watchers_) {
    watcher->Tell(StatusOf(watcher->service()));
  }
}

void HealthService::EndWatching() {
  absl::MutexLock lock(&mutex_);
  for (Watcher* watcher : watchers_) {
    watcher->End(absl::UnavailableError("the server is stopping"));
  }
}

::grpc::ServerUnaryReactor* HealthService::Check(
    ::grpc::CallbackServerContext* context, const HealthCheckRequest* request,
    HealthCheckResponse* response) {
  ::grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  absl::MutexLock lock(&mutex_);
  const auto status = StatusOf(request->service());
  if (status == HealthCheckResponse::SERVICE_UNKNOWN) {
    reactor->Finish(
        ::grpc::Status(::grpc::StatusCode::NOT_FOUND, "no such service"));
    return reactor;
  }
  response->set_status(status);
  reactor->Finish(::grpc::Status::OK);
  return reactor;
}

::grpc::ServerWriteReactor<HealthCheckResponse>* HealthService::Watch(
    ::grpc::CallbackServerContext* context, const HealthCheckRequest* request) {
  auto* watcher = new Watcher(*this, context->peer(), request->service());
  if (!Add(watcher)) watcher->End(TooManyWatchers());
  return watcher;
}

HealthCheckResponse::ServingStatus HealthService::StatusOf(
    const std::string& service) const {
  if (!service.empty() && !services_.contains(service)) {
    return HealthCheckResponse::SERVICE_UNKNOWN;
  }
  return serving_ ? HealthCheckResponse::SERVING
                  : HealthCheckResponse::NOT_SERVING;
}

bool HealthService::Add(Watcher* watcher) {
  absl::MutexLock lock(&mutex_);
  if (static_cast<int>(watchers_.size()) >= limits_.together) return false;
  int& of_peer = of_peer_[watcher->peer()];
  if (of_peer >= limits_.per_connection) return false;
  ++of_peer;
  watchers_.insert(watcher);
  watcher->Tell(StatusOf(watcher->service()));
  return true;
}

void HealthService::Remove(Watcher* watcher) {
  absl::MutexLock lock(&mutex_);
  if (watchers_.erase(watcher) == 0) return;
  const auto found = of_peer_.find(watcher->peer());
  if (--found->second == 0) of_peer_.erase(found);
}

}  // namespace landfall::serve::grpc
