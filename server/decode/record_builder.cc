// Turns single fields of a payload into times, amounts, ids and lists, the same
// way for every system.
#include "server/decode/record_builder.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/base/field_error.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"
#include "server/decode/blanks.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {
namespace {

using base::Decimal;
using model::Fields;

// More decimals than a binary floating-point number can print are a defect.
constexpr size_t kMaxAmountLength = 64;

constexpr absl::string_view kTimeAllowed =
    "not a time; allowed are RFC 3339, 'YYYY-MM-DD HH:MM:SS' (UTC), RFC 2822 "
    "and a bare date, from 1900 on";
bool IsZeroDate(absl::string_view text) {
  return absl::StartsWith(text, "0000-00-00") ||
         absl::StartsWith(text, "0001-01-01");
}

absl::string_view Trimmed(const Fields& fields, absl::string_view path) {
  // No path at all is not the path of a member with an empty name.
  if (path.empty()) return "";
  return StripBlanks(fields.Text(path));
}

absl::StatusOr<std::optional<absl::Time>> TimeOf(absl::string_view path,
                                                 absl::string_view text) {
  if (text.empty() || IsZeroDate(text)) return std::optional<absl::Time>();
  const std::optional<absl::Time> time = base::ParseTime(text);
  if (!time.has_value()) return base::FieldError(path, kTimeAllowed);
  return time;
}

void AddDistinct(absl::string_view text, std::vector<std::string>* list) {
  text = StripBlanks(text);
  if (text.empty()) return;
  if (std::find(list->begin(), list->end(), text) != list->end()) return;
  list->emplace_back(text);
}

}  // namespace

absl::string_view TypeByHint(const Fields& fields,
                             absl::Span<const TypeHint> hints) {
  for (const TypeHint& hint : hints) {
    if (!Trimmed(fields, hint.path).empty()) return hint.type;
  }
  return "";
}

model::Record StartRecord(const DecodeContext& context, absl::string_view type,
                          std::string id) {
  model::Record record;
  record.ref = {context.source->id, std::string(type), std::move(id)};
  return record;
}

absl::string_view FirstPath(const Fields& fields, Paths paths) {
  for (absl::string_view path : paths) {
    if (!Trimmed(fields, path).empty()) return path;
  }
  return "";
}

absl::string_view FirstText(const Fields& fields, Paths paths) {
  return Trimmed(fields, FirstPath(fields, paths));
}

std::vector<std::string> DistinctTexts(const Fields& fields, Paths paths) {
  std::vector<std::string> texts;
  for (absl::string_view path : paths) {
    for (absl::string_view text : fields.All(path)) AddDistinct(text, &texts);
    if (!texts.empty()) break;
  }
  return texts;
}

std::string FullName(const Fields& fields, absl::string_view first,
                     absl::string_view last) {
  return std::string(absl::StripAsciiWhitespace(
      absl::StrCat(Trimmed(fields, first), " ", Trimmed(fields, last))));
}

std::vector<std::string> Tags(const Fields& fields, Paths paths) {
  std::vector<std::string> tags;
  for (absl::string_view path : paths) {
    for (absl::string_view text : fields.All(path)) {
      for (absl::string_view tag : absl::StrSplit(text, ',')) {
        AddDistinct(tag, &tags);
      }
    }
  }
  return tags;
}

bool IsTrue(const Fields& fields, absl::string_view path) {
  const absl::string_view text = Trimmed(fields, path);
  for (absl::string_view yes : {"true", "1", "yes", "y"}) {
    if (absl::EqualsIgnoreCase(text, yes)) return true;
  }
  return false;
}

absl::StatusOr<std::optional<absl::Time>> ReadTime(const Fields& fields,
                                                   absl::string_view path) {
  return TimeOf(path, Trimmed(fields, path));
}

absl::StatusOr<std::optional<absl::Time>> ReadTime(const Fields& fields,
                                                   Paths paths) {
  for (absl::string_view path : paths) {
    LF_ASSIGN_OR_RETURN(const std::optional<absl::Time> time,
                        ReadTime(fields, path));
    if (time.has_value()) return time;
  }
  return std::optional<absl::Time>();
}

absl::StatusOr<std::optional<absl::Time>> ReadUnixTime(const Fields& fields,
                                                       Paths paths) {
  const absl::string_view path = FirstPath(fields, paths);
  const absl::string_view text = Trimmed(fields, path);
  int64_t seconds = 0;
  if (!absl::SimpleAtoi(text, &seconds)) return TimeOf(path, text);
  if (seconds == 0) return std::optional<absl::Time>();
  // The end of the year 9999, where RFC 3339 ends.
  constexpr int64_t kLast = 253402300799;
  if (seconds < 0 || seconds > kLast) {
    return base::FieldError(path, "not a time; allowed are seconds since 1970");
  }
  return std::optional<absl::Time>(absl::FromUnixSeconds(seconds));
}

absl::Status ReadTimes(const DecodeContext& context, const Fields& fields,
                       Paths created_paths, Paths modified_paths,
                       model::Record* record) {
  for (const std::string& path : context.source->created) {
    LF_ASSIGN_OR_RETURN(record->created, ReadTime(fields, path));
    if (record->created.has_value()) break;
  }
  if (!record->created.has_value()) {
    LF_ASSIGN_OR_RETURN(record->created, ReadTime(fields, created_paths));
  }
  LF_ASSIGN_OR_RETURN(record->modified, ReadTime(fields, modified_paths));
  return absl::OkStatus();
}

std::optional<Decimal> ReadAmount(const Fields& fields,
                                  absl::string_view path) {
  const absl::string_view text = Trimmed(fields, path);
  if (text.size() > kMaxAmountLength) return std::nullopt;
  const auto amount = Decimal::ParseRounded(text, base::kAmountLimits);
  if (!amount.ok()) return std::nullopt;
  return *amount;
}

absl::StatusOr<std::string> OptionalIntegerId(const Fields& fields,
                                              absl::string_view path) {
  const absl::string_view text = Trimmed(fields, path);
  if (text.empty()) return std::string();
  LF_ASSIGN_OR_RETURN(std::string id, normalize::IntegerId(path, text));
  if (id == "0") id.clear();
  return id;
}

void AddTaxId(const Fields& fields, absl::string_view path,
              absl::string_view country, model::Record* record) {
  const absl::string_view value = Trimmed(fields, path);
  if (value.empty()) return;
  record->tax_ids.push_back(
      {std::string(path), std::string(value), std::string(country)});
}

}  // namespace landfall::decode
