#include "server/serve/http/gzip.h"

#include <zlib.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace landfall::serve::http {
namespace {

// zlib writes a gzip header when 16 is added to the window's size.
constexpr int kGzipWindowBits = MAX_WBITS + 16;
constexpr int kMemoryLevel = 8;  // zlib's default

// "gzip;q=0.5" -> 0.5; 1 without a q, 0 for one that cannot be read.
double QualityOf(absl::string_view parameters) {
  for (absl::string_view parameter : absl::StrSplit(parameters, ';')) {
    parameter = absl::StripAsciiWhitespace(parameter);
    if (!absl::StartsWithIgnoreCase(parameter, "q=")) continue;
    double quality = 0;
    return absl::SimpleAtod(parameter.substr(2), &quality) ? quality : 0;
  }
  return 1;
}

}  // namespace

bool AcceptsGzip(absl::string_view accept_encoding) {
  if (accept_encoding.empty()) return false;
  bool any = false;
  for (absl::string_view entry : absl::StrSplit(accept_encoding, ',')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(entry, absl::MaxSplits(';', 1));
    const absl::string_view name = absl::StripAsciiWhitespace(parts.first);
    const bool wanted = QualityOf(parts.second) > 0;
    if (absl::EqualsIgnoreCase(name, "gzip")) return wanted;
    if (name == "*") any = wanted;
  }
  return any;
}

std::string Gzip(absl::string_view text, int level) {
  z_stream stream = {};
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindowBits, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return "";
  }
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in =
      reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // only read
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? out : "";
}

}  // namespace landfall::serve::http
