// Error events of any bytes, from a source that has no kind of its own.
#include "tests/fuzz/system_payload.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  landfall::decode::DecodeBytes(landfall::model::System::kAdobeCommerce,
                                {"error_event"}, data, size);
  return 0;
}
