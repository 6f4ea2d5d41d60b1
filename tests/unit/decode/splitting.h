#pragma once

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/decode/payload_splitter.h"

namespace landfall::decode {

// What came out of one SplitPayload call.
struct Splitting {
  absl::Status status;
  std::vector<std::string> elements;
  std::vector<int64_t> lines;        // of the elements
  std::vector<std::string> defects;  // "line:field:cause"
  std::vector<PayloadPage> pages;
};

inline Splitting SplitStream(std::istream& input,
                             const SplitLimits& limits = {}) {
  Splitting result;
  auto element = [&](PayloadElement e) {
    result.elements.push_back(e.json);
    result.lines.push_back(e.line);
    return absl::OkStatus();
  };
  auto defect = [&](PayloadDefect d) {
    result.defects.push_back(absl::StrCat(d.line, ":", d.field, ":", d.cause));
  };
  auto page = [&](PayloadPage p) { result.pages.push_back(std::move(p)); };
  result.status = SplitPayload(input, limits, {element, defect, page});
  return result;
}

inline Splitting SplitText(absl::string_view text,
                           const SplitLimits& limits = {}) {
  std::istringstream input{std::string(text)};
  return SplitStream(input, limits);
}

}  // namespace landfall::decode
