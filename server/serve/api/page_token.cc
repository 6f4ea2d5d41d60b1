#include "server/serve/api/page_token.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::api {

absl::StatusOr<PageToken> ReadPageToken(const std::string& token) {
  if (token.empty()) return PageToken();
  const absl::string_view text = token;
  const size_t dot = text.find('.');
  int64_t micros = 0;
  if (dot == absl::string_view::npos || dot + 1 == text.size() ||
      !absl::SimpleAtoi(text.substr(0, dot), &micros)) {
    return InvalidField(Reason::INVALID_PAGE_TOKEN, "pageToken",
                        "is not nextPageToken of an earlier answer");
  }
  return PageToken{absl::FromUnixMicros(micros),
                   std::string(text.substr(dot + 1))};
}

std::string WritePageToken(absl::Time as_of, const std::string& inner) {
  if (inner.empty()) return "";
  return absl::StrCat(absl::ToUnixMicros(as_of), ".", inner);
}

}  // namespace landfall::serve::api
