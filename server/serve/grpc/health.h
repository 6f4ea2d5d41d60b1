#pragma once

#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace landfall::serve::grpc {

// Streams of Health/Watch need no key and have no end, so there are few.
struct WatchLimits {
  int per_connection = 4;
  int together = 256;
};

// The standard health service. gRPC's own lets anybody open any number of
// streams. Thread-safe.
class HealthService final : public ::grpc::health::v1::Health::CallbackService {
 public:
  // `services` are those that are served, by their full names.
  HealthService(std::vector<std::string> services, const WatchLimits& limits);
  ~HealthService() override;

  // From now on nothing is served, and those who watch are told.
  void StopServing();
  // Ends all watching, so that it does not hold up the server's end.
  void EndWatching();

  ::grpc::ServerUnaryReactor* Check(
      ::grpc::CallbackServerContext* context,
      const ::grpc::health::v1::HealthCheckRequest* request,
      ::grpc::health::v1::HealthCheckResponse* response) override;
  // RESOURCE_EXHAUSTED beyond the limits.
  ::grpc::ServerWriteReactor<::grpc::health::v1::HealthCheckResponse>* Watch(
      ::grpc::CallbackServerContext* context,
      const ::grpc::health::v1::HealthCheckRequest* request) override;

 private:
  class Watcher;
  using Status = ::grpc::health::v1::HealthCheckResponse;

  Status::ServingStatus StatusOf(const std::string& service) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool Add(Watcher* watcher);
  void Remove(Watcher* watcher);

  const WatchLimits limits_;
  const absl::flat_hash_set<std::string> services_;
  mutable absl::Mutex mutex_;
  bool serving_ ABSL_GUARDED_BY(mutex_) = true;
  absl::flat_hash_set<Watcher*> watchers_ ABSL_GUARDED_BY(mutex_);
  // By connection: address and port of the peer.
  absl::flat_hash_map<std::string, int> of_peer_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::serve::grpc
