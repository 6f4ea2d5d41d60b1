#pragma once

#include <rocksdb/db.h>

#include <map>
#include <optional>
#include <string>

#include "server/store/internal/views_in_use.h"
#include "server/store/store_view.h"

namespace landfall::store::internal {

// The present state of `db` as a view, which is that of `revision`: nobody may
// commit meanwhile. Is in `views` as long as it lives. All of them, and `path`,
// the folder for errors, must outlive it.
class RocksDbView : public StoreView {
 public:
  RocksDbView(rocksdb::DB& db, const std::string& path, Revision revision,
              ViewsInUse& views)
      : db_(db),
        path_(path),
        revision_(revision),
        views_(views),
        snapshot_(db.GetSnapshot()) {
    views_.Add(revision_);
  }
  ~RocksDbView() override {
    db_.ReleaseSnapshot(snapshot_);
    views_.Remove(revision_);
  }
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
  absl::Status ForEachEvent(
      EventCursor from, EventOrder order,
      absl::FunctionRef<bool(EventCursor, const LoggedEvent&)> visit)
      const override;
  absl::StatusOr<EventCursor> DroppedThrough() const override;
  absl::Status ForEachMember(
      absl::FunctionRef<absl::Status(MemberKey, std::string)> visit)
      const override;
  absl::StatusOr<std::optional<std::string>> Member(
      const MemberKey& key) const override;
  absl::Status ForEachSubscription(
      absl::FunctionRef<absl::Status(std::string, Subscription)> visit)
      const override;
  absl::Status ForEachDelivery(
      absl::FunctionRef<absl::Status(DeliveryKey, Delivery)> visit)
      const override;
  absl::StatusOr<EventCursor> DispatchedThrough() const override;

 private:
  // Calls `visit` with every key under `prefix` and its value.
  absl::Status Scan(
      char prefix,
      absl::FunctionRef<absl::Status(rocksdb::Slice, rocksdb::Slice)> visit)
      const;
  // The text under `key`; nullopt when there is none.
  absl::StatusOr<std::optional<std::string>> Text(
      const rocksdb::Slice& key) const;
  // The cursor under `key`; the default when there is none.
  absl::StatusOr<EventCursor> Cursor(absl::string_view key) const;
  // The texts under `prefix` by name.
  absl::StatusOr<std::map<std::string, std::string>> Texts(char prefix) const;

  rocksdb::DB& db_;
  const std::string& path_;
  const Revision revision_;
  ViewsInUse& views_;
  const rocksdb::Snapshot* const snapshot_;
};

}  // namespace landfall::store::internal
