// Batches of records -> rows of PostgreSQL, and back. Entry point:
// OpenPostgresStore. tables.h says how they are kept.
#include "server/store/postgres/postgres_record_store.h"

#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "server/base/periodic_task.h"
#include "server/base/status_macros.h"
#include "server/store/internal/views_in_use.h"
#include "server/store/postgres/commit.h"
#include "server/store/postgres/errors.h"
#include "server/store/postgres/history.h"
#include "server/store/postgres/ownership.h"
#include "server/store/postgres/pool.h"
#include "server/store/postgres/postgres_open.h"
#include "server/store/postgres/schema.h"
#include "server/store/postgres/view.h"
#include "server/store/published.h"

namespace landfall::store {
namespace {

using postgres::Committer;
using postgres::Ownership;
using postgres::Parameters;
using postgres::Pool;
using postgres::Row;
using postgres::Rows;

constexpr std::chrono::milliseconds kPause{100};

constexpr char kTakeOver[] =
    "UPDATE landfall.head SET epoch = epoch + 1,"
    " secret = CASE WHEN secret = '' THEN $1 ELSE secret END"
    " RETURNING epoch, revision, trimmed, secret";
constexpr char kSize[] =
    "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::int8"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = 'landfall' AND c.relkind = 'r'";

// What table head says when a server takes over.
struct Head {
  int64_t epoch = 0;
  Revision revision = 0;
  Revision trimmed = 0;
  std::string secret;
};

std::chrono::steady_clock::time_point After(absl::Duration patience) {
  return std::chrono::steady_clock::now() +
         absl::ToChronoMicroseconds(patience);
}

class PostgresStore : public RecordStore {
 public:
  PostgresStore(std::unique_ptr<Pool> pool,
                std::unique_ptr<Ownership> ownership, Head head,
                const postgres::Tuning& tuning)
      : tuning_(tuning),
        secret_(std::move(head.secret)),
        pool_(std::move(pool)),
        ownership_(std::move(ownership)),
        history_(*pool_, views_, head.trimmed),
        published_(
            [this](Revision at) {
              return std::make_shared<postgres::View>(*pool_, at, views_);
            },
            head.revision),
        committer_(*pool_, head.epoch),
        upkeep_(tuning.upkeep, [this] { KeepUp(); }) {}

  absl::StatusOr<Revision> Commit(const StoreBatch& batch) override
      ABSL_LOCKS_EXCLUDED(published_.commit_mutex());
  std::shared_ptr<const StoreView> View() const override {
    return published_.View();
  }
  absl::StatusOr<std::unique_ptr<Following>> Follow(Revision after,
                                                    Sink sink) override
      ABSL_LOCKS_EXCLUDED(published_.commit_mutex()) {
    return published_.Follow(after, std::move(sink));
  }
  const std::string& secret() const override { return secret_; }
  absl::StatusOr<Purged> Purge(Revision through,
                               std::atomic<bool>& cancelled) override {
    return history_.Purge(through, cancelled);
  }
  int64_t SizeBytes() const override;

 private:
  // Finds out what became of the commit whose outcome is unknown, if there is
  // one; no other can be made before.
  absl::Status SettleUnknown()
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(published_.commit_mutex());
  // Settle, again and again for a while.
  absl::StatusOr<bool> Settle(Revision revision)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(published_.commit_mutex());
  void KeepUp() ABSL_LOCKS_EXCLUDED(published_.commit_mutex());

  const postgres::Tuning tuning_;
  const std::string secret_;
  const std::unique_ptr<Pool> pool_;
  const std::unique_ptr<Ownership> ownership_;  // for the upkeep alone
  internal::ViewsInUse views_;
  postgres::History history_;
  mutable std::atomic<int64_t> size_{0};
  Published published_;
  Committer committer_ ABSL_GUARDED_BY(published_.commit_mutex());
  // The batch of a commit whose outcome is unknown.
  std::optional<StoreBatch> unknown_ ABSL_GUARDED_BY(published_.commit_mutex());
  base::PeriodicTask upkeep_;  // last: ends first
};

absl::StatusOr<Revision> PostgresStore::Commit(const StoreBatch& batch) {
  if (batch.empty()) return View()->revision();
  postgres::Draft draft(batch);
  absl::MutexLock lock(&published_.commit_mutex());
  LF_RETURN_IF_ERROR(SettleUnknown());
  LF_RETURN_IF_ERROR(published_.CheckWorkedOut(batch));
  const Revision revision = View()->revision() + 1;
  const Committer::Result result =
      committer_.Commit(std::move(draft), revision);
  if (result.outcome == Committer::Outcome::kNotMade) return result.status;
  if (result.outcome == Committer::Outcome::kUnknown) {
    const absl::StatusOr<bool> made = Settle(revision);
    if (!made.ok()) {
      unknown_ = batch;
      return absl::UnavailableError(absl::StrCat(
          "the connection to the database broke in the middle of a commit, and "
          "whether it was made can only be seen when the database is back; the "
          "same change may be sent again without harm: ",
          std::string(made.status().message())));
    }
    if (!*made) return result.status;
  }
  published_.Publish(revision, batch);
  return revision;
}

absl::StatusOr<bool> PostgresStore::Settle(Revision revision) {
  const auto deadline = After(tuning_.settle);
  while (true) {
    absl::StatusOr<bool> made = committer_.Settle(revision);
    if (made.ok() || !absl::IsUnavailable(made.status()) ||
        std::chrono::steady_clock::now() >= deadline) {
      return made;
    }
    std::this_thread::sleep_for(kPause);
  }
}

absl::Status PostgresStore::SettleUnknown() {
  if (!unknown_) return absl::OkStatus();
  const Revision revision = View()->revision() + 1;
  LF_ASSIGN_OR_RETURN(const bool made, committer_.Settle(revision));
  if (made) published_.Publish(revision, *unknown_);
  unknown_.reset();
  return absl::OkStatus();
}

int64_t PostgresStore::SizeBytes() const {
  const absl::StatusOr<Rows> rows = pool_->Run({kSize});
  if (rows.ok() && rows->size() == 1) size_ = (*rows)[0].Int8();
  return size_;
}

// What fails here is tried again the next time. Until then a lost lock does no
// harm, see Ownership, and versions that should have gone stay.
void PostgresStore::KeepUp() {
  ownership_->Keep().IgnoreError();
  {
    absl::MutexLock lock(&published_.commit_mutex());
    SettleUnknown().IgnoreError();
  }
  history_.Trim().IgnoreError();
}

absl::StatusOr<Head> TakeOver(Pool& pool) {
  const std::string secret = base::Hasher::NewSecret();
  LF_ASSIGN_OR_RETURN(const Rows rows,
                      pool.Run({kTakeOver, Parameters().Add(secret)}));
  if (rows.size() != 1) return postgres::DamagedError("no row in table head");
  Row row = rows[0];
  Head head;
  head.epoch = row.Int8();
  head.revision = row.Int8();
  head.trimmed = row.Int8();
  head.secret = std::string(row.Bytes());
  if (!row.ok() || head.secret.size() != base::Hasher::kSecretSize) {
    return postgres::DamagedError("an unreadable row in table head");
  }
  return head;
}

absl::StatusOr<std::unique_ptr<RecordStore>> OpenNow(
    const std::string& url, const postgres::Tuning& tuning) {
  LF_ASSIGN_OR_RETURN(std::unique_ptr<Ownership> ownership,
                      Ownership::Take(url, tuning.take));
  auto pool = std::make_unique<Pool>(url);
  LF_RETURN_IF_ERROR(pool->With([](postgres::Connection& connection) {
    return BringUpToDate(connection, postgres::SchemaSteps());
  }));
  LF_ASSIGN_OR_RETURN(Head head, TakeOver(*pool));
  return std::make_unique<PostgresStore>(std::move(pool), std::move(ownership),
                                         std::move(head), tuning);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RecordStore>> postgres::OpenPostgresStoreTuned(
    const std::string& url, absl::Duration patience, const Tuning& tuning) {
  const auto deadline = After(patience);
  auto pause = kPause;
  while (true) {
    auto opened = OpenNow(url, tuning);
    if (opened.ok() || !absl::IsUnavailable(opened.status()) ||
        std::chrono::steady_clock::now() + pause >= deadline) {
      return opened;
    }
    std::this_thread::sleep_for(pause);
    pause *= 2;
  }
}

absl::StatusOr<std::unique_ptr<RecordStore>> OpenPostgresStore(
    const std::string& url, absl::Duration patience) {
  return postgres::OpenPostgresStoreTuned(url, patience, postgres::Tuning());
}

absl::Status CheckPostgresUrl(const std::string& url) {
  return postgres::Connection::CheckUrl(url);
}

}  // namespace landfall::store
