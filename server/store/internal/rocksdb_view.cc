// Keys and bytes of RocksDB -> records, values and intents at one revision.
#include "server/store/internal/rocksdb_view.h"

#include <memory>
#include <utility>

#include "server/base/status_macros.h"
#include "server/store/internal/rocksdb_events.h"
#include "server/store/internal/rocksdb_keys.h"
#include "server/store/internal/rocksdb_outbox.h"
#include "server/store/internal/rocksdb_status.h"
#include "server/store/record_codec.h"

namespace landfall::store::internal {
namespace {

absl::StatusOr<model::Record> ReadRecord(const rocksdb::Slice& bytes,
                                         const std::string& path) {
  absl::StatusOr<model::Record> record = DecodeRecord(ToView(bytes));
  if (record.ok()) return record;
  return DamagedError(path, std::string(record.status().message()));
}

}  // namespace

absl::StatusOr<std::optional<model::Record>> RocksDbView::Get(
    base::Hash128 id) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  rocksdb::PinnableSlice bytes;
  const rocksdb::Status status = db_.Get(options, db_.DefaultColumnFamily(),
                                         RecordKey(id).slice(), &bytes);
  if (status.IsNotFound()) return std::optional<model::Record>();
  if (!status.ok()) return ReadError(status, path_);
  LF_ASSIGN_OR_RETURN(model::Record record, ReadRecord(bytes, path_));
  return std::optional<model::Record>(std::move(record));
}

absl::Status RocksDbView::Scan(
    char prefix,
    absl::FunctionRef<absl::Status(rocksdb::Slice, rocksdb::Slice)> visit)
    const {
  const std::string first(1, prefix);
  const std::string end(1, static_cast<char>(prefix + 1));
  const rocksdb::Slice bound(end);
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  options.fill_cache = false;  // a full scan would empty the cache
  options.readahead_size = size_t{2} << 20;
  options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> it(db_.NewIterator(options));
  for (it->Seek(first); it->Valid(); it->Next()) {
    LF_RETURN_IF_ERROR(visit(it->key(), it->value()));
  }
  if (!it->status().ok()) return ReadError(it->status(), path_);
  return absl::OkStatus();
}

absl::Status RocksDbView::ForEach(
    absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit) const {
  return Scan(kRecordPrefix,
              [&](rocksdb::Slice key, rocksdb::Slice value) -> absl::Status {
                if (key.size() != kRecordKeySize) {
                  return DamagedError(path_, "a key of wrong length");
                }
                LF_ASSIGN_OR_RETURN(model::Record record,
                                    ReadRecord(value, path_));
                return visit(RecordKey::Parse(key), std::move(record));
              });
}

absl::StatusOr<std::map<std::string, std::string>> RocksDbView::Texts(
    char prefix) const {
  std::map<std::string, std::string> texts;
  LF_RETURN_IF_ERROR(
      Scan(prefix, [&](rocksdb::Slice key, rocksdb::Slice value) {
        key.remove_prefix(1);
        texts[key.ToString()] = value.ToString();
        return absl::OkStatus();
      }));
  return texts;
}

absl::StatusOr<std::map<std::string, std::string>> RocksDbView::Values() const {
  return Texts(kValuePrefix);
}

absl::StatusOr<std::map<std::string, std::string>> RocksDbView::Intents()
    const {
  return Texts(kIntentPrefix);
}

absl::StatusOr<std::optional<std::string>> RocksDbView::Text(
    const rocksdb::Slice& key) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  std::string text;
  const rocksdb::Status status = db_.Get(options, key, &text);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return ReadError(status, path_);
  return std::optional<std::string>(std::move(text));
}

absl::Status RocksDbView::ForEachEvent(
    EventCursor from, EventOrder order,
    absl::FunctionRef<bool(EventCursor, const LoggedEvent&)> visit) const {
  const bool forward = order == EventOrder::kOldestFirst;
  const std::string start = EventKey(from);
  const std::string first(1, kEventPrefix);
  const std::string end(1, static_cast<char>(kEventPrefix + 1));
  const rocksdb::Slice lower(first);
  const rocksdb::Slice upper(end);
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  options.iterate_lower_bound = &lower;
  options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> it(db_.NewIterator(options));
  forward ? it->Seek(start) : it->SeekForPrev(start);
  for (; it->Valid(); forward ? it->Next() : it->Prev()) {
    LF_ASSIGN_OR_RETURN(const EventCursor cursor,
                        ParseEventKey(it->key(), path_));
    if (cursor == from) continue;
    LF_ASSIGN_OR_RETURN(const LoggedEvent event,
                        ParseEvent(it->value(), path_));
    if (!visit(cursor, event)) return absl::OkStatus();
  }
  if (!it->status().ok()) return ReadError(it->status(), path_);
  return absl::OkStatus();
}

absl::StatusOr<EventCursor> RocksDbView::Cursor(absl::string_view key) const {
  LF_ASSIGN_OR_RETURN(const auto text, Text(ToSlice(key)));
  if (!text) return EventCursor();
  return ParseCursor(*text, path_);
}

absl::StatusOr<EventCursor> RocksDbView::DroppedThrough() const {
  return Cursor(kDroppedKey);
}

absl::Status RocksDbView::ForEachMember(
    absl::FunctionRef<absl::Status(MemberKey, std::string)> visit) const {
  return Scan(kMemberPrefix,
              [&](rocksdb::Slice key, rocksdb::Slice value) -> absl::Status {
                LF_ASSIGN_OR_RETURN(MemberKey member,
                                    ParseMemberKey(key, path_));
                return visit(std::move(member), value.ToString());
              });
}

absl::StatusOr<std::optional<std::string>> RocksDbView::Member(
    const MemberKey& key) const {
  return Text(MemberKeyBytes(key));
}

absl::Status RocksDbView::ForEachSubscription(
    absl::FunctionRef<absl::Status(std::string, Subscription)> visit) const {
  return Scan(kSubscriptionPrefix,
              [&](rocksdb::Slice key, rocksdb::Slice value) -> absl::Status {
                LF_ASSIGN_OR_RETURN(Subscription subscription,
                                    ParseSubscription(value, path_));
                return visit(std::string(ToView(key).substr(1)),
                             std::move(subscription));
              });
}

absl::Status RocksDbView::ForEachDelivery(
    absl::FunctionRef<absl::Status(DeliveryKey, Delivery)> visit) const {
  return Scan(kDeliveryPrefix,
              [&](rocksdb::Slice key, rocksdb::Slice value) -> absl::Status {
                LF_ASSIGN_OR_RETURN(DeliveryKey whose,
                                    ParseDeliveryKey(key, path_));
                LF_ASSIGN_OR_RETURN(const Delivery delivery,
                                    ParseDelivery(value, path_));
                return visit(std::move(whose), delivery);
              });
}

absl::StatusOr<EventCursor> RocksDbView::DispatchedThrough() const {
  return Cursor(kDispatchedKey);
}

}  // namespace landfall::store::internal
