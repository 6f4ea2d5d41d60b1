#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace landfall::decode {

// One element of a payload file, as JSON text. CSV rows arrive as objects of
// strings; empty cells are left out.
struct PayloadElement {
  std::string json;
  int64_t line = 0;  // where it starts, from 1
};

// A part of the file that is no element.
struct PayloadDefect {
  int64_t line = 0;
  std::string field;  // CSV column, or ""
  std::string cause;
};

struct SplitLimits {
  size_t max_element_bytes = 4 << 20;
  int max_depth = 32;
};

struct SplitSinks {
  // Returning an error stops the split, which returns it.
  absl::FunctionRef<absl::Status(PayloadElement)> element;
  absl::FunctionRef<void(PayloadDefect)> defect;
};

// Splits what a system hands out into elements, reading `input` as a stream in
// constant memory: an OData page, an array, a BigCommerce or Adobe Commerce
// body, a Shopify GraphQL answer, JSON Lines, or CSV with a header row. The
// format is told from the content; UTF-8 with or without BOM and UTF-16 with
// BOM are read. INVALID_ARGUMENT when the whole file is none of these (with
// what it looked like: HTML, XML, binary, truncated, a service's error answer);
// elements delivered before the defect stay delivered. DATA_LOSS when the
// stream breaks. The rows of an OData page get the page's `@odata.context`
// (shortened to "$metadata#set"), which tells their type and company. Not
// thread-safe; one call per stream.
absl::Status SplitPayload(std::istream& input, const SplitLimits& limits,
                          const SplitSinks& sinks);

}  // namespace landfall::decode
