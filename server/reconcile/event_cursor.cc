// Places in the log <-> texts. Entry points: WriteCursor and ReadCursor.
#include "server/reconcile/event_cursor.h"

#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/base/big_endian.h"

namespace landfall::reconcile {
namespace {

using base::PutNumber;
using base::TakeNumber;

constexpr size_t kPlaceBytes = sizeof(uint64_t) + sizeof(uint32_t);
constexpr size_t kSealBytes = sizeof(uint64_t);

std::string PlaceOf(store::EventCursor cursor) {
  std::string place;
  PutNumber(static_cast<uint64_t>(cursor.revision), &place);
  PutNumber(cursor.position, &place);
  return place;
}

uint64_t SealOf(const base::Hasher& hasher, absl::string_view place) {
  return hasher.Hash({"event cursor", place}).low;
}

}  // namespace

std::string WriteCursor(const base::Hasher& hasher, store::EventCursor cursor) {
  std::string bytes = PlaceOf(cursor);
  PutNumber(SealOf(hasher, bytes), &bytes);
  return absl::WebSafeBase64Escape(bytes);
}

std::optional<store::EventCursor> ReadCursor(const base::Hasher& hasher,
                                             absl::string_view text) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(text, &bytes) ||
      bytes.size() != kPlaceBytes + kSealBytes ||
      absl::WebSafeBase64Escape(bytes) != text) {
    return std::nullopt;
  }
  absl::string_view rest = bytes;
  const absl::string_view place = rest.substr(0, kPlaceBytes);
  store::EventCursor cursor;
  cursor.revision = static_cast<store::Revision>(TakeNumber<uint64_t>(&rest));
  cursor.position = TakeNumber<uint32_t>(&rest);
  if (TakeNumber<uint64_t>(&rest) != SealOf(hasher, place)) return std::nullopt;
  return cursor;
}

store::EventCursor EndOf(store::Revision revision) {
  return {revision, std::numeric_limits<uint32_t>::max()};
}

std::string EventId(const base::Hasher& hasher, store::EventCursor cursor) {
  return absl::StrCat("evt_",
                      base::ToHex(hasher.Hash({"event id", PlaceOf(cursor)})));
}

}  // namespace landfall::reconcile
