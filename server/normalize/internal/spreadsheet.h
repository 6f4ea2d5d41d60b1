#pragma once

#include "absl/strings/string_view.h"

namespace landfall::normalize {

// True for what a spreadsheet makes of an id: 6.94E+12, 6940095564.0, 1-Mar,
// Mar-01. Such a text has lost the id. Pure.
bool IsSpreadsheetDamage(absl::string_view text);

}  // namespace landfall::normalize
