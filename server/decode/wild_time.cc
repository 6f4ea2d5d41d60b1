// Finds times that cannot be. Entry point: CheckTimes.
#include "server/decode/wild_time.h"

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/base/field_error.h"
#include "server/base/time_text.h"
#include "server/decode/blanks.h"
#include "server/decode/decoder.h"
#include "server/decode/record_builder.h"

namespace landfall::decode {
namespace {

using OptionalTime = std::optional<absl::Time>;

bool IsWild(const OptionalTime& time, absl::Time latest) {
  return time.has_value() && *time != absl::InfiniteFuture() && *time > latest;
}

bool Says(absl::string_view text, absl::Time time) {
  text = StripBlanks(text);
  int64_t seconds = 0;
  if (absl::SimpleAtoi(text, &seconds)) {
    return absl::FromUnixSeconds(seconds) == time;
  }
  const OptionalTime read = base::ParseTime(text);
  return read.has_value() && *read == time;
}

// The field that the time was read from. Looking it up from the end keeps
// decoders from carrying the clock along.
std::string FieldOf(const model::Record& record, absl::Time time,
                    absl::string_view otherwise) {
  for (const model::Fields::Entry& entry : record.fields.entries()) {
    if (Says(entry.second.text, time)) return std::string(entry.first);
  }
  return std::string(otherwise);
}

absl::Status CheckTime(const model::Record& record, const OptionalTime& time,
                       absl::Time latest, absl::string_view what) {
  if (!IsWild(time, latest)) return absl::OkStatus();
  return base::FieldError(
      FieldOf(record, *time, what),
      absl::StrCat("lies more than ", absl::ToInt64Hours(kMaxAhead),
                   " hours ahead of the clock; a clock is wrong, theirs or "
                   "ours"));
}

}  // namespace

absl::Status CheckTimes(const model::Record& record, absl::Time latest) {
  absl::Status status = CheckTime(record, record.created, latest, "created");
  status.Update(CheckTime(record, record.modified, latest, "modified"));
  status.Update(CheckTime(record, record.deleted, latest, "deleted"));
  if (const auto* order = std::get_if<model::Order>(&record.body)) {
    status.Update(CheckTime(record, order->placed_at, latest, "placed_at"));
    status.Update(
        CheckTime(record, order->cancelled_at, latest, "cancelled_at"));
  }
  return status;
}

}  // namespace landfall::decode
