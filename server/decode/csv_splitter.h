#pragma once

#include "absl/status/status.h"
#include "server/decode/payload_splitter.h"
#include "server/decode/text_reader.h"

namespace landfall::decode {

// Splits a CSV file with a header row into one JSON object of strings per row;
// columns without a name are left out, empty cells too (in the first row and
// every hundredth after it they are null), and so are blanks around
// names and cells, rows without any text, and a header that is repeated. The
// delimiter (comma, semicolon or tab) is the one that the header row uses, or
// any that a line "sep=…" names; ="000123" is the text in it. INVALID_ARGUMENT:
// a header that is none (one column only, a name twice, bad UTF-8, too long),
// or a quoted cell that the file never closes.
absl::Status SplitCsv(TextReader& reader, const SplitLimits& limits,
                      const SplitSinks& sinks);

}  // namespace landfall::decode
