#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/model/key_kind.h"
#include "server/model/record.h"
#include "server/model/record_ref.h"
#include "server/model/verdict.h"

namespace landfall::model {

// The longest window that can be asked about, in days.
inline constexpr int kMaxWindowDays = 366;

// The clock of whoever asks without one: whatever was read counts.
inline constexpr absl::Time kNoClock = absl::InfiniteFuture();

// How much of an answer is wanted. kBasic leaves out what is written for people
// and what takes a stored record to say: see verdict::MakeBasic.
enum class CheckView { kFull, kBasic };

// What CheckPromotion asks. Exactly one of `record` and `customer` is set.
struct CheckQuery {
  std::optional<RecordRef> record;
  std::optional<GivenKeys> customer;
  std::vector<std::string> expected_entities;
  std::string ship_to_country;   // with `customer` only; as typed
  std::optional<KeyKinds> keys;  // default: the configured ones
  absl::Time as_of;
  int window_days = 7;
  // The time of the clock. A read of a source that lies in the future counts as
  // never.
  absl::Time now = kNoClock;
  CheckView view = CheckView::kFull;
};

// A held record and how the check of it is to be made.
struct RecordQuery {
  RecordRef record;
  absl::Time as_of;
  std::optional<KeyKinds> keys{};  // default: the configured ones
  int window_days = 7;
  absl::Time now = kNoClock;  // see CheckQuery
};

// Which part of a card is meant.
struct CardQuery {
  std::string card;
  absl::Time as_of;
  std::optional<int> window_days;
  std::optional<KeyKinds> keys;
  std::string entity;  // empty: all
  std::string source;
  std::string channel;
  absl::Time now = kNoClock;  // see CheckQuery
};

enum class CardOrder { kBlockedValueDesc, kSince, kSinceDesc, kName };

struct CardRecordsQuery {
  CardQuery card;
  std::optional<ReasonCode> reason;
  CardOrder order = CardOrder::kBlockedValueDesc;
  int page_size = 100;
  std::string page_token;
};

}  // namespace landfall::model
