#pragma once

#include "absl/strings/string_view.h"

namespace landfall::ingest {

// One element as its source wrote it.
struct PushRow {
  absl::string_view json;  // must outlive this
  int line = 0;            // where it stands, for whoever sent it
  // Its names are all columns that there are: a table, where an empty cell has
  // a name, too.
  bool all_columns = false;
};

}  // namespace landfall::ingest
