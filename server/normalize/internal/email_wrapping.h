#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/normalize/key.h"

namespace landfall::normalize {

// What people and programs put around an address, and how it comes off again.
// No other part of the module knows quotes, brackets or links. Nothing here
// touches the address itself: an apostrophe that has no partner at the other
// end belongs to it. Pure, thread-safe.

// The field in half-width characters and NFC; nullopt when it is not UTF-8.
std::optional<std::string> PlainEmailText(absl::string_view raw);

// Splits a plain field at ';', ',' and line ends outside quotes, after a pair
// of quotes or brackets around all of it has come off. A comma inside an
// unquoted "Smith, Ann <ann@…>" or inside the query of a link is none. Blank
// parts are dropped. The views point into `field`.
std::vector<absl::string_view> SplitAddresses(absl::string_view field);

// Takes the wrappings of one part off, up to 16 of them in any order: quotes of
// every language, brackets, a name or remark beside the address, "mailto:" with
// its query and percent-encoding, punctuation after it, invisible characters.
// kNone on success, whether or not what remains is an address.
KeyProblem UnwrapAddress(absl::string_view text, std::string& address);

// The meaning of a quoted local part: `"john.smith"` is john.smith. nullopt
// when `raw` is none. It need not be a valid local part.
std::optional<std::string> UnquoteLocalPart(absl::string_view raw);

}  // namespace landfall::normalize
