// Finance & Operations rows of any bytes.
#include "tests/fuzz/system_payload.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  landfall::decode::DecodeBytes(landfall::model::System::kFinanceOperations,
                                data, size);
  return 0;
}
