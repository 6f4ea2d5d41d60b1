#include "server/serve/calls/request_id.h"

#include <algorithm>
#include <cstdint>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"

namespace landfall::serve::calls {
namespace {

// "00-<32 hex digits>-<16 hex digits>-<2 hex digits>", see the W3C
// recommendation Trace Context, section 3.2. Later versions may append more.
constexpr size_t kTraceIdAt = 3;
constexpr size_t kTraceIdDigits = 32;
constexpr size_t kMinLength = 55;

bool IsLowerHex(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
         (c >= 'a' && c <= 'f');
}

absl::string_view TraceIdOf(absl::string_view traceparent) {
  if (traceparent.size() < kMinLength || traceparent[2] != '-' ||
      traceparent[kTraceIdAt + kTraceIdDigits] != '-' ||
      traceparent.substr(0, 2) == "ff") {
    return "";
  }
  const absl::string_view id = traceparent.substr(kTraceIdAt, kTraceIdDigits);
  const bool all_zero = id.find_first_not_of('0') == absl::string_view::npos;
  return !all_zero && std::all_of(id.begin(), id.end(), IsLowerHex) ? id : "";
}

void WriteHex(uint64_t number, char* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (int i = 0; i < 16; ++i) out[i] = kDigits[(number >> (60 - 4 * i)) & 0xF];
}

}  // namespace

RequestId::RequestId(absl::string_view traceparent) {
  const absl::string_view given = TraceIdOf(traceparent);
  if (!given.empty()) {
    std::copy(given.begin(), given.end(), text_.begin());
    return;
  }
  // Not a secret, so a fast generator will do.
  thread_local absl::InsecureBitGen random;
  WriteHex(absl::Uniform<uint64_t>(random), text_.data());
  WriteHex(absl::Uniform<uint64_t>(random), text_.data() + 16);
}

}  // namespace landfall::serve::calls
