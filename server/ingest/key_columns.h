#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/ingest/push_row.h"
#include "server/model/record.h"
#include "server/model/settings.h"

namespace landfall::ingest {

// Watches whether customers that are pushed have any of the fields that the key
// map of their source names. Where none is recognised nobody could be found,
// and everybody would look absent, so they are refused as a whole. A member
// that is null is recognised: the source was asked for it. A customer of the
// selling side may have no key at all, and systems leave out what is empty:
// only where a row names all columns can it be told from one that lacks
// them. One use per call; not thread-safe.
class KeyColumns {
 public:
  // `source` and the texts of all rows must outlive this.
  explicit KeyColumns(const model::Source& source);

  // A row that was read, with its first record.
  void AddRow(const PushRow& row, const model::Record& record);

  // INVALID_ARGUMENT naming the fields that there are and those expected. Names
  // that look like data (a table without a header) are left out.
  absl::Status Check() const;

 private:
  bool NamesAKey(absl::string_view row) const;

  std::vector<absl::string_view> paths_;  // of the key map
  std::vector<absl::string_view> rows_;   // JSON of customers that tell
  bool recognised_ = false;
};

}  // namespace landfall::ingest
