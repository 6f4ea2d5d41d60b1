#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/filter/internal/lexer.h"
#include "server/filter/internal/node.h"

namespace landfall::filter::internal {

// The constant that `token` (a string, number, time or GUID) stands for;
// `filter` is the whole text, for the column of an error.
absl::StatusOr<Literal> ReadLiteral(absl::string_view filter,
                                    const Token& token);

}  // namespace landfall::filter::internal
