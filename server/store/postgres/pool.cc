// Whoever needs a connection -> one that works, or why there is none.
#include "server/store/postgres/pool.h"

#include <algorithm>
#include <utility>

#include "server/base/status_macros.h"
#include "server/store/postgres/errors.h"

namespace landfall::store::postgres {
namespace {

using std::chrono::steady_clock;

constexpr absl::Duration kConnectPatience = absl::Seconds(5);
constexpr absl::Duration kFirstPause = absl::Milliseconds(50);
constexpr absl::Duration kLongestPause = absl::Seconds(2);
// More than so many that nobody uses are closed.
constexpr size_t kMostIdle = 8;

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Pool::Take() {
  {
    absl::MutexLock lock(&mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Connection> taken = std::move(idle_.back());
      idle_.pop_back();
      return taken;
    }
  }
  return Open();
}

absl::StatusOr<std::unique_ptr<Connection>> Pool::Open() {
  {
    absl::MutexLock lock(&mutex_);
    if (!down_.ok() && steady_clock::now() < again_) return down_;
    // The others are told at once while this one tries.
    again_ = steady_clock::now() + absl::ToChronoMicroseconds(kConnectPatience);
  }
  auto opened = Connection::Open(url_, kConnectPatience);
  absl::MutexLock lock(&mutex_);
  if (opened.ok()) {
    down_ = absl::OkStatus();
    return opened;
  }
  pause_ = down_.ok() ? kFirstPause : std::min(2 * pause_, kLongestPause);
  down_ = opened.status();
  again_ = steady_clock::now() + absl::ToChronoMicroseconds(pause_);
  return opened;
}

void Pool::GiveBack(std::unique_ptr<Connection> connection) {
  std::vector<std::unique_ptr<Connection>> useless;
  absl::MutexLock lock(&mutex_);
  if (connection->usable()) {
    if (idle_.size() < kMostIdle) idle_.push_back(std::move(connection));
    return;
  }
  // What broke this one has most likely broken those that it was made with.
  useless.swap(idle_);
}

absl::Status Pool::With(absl::FunctionRef<absl::Status(Connection&)> work) {
  LF_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Take());
  absl::Status status = work(*connection);
  GiveBack(std::move(connection));
  if (!IsLost(status)) return status;
  LF_ASSIGN_OR_RETURN(connection, Open());
  status = work(*connection);
  GiveBack(std::move(connection));
  return status;
}

absl::StatusOr<Rows> Pool::Run(const Statement& statement) {
  absl::StatusOr<Rows> rows = absl::UnknownError("not asked");
  LF_RETURN_IF_ERROR(With([&](Connection& connection) {
    rows = connection.Run(statement, kPatience);
    return rows.status();
  }));
  return rows;
}

}  // namespace landfall::store::postgres
