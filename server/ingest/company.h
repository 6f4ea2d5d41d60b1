#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/model/settings.h"

namespace landfall::ingest {

// The legal entities that live in a source, in the order of the configuration.
std::vector<const model::LegalEntity*> EntitiesOf(
    const model::Settings& settings, const model::Source& source);

// Whether people call the entity so: by its id or its company, in any case.
bool IsCalled(const model::LegalEntity& entity, absl::string_view company);

// What its system calls the entity.
const std::string& CompanyName(const model::LegalEntity& entity);

// Which legal entity a batch belongs to that names `company`, which may be "".
struct CompanyFit {
  enum class Kind {
    kFits,
    kRequired,  // none is named, and the rows do not say it themselves
    kUnknown,   // no legal entity of the source is called so
  };
  Kind kind = Kind::kFits;
  // nullptr when the rows say it themselves, or belong to none.
  const model::LegalEntity* entity = nullptr;
};
CompanyFit FitCompany(const model::Settings& settings,
                      const model::Source& source, absl::string_view type,
                      absl::string_view company);

}  // namespace landfall::ingest
