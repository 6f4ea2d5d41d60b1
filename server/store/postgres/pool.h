#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/store/postgres/connection.h"

namespace landfall::store::postgres {

// How long a statement may take: a lock is held by a commit, and a commit is
// short.
inline constexpr absl::Duration kPatience = absl::Seconds(20);

// Connections to one database, made when they are needed and kept for the next
// who needs one. There are as many as threads that use one at the same time.
// While the database cannot be reached, it is asked only now and then, and
// whoever comes in between is told at once. Thread-safe.
class Pool {
 public:
  explicit Pool(std::string url) : url_(std::move(url)) {}

  // A connection that nobody else uses, until it is given back. Errors as
  // Connection::Open.
  absl::StatusOr<std::unique_ptr<Connection>> Take()
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Forgets one that is of no use any more.
  void GiveBack(std::unique_ptr<Connection> connection)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Does `work` with a connection. When the answer is lost on one that was made
  // earlier (the database may have been restarted since) it is done once more:
  // the work must be fit for that.
  absl::Status With(absl::FunctionRef<absl::Status(Connection&)> work)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // With for one statement.
  absl::StatusOr<Rows> Run(const Statement& statement)
      ABSL_LOCKS_EXCLUDED(mutex_);

  const std::string& url() const { return url_; }

 private:
  using Time = std::chrono::steady_clock::time_point;

  absl::StatusOr<std::unique_ptr<Connection>> Open()
      ABSL_LOCKS_EXCLUDED(mutex_);

  const std::string url_;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
  // Set while the database cannot be reached: why, when it is asked again, and
  // how long after that.
  absl::Status down_ ABSL_GUARDED_BY(mutex_);
  Time again_ ABSL_GUARDED_BY(mutex_);
  absl::Duration pause_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::store::postgres
