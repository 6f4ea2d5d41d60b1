#include "server/cards/collation.h"

#include <unicode/ucol.h>
#include <unicode/unistr.h>

#include "server/base/check.h"

namespace landfall::cards {
namespace {

// One collator per thread: opening is slow, and a collator is not thread-safe.
UCollator* RootCollator() {
  struct Holder {
    Holder() {
      UErrorCode status = U_ZERO_ERROR;
      collator = ucol_open("root", &status);
      LF_CHECK(U_SUCCESS(status));
      ucol_setStrength(collator, UCOL_SECONDARY);
    }
    ~Holder() { ucol_close(collator); }
    UCollator* collator;
  };
  thread_local Holder holder;
  return holder.collator;
}

}  // namespace

std::string CollationKey(absl::string_view name) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  std::string key(64, '\0');
  int32_t size = 0;
  for (;;) {
    size = ucol_getSortKey(RootCollator(), text.getBuffer(), text.length(),
                           reinterpret_cast<uint8_t*>(key.data()),
                           static_cast<int32_t>(key.size()));
    if (size <= static_cast<int32_t>(key.size())) break;
    key.resize(static_cast<size_t>(size));
  }
  key.resize(static_cast<size_t>(size > 0 ? size - 1 : 0));
  return key;
}

}  // namespace landfall::cards
