#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/model/settings.h"

namespace landfall::pull {

// Whether a type of a master source is that of documents: sales orders,
// invoices or credit memos. Pure.
bool IsDocumentType(absl::string_view type);

// The columns that are read of the documents of a master source: what the
// decoder and people look at, and where the configuration looks for the names
// of orders. Pure.
std::vector<std::string> DocumentColumns(const model::Settings& settings,
                                         const model::Source& source,
                                         absl::string_view type);

// The columns that systems have turned out to lack, by type. Not thread-safe.
class MissingColumns {
 public:
  // Notes a column; false when it was known, or is none.
  bool Note(const std::string& type, const std::string& column);
  // The columns without those that are missing, with commas between.
  std::string Without(absl::string_view type,
                      const std::vector<std::string>& columns) const;

 private:
  std::map<std::string, std::set<std::string>> by_type_;
};

}  // namespace landfall::pull
