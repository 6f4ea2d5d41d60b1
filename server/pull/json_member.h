#pragma once

#include <string>

#include "absl/strings/string_view.h"

// Members of JSON objects as texts, for connectors that put what a system tells
// in several answers into one row. A text that is no object has no members, and
// nothing else of it is checked: the decoders do that.
namespace landfall::pull {

// The value that `object` has under `name`, as it is written ("17", "\"a\"",
// "[…]"), or "". A view into `object`. Pure.
absl::string_view MemberOf(absl::string_view object, absl::string_view name);

// The same of a text or a number, without quotes; "" for anything else. Escapes
// stay as they are. Pure.
absl::string_view PlainMemberOf(absl::string_view object,
                                absl::string_view name);

// `object` with `value`, the text of a JSON value, under `name`, in place of
// what is there. Pure.
std::string WithMember(absl::string_view object, absl::string_view name,
                       absl::string_view value);

}  // namespace landfall::pull
