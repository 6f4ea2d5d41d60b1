// Batches of records -> one key per record in RocksDB, and back. Entry point:
// OpenRocksDbStore. Keys: 'r' + 16 bytes of id hash -> encoded record;
// 'm' + name -> meta value; 'i' + name -> what the store keeps for itself.
#include "server/store/rocksdb_record_store.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <atomic>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/store/internal/error_watch.h"
#include "server/store/internal/log_watch.h"
#include "server/store/internal/manifest_watch.h"
#include "server/store/internal/rocksdb_open.h"
#include "server/store/internal/rocksdb_options.h"
#include "server/store/internal/rocksdb_status.h"
#include "server/store/internal/store_folder.h"
#include "server/store/record_codec.h"

namespace landfall::store {
namespace {

using internal::FolderState;

constexpr char kRecordPrefix = 'r';
constexpr char kMetaPrefix = 'm';
constexpr absl::string_view kSecretKey = "isecret";
constexpr absl::string_view kPurgeKey = "ipurge";
// What a resume writes beside the records: a log, a manifest, a table's frame.
constexpr size_t kResumeBytes = size_t{1} << 20;
constexpr size_t kRecordKeySize = 1 + 2 * sizeof(uint64_t);

rocksdb::Slice ToSlice(absl::string_view text) {
  return rocksdb::Slice(text.data(), text.size());
}
absl::string_view ToView(const rocksdb::Slice& slice) {
  return absl::string_view(slice.data(), slice.size());
}

// The key of a record, without an allocation.
class RecordKey {
 public:
  explicit RecordKey(base::Hash128 id) {
    bytes_[0] = kRecordPrefix;
    for (int i = 0; i < 8; ++i) {
      bytes_[1 + i] = static_cast<char>(id.high >> (56 - 8 * i));
      bytes_[9 + i] = static_cast<char>(id.low >> (56 - 8 * i));
    }
  }
  rocksdb::Slice slice() const {
    return rocksdb::Slice(bytes_, sizeof(bytes_));
  }

  // REQUIRES: key.size() == kRecordKeySize.
  static base::Hash128 Parse(const rocksdb::Slice& key) {
    base::Hash128 id;
    for (size_t i = 1; i < 9; ++i) {
      id.high = id.high << 8 | static_cast<uint8_t>(key[i]);
      id.low = id.low << 8 | static_cast<uint8_t>(key[i + 8]);
    }
    return id;
  }

 private:
  char bytes_[kRecordKeySize];
};

class RocksDbView : public StoreView {
 public:
  RocksDbView(rocksdb::DB* db, const std::string& path)
      : db_(db), path_(path), snapshot_(db->GetSnapshot()) {}
  ~RocksDbView() override { db_->ReleaseSnapshot(snapshot_); }
  RocksDbView(const RocksDbView&) = delete;
  RocksDbView& operator=(const RocksDbView&) = delete;

  absl::StatusOr<std::optional<model::Record>> Get(
      base::Hash128 id) const override {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    rocksdb::PinnableSlice bytes;
    const rocksdb::Status status = db_->Get(options, db_->DefaultColumnFamily(),
                                            RecordKey(id).slice(), &bytes);
    if (status.IsNotFound()) return std::optional<model::Record>();
    if (!status.ok()) return internal::ReadError(status, path_);
    absl::StatusOr<model::Record> record = DecodeRecord(ToView(bytes));
    if (!record.ok()) {
      return internal::DamagedError(path_,
                                    std::string(record.status().message()));
    }
    return std::optional<model::Record>(*std::move(record));
  }

 private:
  rocksdb::DB* const db_;  // must outlive this
  const std::string& path_;
  const rocksdb::Snapshot* const snapshot_;
};

class RocksDbStore : public RecordStore {
 public:
  RocksDbStore(std::string path, std::string secret,
               std::shared_ptr<internal::ErrorWatch> errors,
               std::unique_ptr<rocksdb::DB> db)
      : path_(std::move(path)),
        secret_(std::move(secret)),
        errors_(std::move(errors)),
        log_(path_),
        db_(std::move(db)) {
    log_.Note(*db_);
  }

  absl::Status Apply(const StoreBatch& batch) override;
  std::shared_ptr<const StoreView> View() const override {
    return std::make_shared<RocksDbView>(db_.get(), path_);
  }
  absl::Status ForEach(
      absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit)
      const override;
  absl::StatusOr<std::map<std::string, std::string>> Meta() const override;
  const std::string& secret() const override { return secret_; }
  absl::Status Purge() override;
  int64_t SizeBytes() const override;

 private:
  absl::Status Write(rocksdb::WriteBatch& batch);
  // Makes RocksDB take writes again after an error that has passed.
  absl::Status Resume();
  // Calls `visit` with every key under `prefix` and its value.
  absl::Status Scan(
      char prefix,
      absl::FunctionRef<absl::Status(rocksdb::Slice, rocksdb::Slice)> visit)
      const;

  const std::string path_;
  const std::string secret_;
  const std::shared_ptr<internal::ErrorWatch> errors_;
  internal::LogWatch log_;
  const std::unique_ptr<rocksdb::DB> db_;
  std::atomic<uint64_t> last_erasure_{0};  // sequence number
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

absl::Status RocksDbStore::Apply(const StoreBatch& batch) {
  rocksdb::WriteBatch writes;
  for (base::Hash128 id : batch.erases) {
    writes.Delete(RecordKey(id).slice());
  }
  for (const StoreBatch::Put& put : batch.puts) {
    writes.Put(RecordKey(put.id).slice(), EncodeRecord(put.record));
  }
  for (const auto& [name, value] : batch.meta_puts) {
    writes.Put(std::string(1, kMetaPrefix) + name, value);
  }
  LF_RETURN_IF_ERROR(Write(writes));
  if (!batch.erases.empty()) last_erasure_ = db_->GetLatestSequenceNumber();
  return absl::OkStatus();
}

absl::Status RocksDbStore::Scan(
    char prefix,
    absl::FunctionRef<absl::Status(rocksdb::Slice, rocksdb::Slice)> visit)
    const {
  const std::string first(1, prefix);
  const std::string end(1, static_cast<char>(prefix + 1));
  const rocksdb::Slice bound(end);
  rocksdb::ReadOptions options;
  options.fill_cache = false;  // a full scan would empty the cache
  options.readahead_size = size_t{2} << 20;
  options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(options));
  for (it->Seek(first); it->Valid(); it->Next()) {
    LF_RETURN_IF_ERROR(visit(it->key(), it->value()));
  }
  if (!it->status().ok()) return internal::ReadError(it->status(), path_);
  return absl::OkStatus();
}

absl::Status RocksDbStore::ForEach(
    absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit) const {
  return Scan(kRecordPrefix, [&](rocksdb::Slice key, rocksdb::Slice value) {
    if (key.size() != kRecordKeySize) {
      return internal::DamagedError(path_, "a key of wrong length");
    }
    absl::StatusOr<model::Record> record = DecodeRecord(ToView(value));
    if (!record.ok()) {
      return internal::DamagedError(path_,
                                    std::string(record.status().message()));
    }
    return visit(RecordKey::Parse(key), *std::move(record));
  });
}

absl::StatusOr<std::map<std::string, std::string>> RocksDbStore::Meta() const {
  std::map<std::string, std::string> meta;
  LF_RETURN_IF_ERROR(
      Scan(kMetaPrefix, [&](rocksdb::Slice key, rocksdb::Slice value) {
        key.remove_prefix(1);
        meta[key.ToString()] = value.ToString();
        return absl::OkStatus();
      }));
  return meta;
}

absl::Status RocksDbStore::Purge() {
  // A log file ends only together with a memory table that holds something.
  rocksdb::WriteBatch touch;
  touch.Delete(ToSlice(kPurgeKey));
  LF_RETURN_IF_ERROR(Write(touch));
  rocksdb::Status status = db_->Flush(rocksdb::FlushOptions());
  if (!status.ok()) return internal::WriteError(status, path_);
  uint64_t oldest_view = 0;
  db_->GetIntProperty(rocksdb::DB::Properties::kOldestSnapshotSequence,
                      &oldest_view);
  if (oldest_view != 0 && oldest_view < last_erasure_) {
    return absl::UnavailableError(
        absl::StrCat("a read that began before the erasure still uses store "
                     "folder ",
                     path_, ": purge again when it has ended"));
  }
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction =
      rocksdb::BottommostLevelCompaction::kForceOptimized;
  status = db_->CompactRange(options, nullptr, nullptr);
  if (!status.ok()) return internal::WriteError(status, path_);
  // Listing the logs waits for deletions that are still under way.
  status = db_->DisableFileDeletions();
  if (status.ok()) status = db_->EnableFileDeletions(/*force=*/false);
  rocksdb::VectorLogPtr logs;
  if (status.ok()) status = db_->GetSortedWalFiles(logs);
  if (!status.ok()) return internal::WriteError(status, path_);
  return absl::OkStatus();
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
  rocksdb::Status status =
      db.Get(rocksdb::ReadOptions(), ToSlice(kSecretKey), &secret);
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
  status = db.Put(options, ToSlice(kSecretKey), secret);
  if (!status.ok()) return internal::OpenError(status, path);
  return secret;
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
  if (state != FolderState::kReady) LF_RETURN_IF_ERROR(MarkReady(path));
  // Opening starts a new MANIFEST.
  ManifestWatch(path).Note();
  return std::make_unique<RocksDbStore>(path, std::move(secret), errors,
                                        std::move(db));
}

}  // namespace internal

absl::StatusOr<std::unique_ptr<RecordStore>> OpenRocksDbStore(
    const std::string& path) {
  return internal::OpenRocksDbStoreTuned(path, internal::RocksDbTuning());
}

}  // namespace landfall::store
