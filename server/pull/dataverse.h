#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/config/source_connection.h"
#include "server/model/settings.h"
#include "server/pull/connector.h"
#include "server/pull/flow_runs.h"

namespace landfall::pull {

// Reads tables of Dataverse with change tracking: everything once, then what
// changed, deletions too. A table without change tracking is read as a whole
// each time. Reference tables that dual-write would have brought along may be
// absent, and so may columns. Failed runs of flows come too, if the
// configuration asks for them. Not thread-safe.
//
// A place is "all" (everything, from its start), or "all ", "changes " or
// "plain " and the link of a page. A bookmark is the columns that were asked
// for and the delta link: other columns need everything once more.
class Dataverse : public Connector {
 public:
  // All must outlive this.
  Dataverse(const model::Settings& settings, const model::Source& source,
            const config::SourceConnection& connection);

  std::vector<Part> Parts() const override;
  std::string Question(const Part& part) const override;
  std::string First(const Part& part, absl::Time started) const override;
  std::string Since(const Part& part, const std::string& bookmark,
                    absl::Time started) const override;
  absl::StatusOr<Page> Read(const Part& part, const std::string& place,
                            Exchange& exchange) override;

 private:
  absl::StatusOr<Page> ReadStart(const Part& part, Exchange& exchange);
  std::string ColumnsOf(const Part& part) const;
  bool NeedsNames(const Part& part) const;
  std::string StartUrl(const Part& part) const;

  const model::Settings& settings_;
  const model::Source& source_;
  const config::SourceConnection& connection_;
  const std::string root_;
  FlowRuns flow_runs_;
  // Found out while reading, by type.
  std::map<std::string, std::set<std::string>> missing_columns_;
  std::set<std::string> untracked_;
};

}  // namespace landfall::pull
