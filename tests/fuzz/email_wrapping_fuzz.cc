// Takes the bytes as an address and a choice of wrappings: a valid address
// keeps its normal form in up to three of them, and no wrapping makes one
// address of two.
#include <cstddef>
#include <cstdint>
#include <string>

#include "server/base/check.h"
#include "server/normalize/normalize.h"
#include "tests/support/email_wrappings.h"

namespace landfall::normalize {
namespace {

// The only key of a field, or "".
std::string OnlyKeyOf(absl::string_view raw) {
  std::string only;
  for (const KeyOutcome& outcome : NormalizeEmails(raw, {})) {
    if (!outcome.key.has_value()) continue;
    if (!only.empty()) return "";
    only = outcome.key->text();
  }
  return only;
}

void Check(absl::string_view raw, const uint8_t* choices) {
  const std::string address = OnlyKeyOf(raw);
  if (address.empty()) return;
  const auto& all = testing::EmailWrappings();
  std::string wrapped = address;
  bool item_ended = false;
  for (int i = 0; i < 3; ++i) {
    const auto& wrapping = all[choices[i] % all.size()];
    if (item_ended) return;
    item_ended = wrapping.ends_item;
    wrapped = wrapping.Around(wrapped);
    // Two dots say that the domain was cut off.
    if (absl::string_view(wrapped).substr(wrapped.size() - 2) == "..") return;
    LF_CHECK(OnlyKeyOf(wrapped) == address);
  }
}

}  // namespace
}  // namespace landfall::normalize

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 4) return 0;
  landfall::normalize::Check(
      absl::string_view(reinterpret_cast<const char*>(data) + 3, size - 3),
      data);
  return 0;
}
