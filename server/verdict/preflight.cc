// A record that has not landed -> what its table maps would stop it for. Entry
// point: PreflightOf.
#include "server/verdict/preflight.h"

#include <algorithm>

#include "server/preflight/map_state.h"
#include "server/preflight/walk.h"
#include "server/verdict/internal/dual_write.h"
#include "server/verdict/internal/finding_texts.h"

namespace landfall::verdict {
namespace {

using index::EntityIndex;
using internal::IsDualWritten;
using model::PreflightFinding;
using model::RecordKind;
using preflight::TableMaps;

// Walks one record of a source, for the legal entities that lack it.
class Walks {
 public:
  Walks(const index::World& world, const model::Record& record,
        std::vector<EntityIndex> entities)
      : world_(world),
        rulebook_(world.rulebook()),
        record_(record),
        source_(*rulebook_.FindSource(record.ref.source)),
        entities_(std::move(entities)) {}

  void Walk(const TableMaps::Entry& entry) {
    const auto resolve = [this](absl::string_view set, absl::string_view id) {
      return world_.references().CodeOf(source_.index, set, id);
    };
    const auto runs = [this](const model::TableMap& map) { return Runs(map); };
    // What hangs on no legal entity is told once.
    const size_t times = std::max<size_t>(1, entities_.size());
    for (size_t i = 0; i < times; ++i) {
      const EntityIndex entity =
          entities_.empty() ? index::kNoEntity : entities_[i];
      const auto known = [&](absl::string_view set, absl::string_view code) {
        return Lists(entity, set, code);
      };
      for (const preflight::Finding& finding : preflight::Walk(
               rulebook_.table_maps(), entry, record_, known, resolve, runs)) {
        Add(*entry.map, finding, entity);
      }
    }
  }

  std::vector<PreflightFinding> Take() { return std::move(found_); }

 private:
  std::optional<bool> Lists(EntityIndex entity, absl::string_view set,
                            absl::string_view code) const {
    if (entity == index::kNoEntity) return std::nullopt;
    return internal::ListsValue(world_, entity, set, code);
  }

  std::optional<bool> Runs(const model::TableMap& map) const {
    const index::References& references = world_.references();
    const auto has = [&](absl::string_view code) {
      return references.HasCode(source_.index, preflight::kTableMapType, "",
                                code);
    };
    if (!references.HasSet(source_.index, preflight::kTableMapType, "")) {
      return std::nullopt;
    }
    return has(preflight::StateCodeOf(map)) || has(preflight::kSendsAny);
  }

  void Add(const model::TableMap& map, const preflight::Finding& finding,
           EntityIndex entity) {
    using Kind = preflight::Finding::Kind;
    PreflightFinding found = internal::DescribeFinding(map, finding);
    if (finding.kind == Kind::kUnknownValue) {
      found.entity = rulebook_.entity(entity).id;
      internal::NameEntity(rulebook_.entity(entity).name, *finding.field,
                           &found);
    }
    const bool known = std::any_of(
        found_.begin(), found_.end(), [&](const PreflightFinding& other) {
          return other.map == found.map && other.code == found.code &&
                 other.entity == found.entity &&
                 other.upstream_field == found.upstream_field &&
                 other.message == found.message;
        });
    if (!known && found_.size() < kMostFindings) {
      found_.push_back(std::move(found));
    }
  }

  const index::World& world_;
  const index::Rulebook& rulebook_;
  const model::Record& record_;
  const index::SourceRules& source_;
  const std::vector<EntityIndex> entities_;
  std::vector<PreflightFinding> found_;
};

bool AnyDualWritten(const index::Rulebook& rulebook) {
  for (size_t i = 0; i < rulebook.entity_count(); ++i) {
    if (IsDualWritten(rulebook, static_cast<EntityIndex>(i))) return true;
  }
  return false;
}

// The legal entity that a row of a reference set names; kNoEntity: nobody
// knows.
EntityIndex CompanyOf(const index::World& world, const model::Record& record) {
  const index::SourceRules& source =
      *world.rulebook().FindSource(record.ref.source);
  model::MappedField company;
  company.upstream_field = "msdyn_company.cdm_companycode";
  company.lookup = "cdm_company";
  const auto code = preflight::UpstreamValueOf(
      company, record.fields, [&](absl::string_view set, absl::string_view id) {
        return world.references().CodeOf(source.index, set, id);
      });
  const EntityIndex entity =
      code ? world.rulebook().FindEntity(*code) : index::kNoEntity;
  return entity != index::kNoEntity && IsDualWritten(world.rulebook(), entity)
             ? entity
             : index::kNoEntity;
}

}  // namespace

std::vector<PreflightFinding> PreflightOf(const Context& context,
                                          const Assessment& assessment,
                                          RecordLookup lookup) {
  const index::World& world = context.world;
  const index::Rulebook& rulebook = world.rulebook();
  if (assessment.row == index::kNone || !AnyDualWritten(rulebook)) return {};
  const index::Row& row = world.row(assessment.row);
  const std::string& type = world.traits().MappedValuesOf(row.traits).type;
  const bool contact_person =
      !assessment.in_scope &&
      assessment.scope_reason == model::ReasonCode::kNotSellable;
  const std::vector<EntityIndex> lacking =
      internal::LackingInDualWrite(rulebook, assessment.standing);
  if (type.empty() || (!contact_person && lacking.empty())) return {};
  const model::Record* record = lookup(row.id);
  if (record == nullptr) return {};
  Walks walks(world, *record, lacking);
  const TableMaps::Entry* const customers =
      rulebook.table_maps().OfCustomers(type);
  for (const TableMaps::Entry& entry : rulebook.table_maps().all()) {
    if (entry.map->type != type) continue;
    if ((&entry == customers) != contact_person) walks.Walk(entry);
  }
  return walks.Take();
}

std::vector<PreflightFinding> PreflightOf(const Context& context,
                                          const model::Record& record) {
  const index::World& world = context.world;
  const auto* row = std::get_if<model::Reference>(&record.body);
  const index::SourceRules* source =
      world.rulebook().FindSource(record.ref.source);
  if (row == nullptr || source == nullptr || record.deleted ||
      source->source->system != model::System::kDataverse ||
      !AnyDualWritten(world.rulebook())) {
    return {};
  }
  const TableMaps::Entry* const entry =
      world.rulebook().table_maps().OfReference(record.ref.type);
  if (entry == nullptr) return {};
  const EntityIndex company = CompanyOf(world, record);
  std::vector<EntityIndex> entities;
  if (company != index::kNoEntity) {
    const bool landed = world.references().HasCode(
        world.rulebook().SourceOf(company).index, record.ref.type,
        world.rulebook().entity(company).id, row->code);
    if (landed) return {};
    entities.push_back(company);
  }
  Walks walks(world, record, std::move(entities));
  walks.Walk(*entry);
  return walks.Take();
}

}  // namespace landfall::verdict
