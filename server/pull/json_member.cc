// Entry points: MemberOf and WithMember.
#include "server/pull/json_member.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace landfall::pull {
namespace {

size_t SkipSpace(absl::string_view text, size_t at) {
  while (at < text.size() && absl::ascii_isspace(text[at])) ++at;
  return at;
}

// The position behind the string that opens at `at`.
size_t EndOfString(absl::string_view text, size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

// The position behind the value that begins at `at`.
size_t EndOfValue(absl::string_view text, size_t at) {
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = EndOfString(text, at);
      if (depth == 0) return at;
      continue;
    }
    const bool closes = c == '}' || c == ']';
    if (depth == 0 && (closes || c == ',')) return at;
    ++at;
    if (c == '{' || c == '[') ++depth;
    if (closes && --depth == 0) return at;
  }
  return at;
}

}  // namespace

absl::string_view MemberOf(absl::string_view object, absl::string_view name) {
  size_t at = SkipSpace(object, 0);
  if (at == object.size() || object[at] != '{') return "";
  for (++at;; ++at) {
    at = SkipSpace(object, at);
    if (at == object.size() || object[at] != '"') return "";
    const size_t end = EndOfString(object, at);
    if (end < at + 2) return "";
    const absl::string_view key = object.substr(at + 1, end - at - 2);
    at = SkipSpace(object, end);
    if (at == object.size() || object[at] != ':') return "";
    at = SkipSpace(object, at + 1);
    const size_t behind = EndOfValue(object, at);
    if (key == name) {
      return absl::StripTrailingAsciiWhitespace(object.substr(at, behind - at));
    }
    at = SkipSpace(object, behind);
    if (at == object.size() || object[at] != ',') return "";
  }
}

absl::string_view PlainMemberOf(absl::string_view object,
                                absl::string_view name) {
  absl::string_view value = MemberOf(object, name);
  if (value.empty() || value == "null" || value[0] == '{' || value[0] == '[') {
    return "";
  }
  if (value[0] != '"') return value;
  return value.size() < 2 ? "" : value.substr(1, value.size() - 2);
}

std::string WithMember(absl::string_view object, absl::string_view name,
                       absl::string_view value) {
  const absl::string_view old = MemberOf(object, name);
  if (!old.empty()) {
    const size_t at = static_cast<size_t>(old.data() - object.data());
    return absl::StrCat(object.substr(0, at), value,
                        object.substr(at + old.size()));
  }
  const size_t open = SkipSpace(object, 0);
  if (open == object.size() || object[open] != '{') return std::string(object);
  const size_t first = SkipSpace(object, open + 1);
  const bool empty = first < object.size() && object[first] == '}';
  return absl::StrCat(object.substr(0, open + 1), "\"", name, "\":", value,
                      empty ? "" : ",", object.substr(open + 1));
}

}  // namespace landfall::pull
