// Turns the problems of values that are no keys into their names on the wire.
// Entry point: KeyProblemName().
#include "server/normalize/key.h"

namespace landfall::normalize {
namespace {

// In the order of the enumerators.
constexpr absl::string_view kProblemNames[] = {
    "",
    "EMPTY",
    "BAD_ENCODING",
    "INVISIBLE_CHAR",
    "UNBALANCED_ANGLE",
    "NO_AT",
    "TWO_AT",
    "EMPTY_LOCAL",
    "EMPTY_DOMAIN",
    "QUOTED_LOCAL",
    "SPACE_IN_LOCAL",
    "BAD_CHAR_LOCAL",
    "DOT_RULE",
    "BAD_DOMAIN",
    "IP_LITERAL",
    "NO_TLD",
    "NUMERIC_TLD",
    "LOCAL_TOO_LONG",
    "TOO_LONG",
    "PLACEHOLDER_EMAIL",
    "RELAY",
    "PLACEHOLDER_WORD",
    "PLACEHOLDER_SHAPE",
    "GENERIC_GOV",
    "COUNTRY_UNKNOWN",
    "AMBIGUOUS_COUNTRY",
    "BAD_LENGTH",
    "BAD_CHARSET",
    "BAD_COMPONENT",
    "BAD_CHECKSUM",
    "OTHER_ID_KIND",
    "SUSPECT_SEQUENCE",
    "SPREADSHEET_DAMAGE",
    "NULL_ID",
};

static_assert(sizeof(kProblemNames) / sizeof(kProblemNames[0]) ==
              static_cast<size_t>(KeyProblem::kNullId) + 1);

}  // namespace

absl::string_view KeyProblemName(KeyProblem problem) {
  return kProblemNames[static_cast<size_t>(problem)];
}

}  // namespace landfall::normalize
