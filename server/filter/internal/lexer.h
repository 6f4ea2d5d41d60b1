#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace landfall::filter::internal {

enum class TokenKind {
  kName,    // a field, function, operator or keyword
  kString,  // 'text', or Type'text' with `prefix` = Type
  kNumber,
  kTime,
  kGuid,
  kOpen,
  kClose,
  kComma,
  kEnd,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text;    // kString: without quotes, '' undone
  std::string prefix;  // kString: the type in front of the quote
  size_t begin = 0;    // bytes in the filter
  size_t end = 0;
};

// Splits a filter into tokens; the last is kEnd. INVALID_ARGUMENT with the
// column for characters that start no token and for an unclosed quote.
absl::StatusOr<std::vector<Token>> Tokenize(absl::string_view text);

// "column 7: <problem>": the error at byte `offset` of `text`; columns count
// characters from 1.
absl::Status ErrorAt(absl::string_view text, size_t offset,
                     absl::string_view problem);

}  // namespace landfall::filter::internal
