// Takes the bytes as an address and a choice of wrappings: a valid address
// keeps its normal form in up to three of them, and no wrapping makes one
// address of two.
#include <cstddef>
#include <cstdint>
#include <string>

#include "server/base/check.h"
#include "tests/support/email_wrappings.h"

namespace landfall::normalize {
namespace {

void Check(absl::string_view raw, const uint8_t* choices) {
  const std::string address = testing::OnlyEmailKeyOf(raw);
  if (address.empty()) return;
  const auto& all = testing::EmailWrappings();
  std::string wrapped = address;
  bool item_ended = false;
  for (int i = 0; i < 3; ++i) {
    const auto& wrapping = all[choices[i] % all.size()];
    if (item_ended) return;
    item_ended = wrapping.ends_item;
    wrapped = wrapping.Around(wrapped);
    if (testing::LooksCut(wrapped)) return;
    LF_CHECK(testing::OnlyEmailKeyOf(wrapped) == address);
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
