// Files of any bytes: no crash, whatever is handed on keeps the promises of
// SplitPayload, and where the reader's buffer ends does not matter: the file is
// read again behind so much white space that it straddles the end.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/decode/page_ledger.h"
#include "server/decode/payload_splitter.h"

namespace landfall::decode {
namespace {

constexpr size_t kBufferBytes = 64 << 10;
constexpr SplitLimits kLimits = {/*max_element_bytes=*/256, /*max_depth=*/6};

std::vector<std::string> Split(const std::string& bytes, int64_t first_line) {
  std::istringstream input(bytes);
  std::vector<std::string> seen;
  int64_t last_line = first_line;
  const auto check_line = [&](int64_t line) {
    LF_CHECK(line >= last_line);
    last_line = line;
    return line - first_line;
  };
  auto element = [&](PayloadElement e) {
    LF_CHECK(!e.json.empty() && e.json.front() == '{' && e.json.back() == '}');
    LF_CHECK(simdjson::validate_utf8(e.json.data(), e.json.size()));
    seen.push_back(absl::StrCat(check_line(e.line), " ", e.json));
    return absl::OkStatus();
  };
  auto defect = [&](PayloadDefect d) {
    LF_CHECK(!d.cause.empty());
    LF_CHECK(simdjson::validate_utf8(d.field.data(), d.field.size()));
    seen.push_back(
        absl::StrCat(check_line(d.line), ":", d.field, ":", d.cause));
  };
  PageLedger ledger;
  int64_t rows = 0;
  auto page = [&](PayloadPage p) {
    LF_CHECK(p.rows >= 0);
    rows += p.rows;
    // A file without a value has its page on line 1, however much white space
    // it holds.
    const int64_t line = p.empty ? 0 : p.line - first_line;
    seen.push_back(absl::StrCat(line, " page of ", p.set, ": ", p.rows, " ",
                                p.next, " ", p.total_by));
    ledger.Add("file", std::move(p));
  };
  const size_t before = seen.size();
  const absl::Status status =
      SplitPayload(input, kLimits, {element, defect, page});
  // No row belongs to two pages.
  LF_CHECK(rows <= static_cast<int64_t>(seen.size() - before));
  for (const PayloadGap& gap : ledger.Gaps()) seen.push_back(gap.cause);
  LF_CHECK(status.ok() || absl::IsInvalidArgument(status));
  seen.push_back(status.ok() ? "whole" : "not whole");
  return seen;
}

}  // namespace
}  // namespace landfall::decode

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> plain = landfall::decode::Split(bytes, 1);
  // Encodings are told from the first bytes.
  if (size == 0 || data[0] >= 0x80) return 0;
  const size_t padding = landfall::decode::kBufferBytes - 1 - size / 2;
  const std::string padded = std::string(padding, '\n') + bytes;
  LF_CHECK(landfall::decode::Split(padded, static_cast<int64_t>(padding) + 1) ==
           plain);
  return 0;
}
