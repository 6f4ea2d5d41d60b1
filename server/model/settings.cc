#include "server/model/settings.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace landfall::model {
namespace {

CardSettings MakeCard(std::string id, std::string title, int window_days,
                      std::optional<int> alert_above) {
  CardSettings card;
  card.kind = id;
  card.id = std::move(id);
  card.title = std::move(title);
  card.window_days = window_days;
  card.alert_above = alert_above;
  card.keys = KeyKinds::All();
  return card;
}

template <typename T>
std::vector<std::string> IdsOf(const std::vector<T>& things) {
  std::vector<std::string> ids;
  for (const T& thing : things) ids.push_back(thing.id);
  return ids;
}

}  // namespace

const Source* Settings::FindSource(absl::string_view id) const {
  for (const Source& source : sources) {
    if (source.id == id) return &source;
  }
  return nullptr;
}

bool Settings::IsOfChannel(absl::string_view source,
                           absl::string_view channel) const {
  const Source* const found = FindSource(source);
  return found != nullptr && found->channel == channel;
}

const LegalEntity* Settings::FindEntity(absl::string_view id) const {
  for (const LegalEntity& entity : legal_entities) {
    if (absl::EqualsIgnoreCase(entity.id, id)) return &entity;
  }
  return nullptr;
}

const LegalEntity* Settings::FindCompany(absl::string_view source,
                                         absl::string_view company) const {
  company = absl::StripAsciiWhitespace(company);
  if (company.empty()) return nullptr;
  for (const LegalEntity& entity : legal_entities) {
    if (entity.source != source) continue;
    for (const std::string* name :
         {&entity.id, &entity.name, &entity.company}) {
      if (absl::EqualsIgnoreCase(*name, company)) return &entity;
    }
  }
  return nullptr;
}

const CardSettings* Settings::FindCard(absl::string_view id) const {
  for (const CardSettings& card : cards) {
    if (card.id == id) return &card;
  }
  return nullptr;
}

std::vector<std::string> Settings::SourceIds() const { return IdsOf(sources); }

std::vector<std::string> Settings::EntityIds() const {
  return IdsOf(legal_entities);
}

std::vector<std::string> Settings::CardIds() const { return IdsOf(cards); }

std::vector<std::string> Settings::Channels() const {
  std::vector<std::string> channels;
  for (const Source& source : sources) {
    if (source.channel.empty()) continue;
    if (std::find(channels.begin(), channels.end(), source.channel) ==
        channels.end()) {
      channels.push_back(source.channel);
    }
  }
  return channels;
}

std::vector<CardSettings> BuiltInCards() {
  std::vector<CardSettings> cards;
  cards.push_back(MakeCard("dataverse-not-promoted",
                           "Dataverse customers not promoted", 7, 0));
  cards.push_back(MakeCard(
      "ecom-absent", "Shop customers absent from the customer master", 7, 10));
  cards.back().twin = "ecom-absent-connector";
  cards.push_back(MakeCard("ecom-absent-connector",
                           "Shop connector health: customers not landed", 7,
                           10));
  cards.back().twin = "ecom-absent";
  cards.push_back(MakeCard("new-customers", "New customers", 30, std::nullopt));
  cards.push_back(MakeCard("active-customers",
                           "Active shop customers in the customer master", 7,
                           std::nullopt));
  cards.push_back(MakeCard(
      "orders-blocked", "Shop orders that cannot become a sales order", 7, 0));
  cards.push_back(MakeCard("field-drift",
                           "Landed customers whose mapped fields differ", 30,
                           std::nullopt));
  cards.push_back(MakeCard("flow-failures", "Integration failures", 7, 0));
  return cards;
}

KeyFields DefaultKeyFields(System system, absl::string_view source_id,
                           const std::vector<std::string>& dataverse_sources) {
  const std::string self(source_id);
  KeyFields keys;
  switch (system) {
    case System::kDataverse:
      keys.email = {"emailaddress1", "emailaddress2", "emailaddress3"};
      keys.tax_id = {"msdyn_taxexemptnumber"};
      keys.external_id = {{"accountnumber", self},
                          {"msdyn_contactpersonid", self}};
      break;
    case System::kFinanceOperations:
      keys.email = {"PrimaryContactEmail"};
      keys.tax_id = {"TaxExemptNumber"};
      for (const std::string& source : dataverse_sources) {
        keys.external_id.push_back({"CustomerAccount", source});
      }
      break;
    case System::kBusinessCentral:
      keys.email = {"email"};
      keys.tax_id = {"taxRegistrationNumber"};
      break;
    case System::kShopify:
      keys.email = {"defaultEmailAddress.emailAddress", "email",
                    "mainContact.customer.defaultEmailAddress.emailAddress",
                    "mainContact.customer.email"};
      keys.tax_id = {"taxSettings.taxId", "taxSettings.taxRegistrationId",
                     "taxRegistrationId"};
      keys.external_id = {{"externalId", self}};
      break;
    case System::kBigCommerce:
      keys.email = {"email"};
      break;
    case System::kAdobeCommerce:
      keys.email = {"email"};
      keys.tax_id = {"taxvat", "addresses.vat_id", "vat_tax_id",
                     "customer_taxvat", "billing_address.vat_id"};
      keys.external_id = {{"ext_customer_id", self}};
      break;
  }
  return keys;
}

std::vector<std::string> DefaultActiveStates(System system) {
  switch (system) {
    case System::kShopify:
      // "" is an order without a financial status.
      return {"PENDING",        "AUTHORIZED",         "PAID",
              "PARTIALLY_PAID", "PARTIALLY_REFUNDED", ""};
    case System::kBigCommerce:
      return {"2", "3", "7", "8", "9", "10", "11", "12", "13", "14"};
    case System::kAdobeCommerce:
      return {"new", "processing", "complete", "holded", "payment_review"};
    default:
      return {};
  }
}

}  // namespace landfall::model
