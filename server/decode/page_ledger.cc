// Turns the pages of a read into what they lack. Entry points: Add and Gaps.
#include "server/decode/page_ledger.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace landfall::decode {

void PageLedger::Add(absl::string_view file, PayloadPage page) {
  const auto [it, inserted] = by_name_.try_emplace(page.set, sets_.size());
  if (inserted) sets_.emplace_back();
  Set& set = sets_[it->second];
  set.file = std::string(file);
  set.rows += page.rows;
  if (page.errors && set.errors_line == 0) {
    set.errors_file = set.file;
    set.errors_line = page.line;
  }
  set.last = std::move(page);
}

std::vector<PayloadGap> PageLedger::Gaps() const {
  std::vector<PayloadGap> gaps;
  for (const Set& set : sets_) {
    if (set.errors_line > 0) {
      gaps.push_back({set.errors_file, set.errors_line,
                      "the service answered with errors beside the rows, so "
                      "these may not be all"});
    } else if (!set.last.next.empty()) {
      gaps.push_back({set.file, set.last.line,
                      absl::StrCat("the last page says that there is another "
                                   "one (",
                                   set.last.next, "), which was not given")});
    } else if (set.last.total.has_value() && set.rows < *set.last.total) {
      gaps.push_back(
          {set.file, set.last.line,
           absl::StrCat("the pages hold ", set.rows, " rows of ",
                        *set.last.total, " (", set.last.total_by, ")")});
    }
  }
  return gaps;
}

}  // namespace landfall::decode
