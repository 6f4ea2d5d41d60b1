#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/model/settings.h"

namespace landfall::pull {

// The columns of a Dataverse table that Landfall reads: what the decoder and
// the table maps look at, and what the keys, the creation times and the scope
// rules of the configuration name. In the spelling of $select, each once. Pure.
// REQUIRES: a type of Dataverse.
std::vector<std::string> DataverseColumns(const model::Settings& settings,
                                          const model::Source& source,
                                          absl::string_view type);

// Whether rows of a type may belong to a company of Business Central. Its
// synchronisation links the company in columns of its own, whose lookup has no
// table that all environments name alike: the name comes as an annotation.
// REQUIRES: a type of Dataverse.
bool NamesBusinessCentralCompany(const model::Settings& settings,
                                 const model::Source& source,
                                 absl::string_view type);

}  // namespace landfall::pull
