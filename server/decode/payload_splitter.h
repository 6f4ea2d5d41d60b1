#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace landfall::decode {

// One element of a payload file, as JSON text. CSV rows arrive as objects of
// strings, in which empty cells are left out or null.
struct PayloadElement {
  std::string json;
  int64_t line = 0;  // where it starts, from 1
  // Every column of the table that the element is a row of is a member, the
  // empty ones too: the first row of CSV, and every hundredth after it.
  bool all_columns = false;
};

// A part of the file that is not an element.
struct PayloadDefect {
  int64_t line = 0;
  std::string field;  // CSV column, or ""
  std::string cause;
};

// What an answer of a service says about the set that it is a page of, told at
// its end. Bare rows, JSON Lines and CSV are no answers and say nothing.
struct PayloadPage {
  int64_t line = 0;  // where it starts, from 1
  // Which pages belong together: the OData context, the name of a GraphQL
  // connection, or "".
  std::string set;
  int64_t rows = 0;  // elements and defects
  // The member that says that there is another page; "" when none does.
  std::string next;
  // The addresses of the next page, and of what changes after this one; "":
  // none is given.
  std::string next_link{};
  std::string delta_link{};
  // How many rows the whole set has, and the member that says so.
  std::optional<int64_t> total;
  std::string total_by;
  bool errors = false;  // the service reports errors beside the rows
  bool empty = false;   // the file has no text at all, as a 204 answer
};

struct SplitLimits {
  size_t max_element_bytes = 4 << 20;
  int max_depth = 32;
};

struct SplitSinks {
  // Returning an error stops the split, which returns it.
  absl::FunctionRef<absl::Status(PayloadElement)> element;
  absl::FunctionRef<void(PayloadDefect)> defect;
  // Called at the end of every page. PageLedger adds them up.
  absl::FunctionRef<void(PayloadPage)> page;
};

// Splits what a system hands out into elements, reading `input` as a stream in
// constant memory: an OData page, an array, a BigCommerce or Adobe Commerce
// body, a Shopify GraphQL answer or REST body, JSON Lines, or CSV with a header
// row. Pages may follow each other or stand in an array. The format is told
// from the content; UTF-8 with or without BOM and UTF-16 with BOM are read. A
// file without any text is a page without rows. INVALID_ARGUMENT when the whole
// file is none of these (with what it looked like: HTML, XML, binary,
// truncated, a service's error answer); elements delivered before the defect
// stay delivered. DATA_LOSS when the stream breaks. The rows of an OData page
// get the page's `@odata.context` (shortened to "$metadata#set"), those of a
// REST body a `__typename`: these tell their type and company. Not thread-safe;
// one call per stream.
absl::Status SplitPayload(std::istream& input, const SplitLimits& limits,
                          const SplitSinks& sinks);

}  // namespace landfall::decode
