// Entry points: TextOf and NewestOf.
#include "server/pull/row_text.h"

#include <algorithm>

#include "server/base/time_text.h"
#include "server/decode/flatten.h"

namespace landfall::pull {

std::string TextOf(const decode::PayloadElement& row,
                   absl::string_view column) {
  const absl::StatusOr<model::Fields> fields =
      decode::FlattenJson(row.json, {});
  return fields.ok() ? std::string(fields->Text(column)) : "";
}

absl::Time NewestOf(const std::vector<decode::PayloadElement>& rows,
                    absl::string_view column) {
  absl::Time newest = absl::InfinitePast();
  for (const decode::PayloadElement& row : rows) {
    newest = std::max(
        newest,
        base::ParseTime(TextOf(row, column)).value_or(absl::InfinitePast()));
  }
  return newest;
}

std::string FilterTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

}  // namespace landfall::pull
