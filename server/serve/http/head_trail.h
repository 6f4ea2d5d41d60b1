#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

namespace landfall::serve::http {

// Walks over a request's head as it stands in the memory of libmicrohttpd,
// which takes it apart in place: where a line, a name or a word ended there is
// a NUL now. The library is lenient and says nothing about what it let pass, so
// the bytes themselves have to be seen: each must belong to a part that the
// library handed out, or be a separator of RFC 9112 between two of them.
//
// That finds white space before a colon, folded lines, bare line feeds and
// carriage returns, NULs, control characters and spaces in excess, whichever
// header they stand in. Not thread-safe.
class HeadTrail {
 public:
  // The words of the first line, all of one head. The library has undone
  // escapes in `target_at`; `target` is what stood there.
  HeadTrail(absl::string_view method, const char* target_at,
            absl::string_view target, absl::string_view version);

  // A header, in the order of the library.
  void Follow(absl::string_view name, absl::string_view value);

  // Whether all was proper up to the end of a head of `size` bytes, counted
  // from the method on.
  bool EndsProperly(size_t size) const;

 private:
  const char* const begin_;
  const char* at_ = nullptr;  // where the next part has to begin
  bool proper_ = false;
};

// Whether `name` may be a header's: a token of RFC 9110, section 5.6.2. Pure.
bool IsToken(absl::string_view name);

// Whether `host` may stand in a Host header: no more than a name or an address
// and a port. Pure.
bool IsHost(absl::string_view host);

}  // namespace landfall::serve::http
