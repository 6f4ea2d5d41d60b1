// Turns the spellings of a record's id into one. Entry point: CanonicalId.
#include "server/normalize/record_id.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "server/base/field_error.h"
#include "server/normalize/system_id.h"

namespace landfall::normalize {
namespace {

using base::FieldError;

constexpr absl::string_view kGuest = "guest-";
constexpr size_t kGuestDigits = 16;

bool CanBeGuest(const model::Source& source, absl::string_view type) {
  return type == "customer" && model::IsShop(source.system);
}

// nullopt when the id does not claim to be that of a guest.
std::optional<absl::StatusOr<std::string>> ReadGuest(absl::string_view id) {
  const std::string lower =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(id));
  absl::string_view digits = lower;
  if (!absl::ConsumePrefix(&digits, kGuest)) return std::nullopt;
  const bool well_formed =
      digits.size() == kGuestDigits &&
      std::all_of(digits.begin(), digits.end(), [](char c) {
        return absl::ascii_isxdigit(static_cast<unsigned char>(c));
      });
  if (!well_formed) {
    return FieldError("id",
                      "not the id of a guest; allowed is guest- and 16 hex "
                      "digits, as lists hand it out");
  }
  return lower;
}

bool IsOfCompany(const model::Source& source, absl::string_view type) {
  const auto kind = model::KindOf(source.system, type);
  return source.system == model::System::kBusinessCentral &&
         (kind == model::RecordKind::kMasterCustomer ||
          kind == model::RecordKind::kDocument);
}

std::vector<const model::LegalEntity*> CompaniesOf(
    const model::Settings& settings, const model::Source& source) {
  std::vector<const model::LegalEntity*> companies;
  for (const model::LegalEntity& entity : settings.legal_entities) {
    if (entity.source == source.id) companies.push_back(&entity);
  }
  return companies;
}

// Puts the legal entity in front that the company is. System ids repeat in
// companies that were copied, so one alone says too little.
absl::StatusOr<std::string> CompanyId(const model::Settings& settings,
                                      const model::Source& source,
                                      absl::string_view type,
                                      absl::string_view id) {
  // A company's name may hold a colon; what follows the last one does not.
  const size_t colon = id.rfind(':');
  if (colon == absl::string_view::npos) {
    const auto companies = CompaniesOf(settings, source);
    const std::optional<std::string> guid = CanonicalGuid(id);
    if (guid.has_value() && companies.size() == 1) {
      return EntityId(companies.front()->id, *guid);
    }
    return FieldError(
        "id",
        guid.has_value() && companies.size() > 1
            ? "a system id alone, which several companies may have; allowed "
              "is <legal entity id>:<system id>"
            : "not an id; allowed is <legal entity id>:<system id>, or the "
              "legal entity and the number");
  }
  const model::LegalEntity* entity =
      settings.FindCompany(source.id, id.substr(0, colon));
  if (entity == nullptr) return CanonicalSystemId(source.system, type, id);
  return CanonicalSystemId(source.system, type,
                           EntityId(entity->id, id.substr(colon + 1)));
}

}  // namespace

absl::string_view CompanyOf(const model::Record& record) {
  if (const auto* row = std::get_if<model::MasterCustomer>(&record.body)) {
    return row->entity;
  }
  const auto* row = std::get_if<model::Document>(&record.body);
  return row == nullptr ? absl::string_view() : row->entity;
}

absl::StatusOr<std::string> CanonicalId(const model::Settings& settings,
                                        const model::Source& source,
                                        absl::string_view type,
                                        absl::string_view id) {
  if (CanBeGuest(source, type)) {
    if (auto guest = ReadGuest(id)) return *std::move(guest);
  }
  if (IsOfCompany(source, type)) {
    return CompanyId(settings, source, type, absl::StripAsciiWhitespace(id));
  }
  return CanonicalSystemId(source.system, type, id);
}

bool IsGuestId(const model::Source& source, absl::string_view type,
               absl::string_view id) {
  return CanBeGuest(source, type) && absl::StartsWith(id, kGuest);
}

std::vector<std::string> MeantIds(const model::Settings& settings,
                                  const model::Source& source,
                                  absl::string_view type, absl::string_view id,
                                  absl::string_view entity) {
  absl::StatusOr<std::string> one = CanonicalId(settings, source, type, id);
  if (one.ok()) return {*std::move(one)};
  const std::optional<std::string> guid = CanonicalGuid(id);
  if (!guid.has_value() || !IsOfCompany(source, type)) {
    return {std::string(id)};
  }
  if (const auto* company = settings.FindCompany(source.id, entity)) {
    return {EntityId(company->id, *guid)};
  }
  std::vector<std::string> ids;
  for (const model::LegalEntity* company : CompaniesOf(settings, source)) {
    ids.push_back(EntityId(company->id, *guid));
  }
  return ids;
}

absl::StatusOr<std::string> CanonicalId(const model::Settings& settings,
                                        const model::Source& source,
                                        const model::Record& record) {
  const absl::string_view company = CompanyOf(record);
  if (company.empty() || !IsOfCompany(source, record.ref.type)) {
    return CanonicalId(settings, source, record.ref.type, record.ref.id);
  }
  // The company stands in the record; the id may say how it was called once.
  const absl::string_view id = record.ref.id;
  return CanonicalId(settings, source, record.ref.type,
                     EntityId(company, id.substr(id.rfind(':') + 1)));
}

}  // namespace landfall::normalize
