#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/index/rulebook.h"

namespace landfall::index {

// OK when `id` is configured, else INVALID_ARGUMENT that names `field` and
// everything that is configured. Pure.
absl::Status CheckSource(const Rulebook& rulebook, absl::string_view field,
                         absl::string_view id);
absl::Status CheckEntity(const Rulebook& rulebook, absl::string_view field,
                         absl::string_view id);
absl::Status CheckChannel(const Rulebook& rulebook, absl::string_view field,
                          absl::string_view channel);

// OK for 1 to model::kMaxWindowDays, else INVALID_ARGUMENT. Pure.
absl::Status CheckWindowDays(int days);

// A record reference in its one spelling. INVALID_ARGUMENT for an unknown
// source or type or a malformed id. Pure.
absl::StatusOr<model::RecordRef> CanonicalRef(const Rulebook& rulebook,
                                              const model::RecordRef& ref);

// "field: unknown card; known are a, b".
std::string UnknownText(absl::string_view field, absl::string_view what,
                        const std::vector<std::string>& known);

}  // namespace landfall::index
