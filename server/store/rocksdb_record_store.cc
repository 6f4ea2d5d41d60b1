// Batches of records -> one key per record in RocksDB, and back. Entry point:
// OpenRocksDbStore. internal/rocksdb_keys.h has the keys.
#include "server/store/rocksdb_record_store.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "server/base/status_macros.h"
#include "server/store/internal/error_watch.h"
#include "server/store/internal/log_watch.h"
#include "server/store/internal/manifest_watch.h"
#include "server/store/internal/purger.h"
#include "server/store/internal/rocksdb_events.h"
#include "server/store/internal/rocksdb_keys.h"
#include "server/store/internal/rocksdb_open.h"
#include "server/store/internal/rocksdb_options.h"
#include "server/store/internal/rocksdb_outbox.h"
#include "server/store/internal/rocksdb_status.h"
#include "server/store/internal/rocksdb_view.h"
#include "server/store/internal/store_folder.h"
#include "server/store/internal/views_in_use.h"
#include "server/store/published.h"
#include "server/store/record_codec.h"

namespace landfall::store {
namespace {

using internal::FolderState;

// What a resume writes beside the records: a log, a manifest, a table's frame.
constexpr size_t kResumeBytes = size_t{1} << 20;

class RocksDbStore : public RecordStore {
 public:
  RocksDbStore(std::string path, std::string secret,
               std::shared_ptr<internal::ErrorWatch> errors,
               std::unique_ptr<rocksdb::DB> db, Revision revision)
      : path_(std::move(path)),
        secret_(std::move(secret)),
        errors_(std::move(errors)),
        log_(path_),
        db_(std::move(db)),
        purger_(*db_, path_, views_),
        published_(
            [this](Revision at) {
              return std::make_shared<internal::RocksDbView>(*db_, path_, at,
                                                             views_);
            },
            revision) {
    log_.Note(*db_);
  }

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
                               std::atomic<bool>& cancelled) override
      ABSL_LOCKS_EXCLUDED(published_.commit_mutex());
  int64_t SizeBytes() const override;

 private:
  // Durable when it returns. One at a time, because the note about the log must
  // not count a write that is still under way.
  absl::Status Write(rocksdb::WriteBatch& batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(published_.commit_mutex());
  // Makes RocksDB take writes again after an error that has passed.
  absl::Status Resume()
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(published_.commit_mutex());

  const std::string path_;
  const std::string secret_;
  const std::shared_ptr<internal::ErrorWatch> errors_;
  internal::LogWatch log_;
  const std::unique_ptr<rocksdb::DB> db_;
  internal::ViewsInUse views_;
  internal::Purger purger_;
  Published published_;
};

absl::Status RocksDbStore::Resume() {
  // A resume that finds no space for a log file leaves RocksDB with an error
  // that only a restart heals, so the space that it needs is tried first.
  uint64_t unflushed = 0;
  db_->GetIntProperty(rocksdb::DB::Properties::kCurSizeAllMemTables,
                      &unflushed);
  const std::string probe = path_ + "/space-probe";
  rocksdb::Status status = rocksdb::WriteStringToFile(
      db_->GetEnv(), std::string(unflushed + kResumeBytes, '\0'), probe,
      /*should_sync=*/true);
  if (status.ok()) status = db_->GetEnv()->DeleteFile(probe);
  if (status.ok()) status = db_->Resume();
  if (status.ok()) return absl::OkStatus();
  errors_->NoteError();
  return internal::WriteError(status, path_);
}

absl::Status RocksDbStore::Write(rocksdb::WriteBatch& batch) {
  if (errors_->TakeError()) LF_RETURN_IF_ERROR(Resume());
  rocksdb::WriteOptions options;
  options.sync = true;
  const rocksdb::Status status = db_->Write(options, &batch);
  if (status.ok()) {
    log_.Note(*db_);
    return absl::OkStatus();
  }
  errors_->NoteError();
  return internal::WriteError(status, path_);
}

void PutTexts(char prefix, const StoreBatch::Texts& texts,
              rocksdb::WriteBatch* writes) {
  for (const auto& [name, text] : texts) {
    const std::string key = internal::NamedKey(prefix, name);
    if (text.has_value()) {
      writes->Put(key, *text);
    } else {
      writes->Delete(key);
    }
  }
}

absl::StatusOr<Revision> RocksDbStore::Commit(const StoreBatch& batch) {
  rocksdb::WriteBatch writes;
  for (base::Hash128 id : batch.erases) {
    writes.Delete(internal::RecordKey(id).slice());
  }
  for (const StoreBatch::Put& put : batch.puts) {
    writes.Put(internal::RecordKey(put.id).slice(), EncodeRecord(put.record));
  }
  PutTexts(internal::kValuePrefix, batch.values, &writes);
  PutTexts(internal::kIntentPrefix, batch.intents, &writes);
  absl::MutexLock lock(&published_.commit_mutex());
  const Revision newest = View()->revision();
  if (batch.empty()) return newest;
  LF_RETURN_IF_ERROR(published_.CheckWorkedOut(batch));
  const Revision revision = newest + 1;
  LF_RETURN_IF_ERROR(
      internal::WriteEvents(*db_, path_, batch, revision, &writes));
  internal::WriteOutbox(batch, &writes);
  writes.Put(internal::ToSlice(internal::kRevisionKey), absl::StrCat(revision));
  LF_RETURN_IF_ERROR(Write(writes));
  published_.Publish(revision, batch);
  return revision;
}

absl::StatusOr<Purged> RocksDbStore::Purge(Revision through,
                                           std::atomic<bool>& cancelled) {
  const auto touch = [this]() -> absl::Status {
    absl::MutexLock lock(&published_.commit_mutex());
    rocksdb::WriteBatch nothing;
    nothing.Delete(internal::ToSlice(internal::kPurgeKey));
    return Write(nothing);
  };
  return purger_.Purge(through, touch, cancelled);
}

int64_t RocksDbStore::SizeBytes() const {
  namespace fs = std::filesystem;
  std::error_code error;
  int64_t total = 0;
  fs::recursive_directory_iterator it(path_, error);
  for (; !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    // A file may vanish in a compaction between listing and looking.
    std::error_code gone;
    if (!it->is_regular_file(gone)) continue;
    const uintmax_t size = it->file_size(gone);
    if (!gone) total += static_cast<int64_t>(size);
  }
  return total;
}

// The secret of the store; a new store gets one.
absl::StatusOr<std::string> LoadSecret(rocksdb::DB& db, FolderState state,
                                       const std::string& path) {
  std::string secret;
  rocksdb::Status status = db.Get(
      rocksdb::ReadOptions(), internal::ToSlice(internal::kSecretKey), &secret);
  if (status.ok() && secret.size() == base::Hasher::kSecretSize) return secret;
  if (!status.ok() && !status.IsNotFound()) {
    return internal::ReadError(status, path);
  }
  if (state != FolderState::kNew) {
    return internal::HalfAStoreError(path, "the secret of the store");
  }
  secret = base::Hasher::NewSecret();
  rocksdb::WriteOptions options;
  options.sync = true;
  status = db.Put(options, internal::ToSlice(internal::kSecretKey), secret);
  if (!status.ok()) return internal::OpenError(status, path);
  return secret;
}

absl::StatusOr<Revision> ParseRevision(const std::string& text,
                                       const std::string& path) {
  Revision revision = 0;
  if (absl::SimpleAtoi(text, &revision)) return revision;
  return internal::DamagedError(path, "an unreadable revision");
}

// The number of the last commit. The first release kept it among the values;
// such a store goes on from there.
absl::StatusOr<Revision> LoadRevision(rocksdb::DB& db,
                                      const std::string& path) {
  const rocksdb::Slice key = internal::ToSlice(internal::kRevisionKey);
  const rocksdb::Slice old_key = internal::ToSlice(internal::kOldRevisionKey);
  std::string text;
  rocksdb::Status status = db.Get(rocksdb::ReadOptions(), key, &text);
  if (status.ok()) return ParseRevision(text, path);
  if (status.IsNotFound()) {
    status = db.Get(rocksdb::ReadOptions(), old_key, &text);
  }
  if (status.IsNotFound()) return 0;
  if (!status.ok()) return internal::ReadError(status, path);
  LF_ASSIGN_OR_RETURN(const Revision revision, ParseRevision(text, path));
  rocksdb::WriteBatch move;
  move.Put(key, text);
  move.Delete(old_key);
  rocksdb::WriteOptions options;
  options.sync = true;
  status = db.Write(options, &move);
  if (!status.ok()) return internal::OpenError(status, path);
  return revision;
}

}  // namespace

namespace internal {

absl::StatusOr<std::unique_ptr<RecordStore>> OpenRocksDbStoreTuned(
    const std::string& path, const RocksDbTuning& tuning) {
  LF_ASSIGN_OR_RETURN(const FolderState state, PrepareFolder(path));
  LF_RETURN_IF_ERROR(ManifestWatch::Check(path));
  // A first start that was interrupted has acknowledged nothing.
  LogWatch::End log_end = LogWatch::End::kMayBeTorn;
  if (state == FolderState::kReady) {
    LF_ASSIGN_OR_RETURN(log_end, LogWatch::Check(path));
  }
  std::error_code error;
  if (state != FolderState::kNew &&
      !std::filesystem::exists(DatabaseFolder(path) + "/CURRENT", error)) {
    return HalfAStoreError(path, "file db/CURRENT");
  }
  const auto errors = std::make_shared<ErrorWatch>();
  rocksdb::DB* raw = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::Open(MakeOptions(path, tuning, state, log_end, errors),
                        DatabaseFolder(path), &raw);
  if (!status.ok()) return OpenError(status, path);
  std::unique_ptr<rocksdb::DB> db(raw);
  if (state == FolderState::kReady) {
    LF_RETURN_IF_ERROR(LogWatch::CheckOpened(path, *db));
  }
  LF_ASSIGN_OR_RETURN(std::string secret, LoadSecret(*db, state, path));
  LF_ASSIGN_OR_RETURN(const Revision revision, LoadRevision(*db, path));
  if (state != FolderState::kReady) LF_RETURN_IF_ERROR(MarkReady(path));
  // Opening starts a new MANIFEST.
  ManifestWatch(path).Note();
  return std::make_unique<RocksDbStore>(path, std::move(secret), errors,
                                        std::move(db), revision);
}

}  // namespace internal

absl::StatusOr<std::unique_ptr<RecordStore>> OpenRocksDbStore(
    const std::string& path) {
  return internal::OpenRocksDbStoreTuned(path, internal::RocksDbTuning());
}

}  // namespace landfall::store
