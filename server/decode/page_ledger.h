#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/decode/payload_splitter.h"

namespace landfall::decode {

// What the payloads themselves say that they lack.
struct PayloadGap {
  std::string file;
  int64_t line = 0;   // where the page that says so starts
  std::string cause;  // names the member that says so
};

// Adds up the pages of a read, over as many files as it has, in their order. A
// page with a next link is no gap when another page of the same set follows:
// the last one decides. A total is met by the rows of all pages together.
// Errors beside rows stay a gap whatever follows. Not thread-safe; one per
// read.
class PageLedger {
 public:
  // `file` is only repeated in the gap.
  void Add(absl::string_view file, PayloadPage page);

  // One gap for each set that lacks something, in the order in which the sets
  // came. Empty: nothing says that the payloads are not everything.
  std::vector<PayloadGap> Gaps() const;

 private:
  struct Set {
    std::string file;  // of the last page
    PayloadPage last;
    int64_t rows = 0;
    std::string errors_file;
    int64_t errors_line = 0;  // 0: no errors
  };

  std::vector<Set> sets_;
  std::map<std::string, size_t> by_name_;  // into sets_
};

}  // namespace landfall::decode
