#include "server/verdict/internal/reason_details.h"

#include <algorithm>
#include <optional>

#include "server/preflight/map_state.h"

namespace landfall::verdict::internal {

std::string ScopeRuleOf(const index::Rulebook& rulebook,
                        const model::Record* record) {
  if (record == nullptr) return "";
  for (const auto& rule : rulebook.FindSource(record->ref.source)->scope) {
    if (rule.type == record->ref.type && rule.exclude.Matches(record->fields)) {
      return rule.because;
    }
  }
  return "";
}

std::string FailingClauseOf(const index::Rulebook& rulebook,
                            const model::Record* record) {
  if (record == nullptr) return "";
  const filter::Filter* const sends =
      rulebook.table_maps().SendFilter(record->ref.type);
  if (sends == nullptr) return "";
  return sends->FirstFailingClause(record->fields).value_or("");
}

bool IsMapStopped(const index::World& world, index::RowIndex row,
                  absl::string_view table) {
  if (table.empty()) return false;
  const uint16_t source = world.row(row).source;
  const index::References& references = world.references();
  const auto has = [&](absl::string_view sent) {
    return references.HasCode(source, preflight::kTableMapType, "", sent);
  };
  return references.HasSet(source, preflight::kTableMapType, "") &&
         !has(table) && !has(preflight::kSendsAny);
}

Text UnmappedTextOf(const index::World& world,
                    const expect::Expectation& expectation,
                    const model::Record* record) {
  const bool by_company =
      std::any_of(expectation.needs.begin(), expectation.needs.end(),
                  [](const expect::Need& need) {
                    return need.entities.empty() &&
                           need.because == model::ExpectedBecause::kCompany;
                  });
  if (!by_company || record == nullptr) return UnmappedText();
  const auto* row = std::get_if<model::UpstreamCustomer>(&record->body);
  if (row == nullptr) return UnmappedText();
  const index::SourceRules& source =
      *world.rulebook().FindSource(record->ref.source);
  std::string code = row->company.code;
  if (code.empty()) {
    code =
        world.references().CodeOf(source.index, "cdm_company", row->company.id);
  }
  return code.empty() ? CompanyNotKnownText(source.source->id)
                      : CompanyNotConfiguredText(code);
}

std::string FirstHolder(const index::World& world,
                        const std::vector<match::ForeignId>& foreign_ids,
                        index::EntityIndex entity, RecordLookup lookup,
                        index::Micros as_of) {
  std::optional<model::RecordRef> first;
  for (const match::ForeignId& found : foreign_ids) {
    if (world.row(found.master).entity != entity) continue;
    model::RecordRef ref = Describe(world, lookup, found.customer, as_of).ref;
    if (!first.has_value() || ref < *first) first = std::move(ref);
  }
  return first.has_value() ? first->ToString() : "";
}

}  // namespace landfall::verdict::internal
