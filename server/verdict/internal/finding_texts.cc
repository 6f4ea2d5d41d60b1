#include "server/verdict/internal/finding_texts.h"

#include "absl/strings/str_cat.h"
#include "server/verdict/internal/reason_texts.h"

namespace landfall::verdict::internal {
namespace {

using Kind = preflight::Finding::Kind;
using model::ReasonCode;

// "customer group", or the field where no set has a name.
std::string LabelOfField(const model::MappedField& field) {
  return field.lookup.empty() ? field.upstream_field
                              : preflight::LabelOf(field.lookup);
}

Text TextOfFinding(const model::TableMap& map,
                   const preflight::Finding& finding) {
  switch (finding.kind) {
    case Kind::kMapStopped:
      return {absl::StrCat("The table map ", map.Name(), " is not running."),
              "Run the map in dual-write, with its initial synchronization."};
    case Kind::kFiltered:
      return FilterText(finding.clause);
    case Kind::kNoCompany:
      return NoCompanyText();
    case Kind::kEmpty:
      return {absl::StrCat("The ", LabelOfField(*finding.field),
                           " is empty, and Finance & Operations requires ",
                           finding.field->master_field, "."),
              absl::StrCat("Set the ", LabelOfField(*finding.field),
                           " on the record.")};
    case Kind::kUnknownValue:
      return {};
    case Kind::kNeedsMap:
      return {absl::StrCat("The record names a ", LabelOfField(*finding.field),
                           ", and the table map ", finding.needs->Name(),
                           " that brings it is not running."),
              absl::StrCat("Run the map ", finding.needs->Name(), " first.")};
  }
  return {};
}

ReasonCode CodeOfFinding(Kind kind) {
  switch (kind) {
    case Kind::kMapStopped:
    case Kind::kNeedsMap:
      return ReasonCode::kMapNotRunning;
    case Kind::kFiltered:
      return ReasonCode::kExcludedByMapFilter;
    case Kind::kNoCompany:
      return ReasonCode::kNoCompanyOnRecord;
    case Kind::kEmpty:
      return ReasonCode::kMandatoryFieldMissing;
    case Kind::kUnknownValue:
      return ReasonCode::kReferenceDataMissing;
  }
  return ReasonCode::kOtherError;
}

}  // namespace

model::PreflightFinding DescribeFinding(const model::TableMap& map,
                                        const preflight::Finding& finding) {
  model::PreflightFinding found;
  found.map = map.Name();
  found.code = CodeOfFinding(finding.kind);
  if (finding.field != nullptr) {
    found.upstream_field = finding.field->upstream_field;
    found.master_field = finding.field->master_field;
  }
  found.value = finding.value;
  Text text = TextOfFinding(map, finding);
  found.message = std::move(text.message);
  found.action = std::move(text.action);
  return found;
}

void NameEntity(absl::string_view name, const model::MappedField& field,
                model::PreflightFinding* finding) {
  const std::string label = LabelOfField(field);
  finding->message = absl::StrCat("The ", label, " \"", finding->value,
                                  "\" does not exist in ", name, ".");
  finding->action = absl::StrCat("Create it in ", name, " or set another ",
                                 label, " on the record.");
}

}  // namespace landfall::verdict::internal
