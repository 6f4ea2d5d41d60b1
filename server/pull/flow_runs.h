#pragma once

#include <set>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/pull/connector.h"
#include "server/pull/modified_place.h"

namespace landfall::pull {

// Reads the failed runs of Power Automate flows from Dataverse's table flowrun:
// all that are kept there, then those that were modified since. The table is
// elastic: it takes no order, may show a row late, and forgets rows after a
// time that the organization sets, so the last hour is read once more each
// time, and nothing is ever concluded from a row that is not there.
//
// The table is not complete either: the system skips runs under load, and
// writes none when it is told to. The last page says so (Page::cut_short) if
// table flowevent tells of such a gap within that time, if no runs are kept, or
// if the two cannot be read. Not thread-safe.
//
// A place and a bookmark are of modified_place.h.
class FlowRuns {
 public:
  // So long a row may stay out of sight.
  static constexpr absl::Duration kOverlap = absl::Hours(1);

  // `root` is the address of the Web API, with a slash at its end.
  explicit FlowRuns(std::string root) : root_(std::move(root)) {}

  std::string First(absl::Time started) const;
  std::string Since(const std::string& bookmark, absl::Time started) const;
  // As Connector::Read.
  absl::StatusOr<Page> Read(const std::string& place, Exchange& exchange);

 private:
  std::string StartUrl(const ModifiedPlace& place) const;
  absl::StatusOr<Exchange::Page> Ask(const ModifiedPlace& place,
                                     Exchange& exchange);
  // Whether runs are known to be missing, or nobody can know.
  absl::StatusOr<bool> HasGaps(absl::Time started, Exchange& exchange) const;

  const std::string root_;
  std::set<std::string> missing_columns_;  // found out while reading
};

}  // namespace landfall::pull
