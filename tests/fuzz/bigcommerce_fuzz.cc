// Payload elements of any bytes: no crash, only INVALID_ARGUMENT, and every id
// in the one spelling that it keeps.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/system_payload.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  landfall::decode::DecodeBytes(landfall::model::System::kBigCommerce, data,
                                size);
  return 0;
}
