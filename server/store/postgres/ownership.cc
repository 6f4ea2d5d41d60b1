// A database -> mine, or somebody else's.
#include "server/store/postgres/ownership.h"

#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/store/postgres/errors.h"

namespace landfall::store::postgres {
namespace {

// The letters LANDFALL as a number: others lock other things in the database.
constexpr int64_t kLockNumber = 0x4C414E4446414C4C;
constexpr absl::Duration kLockPatience = absl::Seconds(5);
constexpr std::chrono::milliseconds kPause{50};
// A script, and not a statement with parameters: the latter leaves a portal
// open until the next one, and with it a snapshot that keeps VACUUM from
// removing anything as long as the transaction lasts.
constexpr char kTouch[] = "SELECT 1";

}  // namespace

absl::StatusOr<std::unique_ptr<Ownership>> Ownership::Take(
    const std::string& url, absl::Duration patience) {
  std::unique_ptr<Ownership> ownership(new Ownership(url));
  const auto deadline =
      std::chrono::steady_clock::now() + absl::ToChronoMicroseconds(patience);
  while (true) {
    const absl::Status status = ownership->Lock();
    if (status.ok()) return ownership;
    if (!absl::IsFailedPrecondition(status) ||
        std::chrono::steady_clock::now() >= deadline) {
      return status;
    }
    std::this_thread::sleep_for(kPause);
  }
}

absl::Status Ownership::Lock() {
  connection_.reset();
  LF_ASSIGN_OR_RETURN(auto connection, Connection::Open(url_, kLockPatience));
  LF_ASSIGN_OR_RETURN(
      const auto answers,
      connection->RunAll({{"BEGIN"},
                          {"SELECT pg_try_advisory_xact_lock($1)",
                           Parameters().Add(kLockNumber)}},
                         kLockPatience));
  const Rows& locked = answers[1];
  if (locked.size() != 1 || !locked[0].Bool()) {
    return absl::FailedPreconditionError(
        "the database is in use by another Landfall server, and one server at "
        "a time may use it: stop the other one, or name another database in "
        "store.postgres");
  }
  LF_RETURN_IF_ERROR(connection->RunScript(kTouch, kLockPatience));
  connection_ = std::move(connection);
  return absl::OkStatus();
}

absl::Status Ownership::Keep() {
  if (connection_ != nullptr) {
    absl::Status status = connection_->RunScript(kTouch, kLockPatience);
    if (status.ok()) return status;
  }
  return Lock();
}

}  // namespace landfall::store::postgres
