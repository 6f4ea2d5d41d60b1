// Versions that ended -> free room. Entry points: Trim, Purge.
#include "server/store/postgres/history.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/store/postgres/tables.h"

namespace landfall::store::postgres {
namespace {

// The commits whose versions are deleted at a time: while it takes, the others
// are in nobody's way.
constexpr Revision kStep = 200;
constexpr absl::Duration kTrimPatience = absl::Minutes(10);
constexpr absl::Duration kVacuumPatience = absl::Hours(24);
// One clock for all: the database's.
constexpr char kOldEnough[] =
    "SELECT coalesce(max(revision), 0) FROM landfall.change"
    " WHERE at < now() - interval '10 minutes'";

std::vector<Statement> TrimStatements(Revision through) {
  std::vector<Statement> all{{"BEGIN"}};
  for (const Table* table : AllTables()) {
    all.push_back({table->TrimSql(), Parameters().Add(through)});
  }
  all.push_back({"DELETE FROM landfall.change WHERE revision <= $1",
                 Parameters().Add(through)});
  all.push_back(
      {"UPDATE landfall.head SET trimmed = $1", Parameters().Add(through)});
  all.push_back({"COMMIT"});
  return all;
}

}  // namespace

absl::Status History::Trim() {
  const std::atomic<bool> never{false};
  absl::MutexLock lock(&mutex_);
  LF_ASSIGN_OR_RETURN(const Rows rows, pool_.Run({kOldEnough}));
  const Revision old = rows.size() == 1 ? rows[0].Int8() : 0;
  return TrimThrough(std::min(old, views_.Oldest()), never);
}

absl::Status History::TrimThrough(Revision through,
                                  const std::atomic<bool>& cancelled) {
  while (trimmed_ < through) {
    if (cancelled) return absl::CancelledError("cancelled between two steps");
    const Revision next = std::min(trimmed_ + kStep, through);
    const std::vector<Statement> statements = TrimStatements(next);
    // Again does no harm.
    LF_RETURN_IF_ERROR(pool_.With([&](Connection& connection) {
      return connection.RunAll(statements, kTrimPatience).status();
    }));
    trimmed_ = next;
  }
  return absl::OkStatus();
}

absl::Status History::Vacuum(const std::atomic<bool>& cancelled) {
  // One statement a table: it cannot run in a transaction.
  for (const Table* table : AllTables()) {
    const std::string sql = absl::StrCat("VACUUM landfall.", table->name);
    LF_RETURN_IF_ERROR(pool_.With([&](Connection& connection) {
      return connection.RunScript(sql, kVacuumPatience, &cancelled);
    }));
  }
  return absl::OkStatus();
}

absl::StatusOr<Purged> History::Purge(Revision through,
                                      std::atomic<bool>& cancelled) {
  absl::MutexLock lock(&mutex_);
  if (purged_ >= through) return Purged::kDone;
  if (views_.Oldest() < through) return Purged::kInUse;
  const Revision reach = views_.Oldest();
  LF_RETURN_IF_ERROR(TrimThrough(reach, cancelled));
  LF_RETURN_IF_ERROR(Vacuum(cancelled));
  purged_ = reach;
  return Purged::kDone;
}

}  // namespace landfall::store::postgres
