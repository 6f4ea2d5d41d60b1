// A token -> the constant that it stands for. Entry point: ReadLiteral.
#include "server/filter/internal/literal.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/base/time_text.h"

namespace landfall::filter::internal {
namespace {

absl::StatusOr<Literal> ReadQuoted(absl::string_view filter,
                                   const Token& token) {
  Literal literal;
  literal.type = LiteralType::kText;
  literal.text = token.text;
  if (token.prefix.empty()) return literal;
  if (absl::EqualsIgnoreCase(token.prefix, "guid")) {
    literal.type = LiteralType::kGuid;
    absl::AsciiStrToLower(&literal.text);
    return literal;
  }
  // An enum type is always written with its namespace.
  const size_t dot = token.prefix.rfind('.');
  if (dot == std::string::npos) {
    return ErrorAt(filter, token.begin,
                   absl::StrCat("unknown type ", token.prefix,
                                " before a quote; allowed are guid'…' and "
                                "enums with their namespace"));
  }
  literal.type = LiteralType::kEnum;
  literal.yes_no = token.prefix.substr(dot + 1) == "NoYes";
  return literal;
}

}  // namespace

absl::StatusOr<Literal> ReadLiteral(absl::string_view filter,
                                    const Token& token) {
  if (token.kind == TokenKind::kString) return ReadQuoted(filter, token);
  Literal literal;
  if (token.kind == TokenKind::kGuid) {
    literal.type = LiteralType::kGuid;
    literal.text = absl::AsciiStrToLower(token.text);
    return literal;
  }
  if (token.kind == TokenKind::kTime) {
    const std::optional<absl::Time> time = base::ParseTime(token.text);
    if (!time.has_value()) {
      return ErrorAt(filter, token.begin,
                     "not a time; allowed is RFC 3339, such as "
                     "2026-06-09T08:15:30Z or 2026-06-09");
    }
    literal.type = LiteralType::kTime;
    literal.time = *time;
    return literal;
  }
  LF_CHECK(token.kind == TokenKind::kNumber);
  const absl::StatusOr<base::Decimal> number = base::Decimal::Parse(token.text);
  if (!number.ok()) {
    return ErrorAt(filter, token.begin,
                   "not a number; allowed are up to 18 digits with up to 9 "
                   "decimals");
  }
  literal.type = LiteralType::kNumber;
  literal.number = *number;
  return literal;
}

}  // namespace landfall::filter::internal
