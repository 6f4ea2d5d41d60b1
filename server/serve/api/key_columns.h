#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/model/record.h"
#include "server/model/settings.h"

namespace landfall::serve::api {

// Watches whether master customers that are pushed have any of the fields that
// the key map of their source names. Where none is recognised nobody could be
// found, and everybody would look absent, so they are refused as a whole. A
// member that is null is recognised: the source was asked for it. Customers of
// the selling side are taken as they are: they can be found by their own ids.
// One use per call; not thread-safe.
class KeyColumns {
 public:
  // `source` and all payloads must outlive this.
  explicit KeyColumns(const model::Source& source);

  // A row that was read, with its first record.
  void AddRow(absl::string_view json, const model::Record& record);

  // INVALID_ARGUMENT naming the fields that there are and those expected. Names
  // that look like data (a table without a header) are left out.
  absl::Status Check() const;

 private:
  bool NamesAKey(absl::string_view row) const;

  std::vector<absl::string_view> paths_;  // of the key map
  std::vector<absl::string_view> rows_;   // JSON of the customers
  bool recognised_ = false;
};

}  // namespace landfall::serve::api
