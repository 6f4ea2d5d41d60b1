// Turns a file into its elements by telling its format from its first bytes.
// Entry point: SplitPayload.
#include "server/decode/payload_splitter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/base/status_macros.h"
#include "server/decode/csv_splitter.h"
#include "server/decode/json_splitter.h"
#include "server/decode/text_reader.h"

namespace landfall::decode {
namespace {

constexpr size_t kLookahead = 4096;

bool IsControl(char c) {
  const unsigned char byte = static_cast<unsigned char>(c);
  return byte < 0x20 && !absl::ascii_isspace(byte);
}

// Says what a file that is neither JSON nor CSV looks like, or OK.
absl::Status CheckIsText(absl::string_view start) {
  if (absl::StartsWith(start, "<")) {
    const std::string head = absl::AsciiStrToLower(start.substr(0, kLookahead));
    const bool html = absl::StrContains(head, "<html") ||
                      absl::StartsWith(head, "<!doctype html");
    return absl::InvalidArgumentError(
        html ? "HTML, not JSON or CSV: a sign-in or error page was saved?"
             : "XML, not JSON or CSV");
  }
  if (absl::StartsWith(start, "PK\x03\x04")) {
    return absl::InvalidArgumentError(
        "a ZIP archive or Excel workbook, not JSON or CSV: save it as CSV");
  }
  const absl::string_view head = start.substr(0, kLookahead);
  if (std::any_of(head.begin(), head.end(), IsControl)) {
    return absl::InvalidArgumentError(
        "binary data (or UTF-16 without byte order mark), not JSON or CSV");
  }
  return absl::OkStatus();
}

absl::Status Split(TextReader& reader, const SplitLimits& limits,
                   const SplitSinks& sinks) {
  reader.SkipSpace();
  const absl::string_view start = reader.Ahead(kLookahead);
  if (start.empty()) {
    PayloadPage page;
    page.line = 1;
    page.empty = true;
    sinks.page(std::move(page));
    return absl::OkStatus();
  }
  LF_RETURN_IF_ERROR(CheckIsText(start));
  if (start.front() == '{' || start.front() == '[') {
    return JsonSplitter(reader, limits, sinks).Run();
  }
  return SplitCsv(reader, limits, sinks);
}

}  // namespace

absl::Status SplitPayload(std::istream& input, const SplitLimits& limits,
                          const SplitSinks& sinks) {
  TextReader reader(input);
  absl::Status status = Split(reader, limits, sinks);
  if (reader.failed()) {
    return absl::DataLossError("the file could not be read to its end");
  }
  return status;
}

}  // namespace landfall::decode
