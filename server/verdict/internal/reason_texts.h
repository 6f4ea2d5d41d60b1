#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/classify/message.h"
#include "server/model/record.h"
#include "server/model/verdict.h"
#include "server/preflight/table_map.h"
#include "server/verdict/gap.h"

namespace landfall::verdict::internal {

// The words of each reason: one sentence, and what to do next ("" if nothing).
struct Text {
  std::string message;
  std::string action;
};

Text ScopeText(model::ReasonCode code, absl::string_view rule);
Text ErrorText(const model::Record& event, const classify::Finding& finding);
Text DoubtText(const preflight::Doubt& doubt, absl::string_view entity);
Text FilterText(absl::string_view clause);
Text NoCompanyText();
// Of a row of this Dataverse table.
Text MapNotRunningText(absl::string_view table);
Text OtherEntityText(absl::string_view entity);
Text ConflictText(absl::string_view entity);
Text CatchAllText(absl::string_view entity);
Text HubText();
Text WeakText();
Text NoKeyText();
Text SourceText(absl::string_view entity, absl::string_view source, bool ever);
Text IncompleteText(absl::string_view entity, const Gap& gap);
Text GraceText();
Text AmbiguousText(const std::vector<std::string>& entities);
Text UnmappedText();
Text CompanyNotKnownText(absl::string_view source);
Text CompanyNotConfiguredText(absl::string_view code);
Text LookupsNotKnownText(const std::vector<preflight::LookupNotKnown>& lookups,
                         absl::string_view source);
// `holder` is the record whose id a customer of `entity` carries.
Text ForeignIdText(absl::string_view entity, absl::string_view holder);
Text SeveralText();
Text DisagreeText();
Text BlockedText(absl::string_view entity);
Text NearText();
Text NotFoundText();
Text LandedText();
Text NotHeldText();
// Of a customer of the master: its company is not configured.
Text NoCustomerText(bool of_master);

}  // namespace landfall::verdict::internal
