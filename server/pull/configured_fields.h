#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/model/settings.h"

namespace landfall::pull {

// The paths of fields of a record type that the keys, the creation times, the
// scope rules and the documents of the configuration name. In that order; some
// may come twice. Pure.
std::vector<std::string> ConfiguredPaths(const model::Settings& settings,
                                         const model::Source& source,
                                         absl::string_view type);

// The fields that they lie in: of a path within an object the first part. Each
// once. Pure.
std::vector<std::string> ConfiguredFields(const model::Settings& settings,
                                          const model::Source& source,
                                          absl::string_view type);

// Whether table maps join two sources of the configuration: else nobody
// compares what they carry. Pure.
bool TableMapsMatter(const model::Settings& settings);

// The fields of the customer master that table maps carry; none unless they
// matter. Each once. Pure.
std::vector<std::string> MappedMasterFields(const model::Settings& settings);

// `fields` and then those of `more` that are not among them. Pure.
std::vector<std::string> WithMore(std::vector<std::string> fields,
                                  const std::vector<std::string>& more);

}  // namespace landfall::pull
