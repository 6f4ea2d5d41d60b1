#pragma once

#include <rocksdb/slice.h>

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/base/hash128.h"

// The keys of the embedded store: a letter that says what it is, then a name.

namespace landfall::store::internal {

inline constexpr char kRecordPrefix = 'r';  // + 16 bytes of id: the record
inline constexpr char kValuePrefix = 'm';   // + name: a named value
inline constexpr char kIntentPrefix = 'w';  // + name: work that is due
inline constexpr char kEventPrefix = 'e';   // + cursor: whom about, the event
inline constexpr char kAboutPrefix = 'a';   // + 16 bytes of id + cursor: ""
inline constexpr char kMemberPrefix = 'k';  // + 16 bytes of id + card
inline constexpr char kSubscriptionPrefix = 's';  // + id
inline constexpr char kDeliveryPrefix = 'o';      // + id + cursor
// What the store keeps for itself begins with 'i'.
inline constexpr absl::string_view kSecretKey = "isecret";
inline constexpr absl::string_view kRevisionKey = "irevision";
inline constexpr absl::string_view kPurgeKey = "ipurge";
inline constexpr absl::string_view kDroppedKey = "idropped";
inline constexpr absl::string_view kDispatchedKey = "idispatched";
// Where the first release kept the revision.
inline constexpr absl::string_view kOldRevisionKey = "mrevision";

inline constexpr size_t kRecordKeySize = 1 + 2 * sizeof(uint64_t);

inline rocksdb::Slice ToSlice(absl::string_view text) {
  return rocksdb::Slice(text.data(), text.size());
}
inline absl::string_view ToView(const rocksdb::Slice& slice) {
  return absl::string_view(slice.data(), slice.size());
}

inline std::string NamedKey(char prefix, absl::string_view name) {
  return absl::StrCat(absl::string_view(&prefix, 1), name);
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

}  // namespace landfall::store::internal
