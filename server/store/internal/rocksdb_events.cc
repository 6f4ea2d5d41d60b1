// Events and members of a batch -> keys and bytes, and back. Entry points:
// WriteEvents and the parsers.
#include "server/store/internal/rocksdb_events.h"

#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/big_endian.h"
#include "server/base/check.h"
#include "server/base/status_macros.h"
#include "server/store/event_codec.h"
#include "server/store/internal/rocksdb_keys.h"
#include "server/store/internal/rocksdb_status.h"

namespace landfall::store::internal {
namespace {

using base::PutNumber;
using base::TakeNumber;

constexpr size_t kIdSize = 2 * sizeof(uint64_t);
constexpr size_t kCursorSize = sizeof(uint64_t) + sizeof(uint32_t);

void PutId(base::Hash128 id, std::string* out) {
  PutNumber(id.high, out);
  PutNumber(id.low, out);
}

base::Hash128 TakeId(absl::string_view* in) {
  base::Hash128 id;
  id.high = TakeNumber<uint64_t>(in);
  id.low = TakeNumber<uint64_t>(in);
  return id;
}

void PutCursor(EventCursor cursor, std::string* out) {
  PutNumber(static_cast<uint64_t>(cursor.revision), out);
  PutNumber(cursor.position, out);
}

EventCursor TakeCursor(absl::string_view* in) {
  EventCursor cursor;
  cursor.revision = static_cast<Revision>(TakeNumber<uint64_t>(in));
  cursor.position = TakeNumber<uint32_t>(in);
  return cursor;
}

std::string IdKey(char prefix, base::Hash128 id) {
  std::string key(1, prefix);
  PutId(id, &key);
  return key;
}

std::string AboutKey(base::Hash128 id, EventCursor cursor) {
  std::string key = IdKey(kAboutPrefix, id);
  PutCursor(cursor, &key);
  return key;
}

std::string EventBytes(const LoggedEvent& logged) {
  LF_CHECK(logged.about.size() < 256);
  std::string bytes(1, static_cast<char>(logged.about.size()));
  for (const base::Hash128& id : logged.about) PutId(id, &bytes);
  absl::StrAppend(&bytes, EncodeEvent(logged.event));
  return bytes;
}

// One change of the log. Keeps what it has done to an event, because several
// who are forgotten may stand in one. Not thread-safe.
class LogChange {
 public:
  LogChange(rocksdb::DB& db, const std::string& path,
            rocksdb::WriteBatch* writes)
      : db_(db), path_(path), writes_(*writes) {}

  absl::Status Forget(const Forgotten& who) {
    LF_RETURN_IF_ERROR(
        ForEach(IdKey(kAboutPrefix, who.id), [&](absl::string_view rest) {
          return ForgetIn(TakeCursor(&rest), who.entirely);
        }));
    if (!who.entirely) return absl::OkStatus();
    const std::string prefix = IdKey(kMemberPrefix, who.id);
    return ForEach(prefix, [&](absl::string_view card) {
      writes_.Delete(absl::StrCat(prefix, card));
      return absl::OkStatus();
    });
  }

  absl::Status DropThrough(EventCursor last) {
    writes_.Put(ToSlice(kDroppedKey), CursorBytes(last));
    return ForEach(std::string(1, kEventPrefix),
                   [&](absl::string_view rest) -> absl::Status {
                     const EventCursor cursor = TakeCursor(&rest);
                     if (last < cursor) return absl::CancelledError();
                     return Drop(cursor);
                   });
  }

 private:
  // Calls `visit` with what stands behind `prefix` in every key, until it says
  // CANCELLED, which is no error.
  template <typename Visit>
  absl::Status ForEach(const std::string& prefix, Visit visit) {
    const std::unique_ptr<rocksdb::Iterator> it(
        db_.NewIterator(rocksdb::ReadOptions()));
    for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix);
         it->Next()) {
      absl::string_view rest = ToView(it->key());
      rest.remove_prefix(prefix.size());
      const size_t needed = prefix[0] == kMemberPrefix ? 0 : kCursorSize;
      if (rest.size() < needed) return DamagedError(path_, "a key cut short");
      const absl::Status status = visit(rest);
      if (absl::IsCancelled(status)) return absl::OkStatus();
      LF_RETURN_IF_ERROR(status);
    }
    if (!it->status().ok()) return ReadError(it->status(), path_);
    return absl::OkStatus();
  }

  // The event as it is after what this has done; nullptr when it is gone.
  absl::StatusOr<LoggedEvent*> Find(EventCursor cursor) {
    const auto known = events_.find(cursor);
    if (known != events_.end()) {
      return known->second ? &*known->second : nullptr;
    }
    std::string bytes;
    const rocksdb::Status status =
        db_.Get(rocksdb::ReadOptions(), EventKey(cursor), &bytes);
    if (!status.ok()) return ReadError(status, path_);
    LF_ASSIGN_OR_RETURN(LoggedEvent event, ParseEvent(bytes, path_));
    return &*events_.emplace(cursor, std::move(event)).first->second;
  }

  absl::Status ForgetIn(EventCursor cursor, bool entirely) {
    if (entirely) return Drop(cursor);
    LF_ASSIGN_OR_RETURN(LoggedEvent * logged, Find(cursor));
    if (logged == nullptr || logged->event.name.empty()) {
      return absl::OkStatus();
    }
    logged->event.name.clear();
    writes_.Put(EventKey(cursor), EventBytes(*logged));
    return absl::OkStatus();
  }

  absl::Status Drop(EventCursor cursor) {
    LF_ASSIGN_OR_RETURN(LoggedEvent * logged, Find(cursor));
    if (logged == nullptr) return absl::OkStatus();
    writes_.Delete(EventKey(cursor));
    for (const base::Hash128& id : logged->about) {
      writes_.Delete(AboutKey(id, cursor));
    }
    events_[cursor].reset();
    return absl::OkStatus();
  }

  rocksdb::DB& db_;
  const std::string& path_;
  rocksdb::WriteBatch& writes_;
  std::map<EventCursor, std::optional<LoggedEvent>> events_;
};

}  // namespace

std::string CursorBytes(EventCursor cursor) {
  std::string bytes;
  PutCursor(cursor, &bytes);
  return bytes;
}

std::string EventKey(EventCursor cursor) {
  return NamedKey(kEventPrefix, CursorBytes(cursor));
}

std::string MemberKeyBytes(const MemberKey& key) {
  return absl::StrCat(IdKey(kMemberPrefix, key.record), key.card);
}

absl::StatusOr<EventCursor> ParseCursor(absl::string_view bytes,
                                        const std::string& path) {
  if (bytes.size() != kCursorSize) {
    return DamagedError(path, "a key of wrong length");
  }
  return TakeCursor(&bytes);
}

absl::StatusOr<EventCursor> ParseEventKey(const rocksdb::Slice& key,
                                          const std::string& path) {
  return ParseCursor(ToView(key).substr(1), path);
}

absl::StatusOr<LoggedEvent> ParseEvent(const rocksdb::Slice& bytes,
                                       const std::string& path) {
  absl::string_view rest = ToView(bytes);
  const size_t about = rest.empty() ? 0 : static_cast<uint8_t>(rest[0]);
  if (rest.size() < 1 + about * kIdSize) {
    return DamagedError(path, "an event cut short");
  }
  rest.remove_prefix(1);
  LoggedEvent logged;
  for (size_t i = 0; i < about; ++i) logged.about.push_back(TakeId(&rest));
  auto event = DecodeEvent(rest);
  if (!event.ok()) {
    return DamagedError(path, std::string(event.status().message()));
  }
  logged.event = *std::move(event);
  return logged;
}

absl::StatusOr<MemberKey> ParseMemberKey(const rocksdb::Slice& key,
                                         const std::string& path) {
  if (key.size() < 1 + kIdSize) {
    return DamagedError(path, "a key of wrong length");
  }
  absl::string_view rest = ToView(key).substr(1);
  MemberKey member;
  member.record = TakeId(&rest);
  member.card = std::string(rest);
  return member;
}

absl::Status WriteEvents(rocksdb::DB& db, const std::string& path,
                         const StoreBatch& batch, Revision revision,
                         rocksdb::WriteBatch* writes) {
  LogChange log(db, path, writes);
  for (const Forgotten& who : batch.forgotten) {
    LF_RETURN_IF_ERROR(log.Forget(who));
  }
  if (batch.drop_events_through) {
    LF_RETURN_IF_ERROR(log.DropThrough(*batch.drop_events_through));
  }
  for (const auto& [key, text] : batch.members) {
    if (text) {
      writes->Put(MemberKeyBytes(key), *text);
    } else {
      writes->Delete(MemberKeyBytes(key));
    }
  }
  EventCursor cursor = {revision, 0};
  for (const LoggedEvent& logged : batch.events) {
    writes->Put(EventKey(cursor), EventBytes(logged));
    for (const base::Hash128& id : logged.about) {
      writes->Put(AboutKey(id, cursor), "");
    }
    ++cursor.position;
  }
  return absl::OkStatus();
}

}  // namespace landfall::store::internal
