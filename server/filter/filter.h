#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/model/fields.h"

namespace landfall::filter {

namespace internal {
class Node;
}

// An OData `$filter` expression over the fields of a record: eq ne gt ge lt le,
// and or not, parentheses, contains/startswith/endswith/tolower/toupper/trim,
// null, strings in single quotes ('' escapes one), numbers, true/false,
// RFC 3339 times and GUIDs. Field names are paths of Record::fields.
//
// Semantics (Dataverse and F&O): text compares without case; a number literal
// compares with a field's text when that reads as a number (CSV has only text);
// an absent field is null, and null equals ''. Comparisons other than eq/ne
// with null are false. Immutable, thread-safe.
class Filter {
 public:
  // INVALID_ARGUMENT with the column and what was expected there; also for
  // expressions over 4 KiB or nested deeper than 32.
  static absl::StatusOr<Filter> Parse(absl::string_view text);

  bool Matches(const model::Fields& fields) const;

  // The paths that it looks at, in their order and each once.
  std::vector<std::string> Paths() const;

  // The source text of the first top-level `and` clause that does not hold
  // ("msdyn_contactpersonid ne ''"), or nullopt when the filter matches.
  std::optional<std::string> FirstFailingClause(
      const model::Fields& fields) const;

 private:
  explicit Filter(std::shared_ptr<const internal::Node> root);
  std::shared_ptr<const internal::Node> root_;
};

}  // namespace landfall::filter
