// legal_entities -> settings.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

// An entity of F&O is its dataAreaId; one of Business Central is a company.
void ReadCompany(const Section& section, const model::Source& source,
                 model::LegalEntity& entity) {
  const std::optional<std::string> company = section.Text("company");
  if (source.system == model::System::kBusinessCentral) {
    entity.company = company.value_or(entity.name);
    return;
  }
  if (company.has_value()) {
    section.Find("company")->Fail(
        "is only for Business Central; in Finance & Operations the id is the "
        "dataAreaId");
  }
}

void ReadMaster(const Section& section, const ServerOptions& options,
                model::LegalEntity& entity) {
  const std::optional<Item> item = section.Find("source");
  if (!item.has_value()) {
    section.RequiredText("source");
    return;
  }
  const model::Source* source = ReadSourceRef(*item, options);
  if (source == nullptr) return;
  if (!model::IsMaster(source->system)) {
    item->Fail(absl::StrCat(
        "source \"", source->id, "\" is ", model::SystemName(source->system),
        "; a legal entity lives in finance_operations or business_central"));
    return;
  }
  entity.source = source->id;
  ReadCompany(section, *source, entity);
}

// An entity, its id checked against those before it.
model::LegalEntity ReadEntity(const Item& item, const ServerOptions& options) {
  const Section section(
      item, {"id", "name", "country", "currency", "source", "company"});
  model::LegalEntity entity;
  entity.id = section.RequiredText("id").value_or("");
  if (entity.id.find_first_of("/:") != std::string::npos) {
    section.Find("id")->Fail("must not contain '/' or ':'");
  }
  if (!entity.id.empty() && options.settings.FindEntity(entity.id) != nullptr) {
    section.Find("id")->Fail(
        absl::StrCat("legal entity \"", entity.id,
                     "\" is named twice (ids compare without case)"));
  }
  entity.name = section.Text("name").value_or(entity.id);
  if (const auto country = section.Find("country")) {
    entity.country = ReadCountry(*country).value_or("");
  }
  if (const auto currency = section.Find("currency")) {
    entity.currency = ReadCurrency(*currency).value_or("");
  }
  ReadMaster(section, options, entity);
  return entity;
}

void CheckCompany(const Item& item, const model::LegalEntity& entity,
                  const ServerOptions& options) {
  if (entity.company.empty()) return;
  for (const model::LegalEntity& other : options.settings.legal_entities) {
    if (other.source == entity.source &&
        absl::EqualsIgnoreCase(other.company, entity.company)) {
      item.Fail(absl::StrCat("company \"", entity.company, "\" of source \"",
                             entity.source, "\" is already legal entity \"",
                             other.id, "\""));
    }
  }
}

}  // namespace

void ReadEntities(const Section& file, ServerOptions& options) {
  for (const Item& item : file.Items("legal_entities")) {
    model::LegalEntity entity = ReadEntity(item, options);
    if (entity.id.empty()) continue;
    CheckCompany(item, entity, options);
    if (options.settings.FindEntity(entity.id) == nullptr) {
      options.settings.legal_entities.push_back(std::move(entity));
    }
  }
}

}  // namespace landfall::config::internal
