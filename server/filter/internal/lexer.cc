// Filter text -> tokens. Entry point: Tokenize.
#include "server/filter/internal/lexer.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace landfall::filter::internal {
namespace {

bool StartsName(char c) { return absl::ascii_isalpha(c) || c == '_'; }
bool ContinuesName(char c) {
  return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '/' || c == '@';
}
bool StartsNumber(absl::string_view rest) {
  if (absl::ascii_isdigit(rest[0])) return true;
  return (rest[0] == '-' || rest[0] == '+') && rest.size() > 1 &&
         absl::ascii_isdigit(rest[1]);
}
bool ContinuesNumber(char c) { return absl::ascii_isalnum(c) || c == '.'; }

// Length of the GUID at the start of `text`, or 0.
size_t GuidLength(absl::string_view text) {
  constexpr size_t kLength = 36;
  if (text.size() < kLength) return 0;
  for (size_t i = 0; i < kLength; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return 0;
  }
  if (text.size() > kLength && ContinuesName(text[kLength])) return 0;
  return kLength;
}

// Length of the date or time at the start of `text`, or 0.
size_t TimeLength(absl::string_view text) {
  if (text.size() < 5 || text[4] != '-') return 0;
  for (size_t i = 0; i < 4; ++i) {
    if (!absl::ascii_isdigit(text[i])) return 0;
  }
  size_t size = 5;
  while (size < text.size() &&
         (absl::ascii_isalnum(text[size]) ||
          absl::StrContains("-+:.", text.substr(size, 1)))) {
    ++size;
  }
  return size;
}

class Lexer {
 public:
  explicit Lexer(absl::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<Token>> Run() {
    std::vector<Token> tokens;
    do {
      SkipSpace();
      absl::StatusOr<Token> token = Next();
      if (!token.ok()) return token.status();
      tokens.push_back(*std::move(token));
    } while (tokens.back().kind != TokenKind::kEnd);
    return tokens;
  }

 private:
  absl::string_view rest() const { return text_.substr(position_); }

  void SkipSpace() {
    while (!rest().empty() && absl::ascii_isspace(rest()[0])) ++position_;
  }

  Token Take(TokenKind kind, size_t size) {
    Token token{kind, std::string(rest().substr(0, size)), "", position_,
                position_ + size};
    position_ += size;
    return token;
  }

  absl::StatusOr<Token> Next() {
    if (rest().empty()) return Take(TokenKind::kEnd, 0);
    const char c = rest()[0];
    if (c == '(') return Take(TokenKind::kOpen, 1);
    if (c == ')') return Take(TokenKind::kClose, 1);
    if (c == ',') return Take(TokenKind::kComma, 1);
    if (c == '\'') return Quoted("", position_);
    // GUIDs before names and times before numbers: both begin alike.
    if (const size_t size = GuidLength(rest())) {
      return Take(TokenKind::kGuid, size);
    }
    if (const size_t size = TimeLength(rest())) {
      return Take(TokenKind::kTime, size);
    }
    if (StartsNumber(rest())) return Number();
    if (StartsName(c)) return Name();
    return ErrorAt(
        text_, position_,
        "unexpected character; allowed are field names, operators such as eq, "
        "values such as 3 or 'text', parentheses and commas");
  }

  Token Number() {
    size_t size = 1;
    while (size < rest().size()) {
      const char c = rest()[size];
      const bool exponent_sign = (c == '-' || c == '+') &&
                                 absl::ascii_tolower(rest()[size - 1]) == 'e';
      if (!ContinuesNumber(c) && !exponent_sign) break;
      ++size;
    }
    return Take(TokenKind::kNumber, size);
  }

  absl::StatusOr<Token> Name() {
    size_t size = 1;
    while (size < rest().size() && ContinuesName(rest()[size])) ++size;
    Token name = Take(TokenKind::kName, size);
    if (rest().empty() || rest()[0] != '\'') return name;
    return Quoted(name.text, name.begin);
  }

  // REQUIRES: a quote at the current position.
  absl::StatusOr<Token> Quoted(const std::string& prefix, size_t begin) {
    Token token{TokenKind::kString, "", prefix, begin, 0};
    for (size_t i = position_ + 1; i < text_.size(); ++i) {
      if (text_[i] != '\'') {
        token.text.push_back(text_[i]);
        continue;
      }
      if (i + 1 < text_.size() && text_[i + 1] == '\'') {
        token.text.push_back('\'');
        ++i;
        continue;
      }
      position_ = token.end = i + 1;
      return token;
    }
    return ErrorAt(text_, position_, "a quote that is never closed");
  }

  const absl::string_view text_;
  size_t position_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<Token>> Tokenize(absl::string_view text) {
  return Lexer(text).Run();
}

absl::Status ErrorAt(absl::string_view text, size_t offset,
                     absl::string_view problem) {
  size_t column = 1;
  for (char c : text.substr(0, offset)) {
    // Continuation bytes of UTF-8 are no characters of their own.
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++column;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("column ", column, ": ", problem));
}

}  // namespace landfall::filter::internal
