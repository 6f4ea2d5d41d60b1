#pragma once

#include <rocksdb/db.h>

#include <map>
#include <optional>
#include <string>

#include "server/store/store_view.h"

namespace landfall::store::internal {

// The present state of `db` as a view, which is that of `revision`: nobody may
// commit meanwhile. `db` and `path`, the folder for errors, must outlive it.
class RocksDbView : public StoreView {
 public:
  RocksDbView(rocksdb::DB& db, const std::string& path, Revision revision)
      : db_(db),
        path_(path),
        revision_(revision),
        snapshot_(db.GetSnapshot()) {}
  ~RocksDbView() override { db_.ReleaseSnapshot(snapshot_); }
  RocksDbView(const RocksDbView&) = delete;
  RocksDbView& operator=(const RocksDbView&) = delete;

  Revision revision() const override { return revision_; }
  absl::StatusOr<std::optional<model::Record>> Get(
      base::Hash128 id) const override;
  absl::Status ForEach(
      absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit)
      const override;
  absl::StatusOr<std::map<std::string, std::string>> Values() const override;
  absl::StatusOr<std::map<std::string, std::string>> Intents() const override;

 private:
  // Calls `visit` with every key under `prefix` and its value.
  absl::Status Scan(
      char prefix,
      absl::FunctionRef<absl::Status(rocksdb::Slice, rocksdb::Slice)> visit)
      const;
  // The texts under `prefix` by name.
  absl::StatusOr<std::map<std::string, std::string>> Texts(char prefix) const;

  rocksdb::DB& db_;
  const std::string& path_;
  const Revision revision_;
  const rocksdb::Snapshot* const snapshot_;
};

}  // namespace landfall::store::internal
