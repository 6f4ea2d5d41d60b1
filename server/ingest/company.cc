// The name of a company -> the legal entity that it is.
// Entry point: FitCompany.
#include "server/ingest/company.h"

#include "absl/strings/match.h"
#include "server/model/system.h"

namespace landfall::ingest {
namespace {

using model::LegalEntity;

// Error events say themselves what they are about.
bool NeedsCompany(const model::Source& source, absl::string_view type) {
  return source.system == model::System::kBusinessCentral &&
         model::KindOf(source.system, type) != model::RecordKind::kErrorEvent;
}

}  // namespace

std::vector<const LegalEntity*> EntitiesOf(const model::Settings& settings,
                                           const model::Source& source) {
  std::vector<const LegalEntity*> entities;
  for (const LegalEntity& entity : settings.legal_entities) {
    if (entity.source == source.id) entities.push_back(&entity);
  }
  return entities;
}

bool IsCalled(const LegalEntity& entity, absl::string_view company) {
  return absl::EqualsIgnoreCase(entity.id, company) ||
         absl::EqualsIgnoreCase(entity.company, company);
}

const std::string& CompanyName(const LegalEntity& entity) {
  return entity.company.empty() ? entity.id : entity.company;
}

CompanyFit FitCompany(const model::Settings& settings,
                      const model::Source& source, absl::string_view type,
                      absl::string_view company) {
  const std::vector<const LegalEntity*> entities = EntitiesOf(settings, source);
  if (company.empty()) {
    if (entities.size() == 1) return {CompanyFit::Kind::kFits, entities[0]};
    if (entities.size() > 1 && NeedsCompany(source, type)) {
      return {CompanyFit::Kind::kRequired};
    }
    return {};
  }
  CompanyFit fit{CompanyFit::Kind::kUnknown};
  for (const LegalEntity* entity : entities) {
    if (IsCalled(*entity, company)) fit = {CompanyFit::Kind::kFits, entity};
  }
  return fit;
}

}  // namespace landfall::ingest
