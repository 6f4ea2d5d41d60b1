// A log of errors -> pages of rows. Entry point: ErrorLog::Read.
#include "server/pull/error_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "server/base/percent_encode.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"
#include "server/decode/flatten.h"
#include "server/decode/json_text.h"
#include "server/normalize/system_id.h"
#include "server/pull/request.h"
#include "server/pull/row_text.h"

namespace landfall::pull {
namespace {

using http_client::Request;
using http_client::Response;

constexpr absl::string_view kPurpose = "read error rows";
// Columns that an entity may lack; more are no coincidence.
constexpr int kMostMissing = 32;

// An id as a filter names it.
std::string Literal(const model::FieldValue& value) {
  if (value.type == model::FieldValue::Type::kNumber ||
      normalize::CanonicalGuid(value.text).has_value()) {
    return value.text;
  }
  return absl::StrCat("'", absl::StrReplaceAll(value.text, {{"'", "''"}}), "'");
}

// No time, and no later than any. The systems mean none by 1900 and the like.
const absl::Time kNoTime = absl::UnixEpoch();

absl::Time TimeOf(absl::string_view text) {
  return std::max(kNoTime, base::ParseTime(text).value_or(kNoTime));
}

}  // namespace

// A page on the way through the log. `after` is the filter that begins it, or
// the address of a next link.
struct ErrorLog::Place {
  absl::Time since = kNoTime;  // what is older was read before
  absl::Time found = kNoTime;  // the newest time so far
  bool untimed = false;        // a row without a time came
  std::string after{};

  std::string Encode() const {
    return absl::StrCat(absl::ToUnixMicros(since), " ",
                        absl::ToUnixMicros(found), " ", untimed ? 1 : 0, " ",
                        after);
  }
  static Place Decode(absl::string_view text) {
    const std::vector<absl::string_view> words =
        absl::StrSplit(text, absl::MaxSplits(' ', 3));
    Place place;
    int64_t since = 0;
    int64_t found = 0;
    if (words.size() != 4 || !absl::SimpleAtoi(words[0], &since) ||
        !absl::SimpleAtoi(words[1], &found)) {
      return place;
    }
    place.since = absl::FromUnixMicros(since);
    place.found = absl::FromUnixMicros(found);
    place.untimed = words[2] == "1";
    place.after = std::string(words[3]);
    return place;
  }
};

std::string ErrorLog::First() const { return Place().Encode(); }

std::string ErrorLog::Since(const std::string& bookmark) const {
  const absl::Time newest = TimeOf(bookmark);
  if (newest == kNoTime || !TellsNews()) return "";
  Place place;
  place.since = newest - kOverlap;
  place.found = newest;
  return place.Encode();
}

std::string ErrorLog::ColumnOf(absl::string_view ours,
                               absl::string_view theirs) const {
  std::string column;
  if (entity_.fields.empty()) column = std::string(theirs);
  for (absl::string_view name : {theirs, ours}) {
    const auto named = entity_.fields.find(std::string(name));
    if (named != entity_.fields.end()) column = named->second;
  }
  return missing_columns_.count(column) > 0 ? "" : column;
}

bool ErrorLog::TellsNews() const {
  return !At().empty() && (!style_.by_key || !Id().empty());
}

std::string ErrorLog::UrlOf(absl::string_view url, const Place& place) const {
  const bool by_key = IsByKey();
  if (!place.after.empty() &&
      (!by_key || absl::StartsWith(place.after, "http"))) {
    return place.after;
  }
  std::vector<std::string> options;
  std::vector<absl::string_view> columns;
  for (const auto& [ours, column] : entity_.fields) {
    if (missing_columns_.count(column) == 0) columns.push_back(column);
  }
  if (!columns.empty()) {
    options.push_back(absl::StrCat("$select=", absl::StrJoin(columns, ",")));
  }
  if (TellsNews()) {
    std::string filter = place.after;
    if (filter.empty() && place.since > kNoTime) {
      filter = absl::StrCat(At(), " ge ", FilterTime(place.since));
    }
    if (!filter.empty()) {
      options.push_back(absl::StrCat("$filter=", base::PercentEncode(filter)));
    }
    options.push_back(
        absl::StrCat("$orderby=", At(), by_key ? "," : "", by_key ? Id() : ""));
  }
  if (by_key) options.push_back(absl::StrCat("$top=", kRows));
  return absl::StrCat(url,
                      options.empty()               ? ""
                      : absl::StrContains(url, "?") ? "&"
                                                    : "?",
                      absl::StrJoin(options, "&"));
}

absl::StatusOr<std::string> ErrorLog::Behind(
    const decode::PayloadElement& row) const {
  LF_ASSIGN_OR_RETURN(const model::Fields fields,
                      decode::FlattenJson(row.json, {}));
  const std::string at = At();
  const std::string id = Id();
  const model::FieldValue* key = fields.Find(id);
  const std::string time(fields.Text(at));
  if (key == nullptr || !base::ParseTime(time).has_value()) {
    return absl::FailedPreconditionError(
        absl::StrCat(kPurpose, ": a row has no time or no id"));
  }
  return absl::StrCat(at, " gt ", time, " or (", at, " eq ", time, " and ", id,
                      " gt ", Literal(*key), ")");
}

void ErrorLog::NoteTimes(const std::vector<decode::PayloadElement>& rows,
                         Place* place) const {
  const std::string at = At();
  for (const decode::PayloadElement& row : rows) {
    const absl::Time time = TimeOf(TextOf(row, at));
    place->found = std::max(place->found, time);
    place->untimed |= time == kNoTime;
  }
}

std::string ErrorLog::Renamed(const decode::PayloadElement& row) const {
  const absl::StatusOr<model::Fields> fields =
      decode::FlattenJson(row.json, {});
  if (entity_.fields.empty() || !fields.ok()) return row.json;
  model::Fields renamed;
  for (const auto& [ours, column] : entity_.fields) {
    const model::FieldValue* value = fields->Find(column);
    if (value != nullptr) renamed.Add(ours, *value);
  }
  return decode::ToJsonObject(renamed);
}

absl::StatusOr<Page> ErrorLog::Read(absl::string_view url,
                                    const std::string& text,
                                    Exchange& exchange) {
  Place place = Place::Decode(text);
  Exchange::Page answer;
  for (int i = 0;; ++i) {
    const Request request = JsonRequest(UrlOf(url, place), style_.headers);
    LF_ASSIGN_OR_RETURN(
        answer, exchange.AskPage(request, kPurpose, [](const Response& r) {
          return r.status == 400;
        }));
    if (answer.response.status != 400) break;
    const std::string column = MissingColumnOf(answer.response);
    if (column.empty() || i >= kMostMissing || !place.after.empty() ||
        !missing_columns_.insert(column).second) {
      return Refused(answer.response, kPurpose);
    }
  }
  Page page;
  page.unread_rows = answer.rows.unread_rows;
  const std::string& next = answer.rows.page.next_link;
  const std::vector<decode::PayloadElement>& rows = answer.rows.rows;
  NoteTimes(rows, &place);
  if (!IsByKey()) {
    place.after = next;
  } else if (rows.empty()) {
    // A page without rows need not be the last one.
    place.after = next;
  } else if (rows.size() < kRows && next.empty()) {
    place.after.clear();
  } else {
    LF_ASSIGN_OR_RETURN(place.after, Behind(rows.back()));
  }
  if (!place.after.empty()) {
    page.next = place.Encode();
  } else if (TellsNews() && !place.untimed && place.found > kNoTime) {
    page.bookmark = base::FormatTime(place.found);
  }
  page.rows = std::move(answer.rows.rows);
  for (decode::PayloadElement& row : page.rows) row.json = Renamed(row);
  return page;
}

}  // namespace landfall::pull
