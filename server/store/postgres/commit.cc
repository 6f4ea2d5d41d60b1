// A draft -> a commit. Entry points: Commit, Settle.
//
// A commit takes two round trips. The first opens a transaction and takes the
// next number in the one row of table head; whoever else wants a number waits
// for that row. Only then are the rows and the COMMIT sent. So when the
// connection breaks, a commit that may still be made holds the row: Settle
// waits for the row, and then looks for the id.
#include "server/store/postgres/commit.h"

#include <openssl/rand.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/base/status_macros.h"
#include "server/store/postgres/errors.h"

namespace landfall::store::postgres {
namespace {

// What a large batch may take.
constexpr absl::Duration kWritePatience = absl::Minutes(2);

constexpr char kTakeNumber[] =
    "UPDATE landfall.head SET revision = $2"
    " WHERE epoch = $1 AND revision = $2 - 1 RETURNING revision";
constexpr char kNoteChange[] =
    "INSERT INTO landfall.change (revision, id) VALUES ($1, $2)";
constexpr char kChange[] = "SELECT id FROM landfall.change WHERE revision = $1";
constexpr char kHead[] = "SELECT epoch, revision FROM landfall.head";
constexpr char kLockHead[] = "SELECT epoch FROM landfall.head FOR UPDATE";

base::Hash128 NewId() {
  base::Hash128 id;
  LF_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(&id), sizeof(id)) == 1);
  return id;
}

}  // namespace

absl::Status Committer::TakeNumber(Connection& connection,
                                   Revision revision) const {
  LF_ASSIGN_OR_RETURN(
      const auto answers,
      connection.RunAll(
          {{"BEGIN"}, {kTakeNumber, Parameters().Add(epoch_).Add(revision)}},
          kPatience));
  if (answers[1].size() == 1) return absl::OkStatus();
  absl::Status why = WhyNot(connection, revision);
  LF_RETURN_IF_ERROR(connection.Run({"ROLLBACK"}, kPatience).status());
  return why;
}

absl::Status Committer::WhyNot(Connection& connection,
                               Revision revision) const {
  LF_ASSIGN_OR_RETURN(const Rows rows, connection.Run({kHead}, kPatience));
  if (rows.size() != 1) return DamagedError("no row in table head");
  Row row = rows[0];
  const int64_t epoch = row.Int8();
  const Revision newest = row.Int8();
  if (epoch != epoch_) {
    return absl::UnavailableError(
        "another Landfall server has taken over the database, so this one "
        "takes "
        "no writes any more: stop one of the two, and restart this one if it "
        "is "
        "to stay");
  }
  return absl::UnavailableError(absl::StrCat(
      "the database is at revision ", newest, ", this server at ", revision - 1,
      ": it was changed by somebody else, such as a restore; restart this "
      "server"));
}

absl::StatusOr<std::unique_ptr<Connection>> Committer::Begin(
    Revision revision) const {
  LF_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, pool_.Take());
  absl::Status status = TakeNumber(*connection, revision);
  if (IsLost(status)) {
    // The database may have been restarted since the connection was made.
    pool_.GiveBack(std::move(connection));
    LF_ASSIGN_OR_RETURN(connection, pool_.Take());
    status = TakeNumber(*connection, revision);
  }
  if (status.ok()) return connection;
  pool_.GiveBack(std::move(connection));
  return status;
}

Committer::Result Committer::Commit(Draft draft, Revision revision) {
  auto connection = Begin(revision);
  if (!connection.ok()) return {Outcome::kNotMade, connection.status()};
  Result result = Write(**connection, &draft, revision);
  pool_.GiveBack(*std::move(connection));
  return result;
}

Committer::Result Committer::Write(Connection& connection, Draft* draft,
                                   Revision revision) {
  absl::Status forgotten = draft->Forget(connection);
  if (!forgotten.ok()) return {Outcome::kNotMade, std::move(forgotten)};
  id_ = NewId();
  std::vector<Statement> statements = draft->Statements(revision);
  statements.push_back({kNoteChange, Parameters().Add(revision).Add(id_)});
  statements.push_back({"COMMIT"});
  const auto answers = connection.RunAll(statements, kWritePatience);
  if (!answers.ok()) {
    return {IsLost(answers.status()) ? Outcome::kUnknown : Outcome::kNotMade,
            answers.status()};
  }
  // A transaction that cannot be committed is rolled back, which is no error.
  if (answers->back().command() == "COMMIT") return {};
  return {Outcome::kNotMade,
          absl::InternalError("PostgreSQL rolled a commit back")};
}

absl::StatusOr<bool> Committer::Settle(Revision revision) const {
  bool made = false;
  LF_RETURN_IF_ERROR(pool_.With([&](Connection& connection) -> absl::Status {
    LF_ASSIGN_OR_RETURN(
        const auto answers,
        connection.RunAll({{"BEGIN"},
                           {kLockHead},
                           {kChange, Parameters().Add(revision)},
                           {"COMMIT"}},
                          kWritePatience));
    const Rows& change = answers[2];
    made = change.size() == 1 && change[0].Uuid() == id_;
    return absl::OkStatus();
  }));
  return made;
}

}  // namespace landfall::store::postgres
