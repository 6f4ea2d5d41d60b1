#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/postgres/draft.h"
#include "server/store/postgres/pool.h"

namespace landfall::store::postgres {

// Makes commits durable, one after the other. When the answer to a commit is
// lost, nobody knows whether it was made; its id, which it leaves in table
// change, tells. Not thread-safe.
class Committer {
 public:
  enum class Outcome {
    kMade,
    kNotMade,  // with an error that says why
    kUnknown,  // ask Settle, with an error that says why
  };
  struct Result {
    Outcome outcome = Outcome::kMade;
    absl::Status status;
  };

  // `epoch` is the number of this server's turn: once another has taken over,
  // no commit is made any more. `pool` must outlive this.
  Committer(Pool& pool, int64_t epoch) : pool_(pool), epoch_(epoch) {}

  // Makes what `draft` says commit `revision`.
  Result Commit(Draft draft, Revision revision);

  // Whether the last commit, whose outcome was unknown, was made. After this
  // has answered, it will not be made later. Errors as Connection.
  absl::StatusOr<bool> Settle(Revision revision) const;

 private:
  // A connection in a transaction that has taken the number, which nobody else
  // can take until it ends.
  absl::StatusOr<std::unique_ptr<Connection>> Begin(Revision revision) const;
  absl::Status TakeNumber(Connection& connection, Revision revision) const;
  Result Write(Connection& connection, Draft* draft, Revision revision);
  // Why the number could not be taken.
  absl::Status WhyNot(Connection& connection, Revision revision) const;

  Pool& pool_;
  const int64_t epoch_;
  base::Hash128 id_;  // of the last commit
};

}  // namespace landfall::store::postgres
