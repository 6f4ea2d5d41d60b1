#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/base/decimal.h"
#include "server/decode/decoder.h"
#include "server/model/fields.h"
#include "server/model/record.h"

// What the decoders of all systems read in the same way. Every function is
// pure; the fields must be sorted. Errors are INVALID_ARGUMENT, name the field
// and what is allowed, and never quote the value.
namespace landfall::decode {

using Paths = std::initializer_list<absl::string_view>;

// A field that only one record type of a system has.
struct TypeHint {
  absl::string_view path;
  absl::string_view type;
};

// The type of the first hint whose field is not blank, or "".
absl::string_view TypeByHint(const model::Fields& fields,
                             absl::Span<const TypeHint> hints);

// A record of `context`'s source with the type and id and nothing else. The
// fields go in last, when everything has been read from them.
model::Record StartRecord(const DecodeContext& context, absl::string_view type,
                          std::string id);

// The first of the paths that has a text other than blanks, and that text
// without the blanks around it; "" when none has.
absl::string_view FirstPath(const model::Fields& fields, Paths paths);
absl::string_view FirstText(const model::Fields& fields, Paths paths);

// The distinct texts under the first of the paths that has any, in their order.
std::vector<std::string> DistinctTexts(const model::Fields& fields,
                                       Paths paths);

// First and last name, or whichever there is.
std::string FullName(const model::Fields& fields, absl::string_view first,
                     absl::string_view last);

// The tags under all of the paths, in their order and without repetitions. A
// text may hold several, separated by commas.
std::vector<std::string> Tags(const model::Fields& fields, Paths paths);

// Whether the field says yes: true, 1, yes or y in any case.
bool IsTrue(const model::Fields& fields, absl::string_view path);

// A time as base::ParseTime reads it. An absent or blank field and the zero
// dates by which the systems mean "none" (0000-00-00, 0001-01-01) are nullopt.
absl::StatusOr<std::optional<absl::Time>> ReadTime(const model::Fields& fields,
                                                   absl::string_view path);
// The same for the first of the paths that has a time.
absl::StatusOr<std::optional<absl::Time>> ReadTime(const model::Fields& fields,
                                                   Paths paths);

// Seconds since 1970, or a time as above.
absl::StatusOr<std::optional<absl::Time>> ReadUnixTime(
    const model::Fields& fields, Paths paths);

// Sets `created` and `modified`. The creation fields that the source's
// configuration names go before `created_paths`.
absl::Status ReadTimes(const DecodeContext& context,
                       const model::Fields& fields, Paths created_paths,
                       Paths modified_paths, model::Record* record);

// An amount. What binary floating point adds behind the ninth decimal
// (18400.000000000001) is rounded away, half to even. nullopt when the field is
// blank or no number ("12,50", "N/A"), or one of more than 18 digits: such an
// order is unpriced, which is no reason to do without it.
std::optional<base::Decimal> ReadAmount(const model::Fields& fields,
                                        absl::string_view path);

// The integer id of something else that the record points to: a blank field and
// 0 point to nothing and are "".
absl::StatusOr<std::string> OptionalIntegerId(const model::Fields& fields,
                                              absl::string_view path);

// Adds a tax ID together with its country. Does nothing when it is blank.
void AddTaxId(const model::Fields& fields, absl::string_view path,
              absl::string_view country, model::Record* record);

}  // namespace landfall::decode
