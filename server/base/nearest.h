#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace landfall::base {

// The candidate that `word` was probably meant to be: the one with the fewest
// edits (a swap of neighbours is one), without case, if that is at most a third
// of the word's length, at least one. "" when none is that near. Words of more
// than 64 bytes are near nothing. Ties go to the earlier candidate. Pure.
std::string Nearest(absl::string_view word,
                    absl::Span<const std::string> candidates);

}  // namespace landfall::base
