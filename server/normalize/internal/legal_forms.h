#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace landfall::normalize {

// Legal forms of companies, abbreviated and written out, as people write them;
// whoever compares folds them like a name. What several words say together one
// of them alone does not say.

// Forms at the end of a name.
absl::Span<const absl::string_view> LegalForms();

// Forms in front of it.
absl::Span<const absl::string_view> LeadingLegalForms();

// Forms of scripts without blanks, written in one with the name at either end;
// the longer ones first.
absl::Span<const absl::string_view> AttachedLegalForms();

}  // namespace landfall::normalize
