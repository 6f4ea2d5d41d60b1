#include "server/serve/http/head_trail.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace landfall::serve::http {
namespace {

constexpr size_t kLineEnd = 2;  // CR LF, of which the library makes two NULs

bool IsLineEnd(const char* at) { return at[0] == '\0' && at[1] == '\0'; }

// Where a part that begins at `begin` ends; compares as a number, as the parts
// of a head that is not proper may lie anywhere.
bool Adjoins(const char* end, const char* begin) {
  return reinterpret_cast<uintptr_t>(end) == reinterpret_cast<uintptr_t>(begin);
}

bool IsTargetCharacter(char c) {
  return static_cast<unsigned char>(c) > ' ' && c != '\x7f';
}

bool IsValueCharacter(char c) {
  return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
}

bool IsTokenCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view("!#$%&'*+-.^_`|~").find(c) !=
             absl::string_view::npos;
}

template <typename Test>
bool All(absl::string_view text, Test test) {
  return std::all_of(text.begin(), text.end(), test);
}

}  // namespace

bool IsToken(absl::string_view name) {
  return !name.empty() && All(name, IsTokenCharacter);
}

bool IsHost(absl::string_view host) {
  return All(host, [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           absl::string_view("-._~%!$&'()*+,;=:[]").find(c) !=
               absl::string_view::npos;
  });
}

HeadTrail::HeadTrail(absl::string_view method, const char* target_at,
                     absl::string_view target, absl::string_view version)
    : begin_(method.data()) {
  if (!IsToken(method) || target.empty() || !All(target, IsTargetCharacter) ||
      !absl::StartsWith(version, "HTTP/")) {
    return;
  }
  const bool words = Adjoins(method.end() + 1, target_at) &&
                     Adjoins(target_at + target.size() + 1, version.data()) &&
                     IsLineEnd(version.end());
  if (!words) return;
  at_ = version.end() + kLineEnd;
  proper_ = true;
}

void HeadTrail::Follow(absl::string_view name, absl::string_view value) {
  if (!proper_) return;
  proper_ = Adjoins(at_, name.data()) && IsToken(name) &&
            All(value, IsValueCharacter);
  if (!proper_) return;
  // Behind the name stands the NUL that was the colon, then white space.
  const char* begin = name.end() + 1;
  while (*begin == ' ' || *begin == '\t') ++begin;
  proper_ = Adjoins(begin, value.data()) && IsLineEnd(value.end());
  at_ = value.end() + kLineEnd;
}

bool HeadTrail::EndsProperly(size_t size) const {
  return proper_ && IsLineEnd(at_) && Adjoins(at_ + kLineEnd, begin_ + size);
}

}  // namespace landfall::serve::http
