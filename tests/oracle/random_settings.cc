// Turns dice into a configuration. Entry point: RandomSettings.

#include "server/base/decimal.h"
#include "tests/oracle/random_parts.h"

namespace landfall::oracle {
namespace {

using model::Settings;
using model::System;

model::Source MakeSource(const std::string& id, System system,
                         const std::string& channel, Dice* dice) {
  model::Source source;
  source.id = id;
  source.system = system;
  source.channel = channel;
  if (!dice->OneIn(3)) source.url = "https://pulled.example";
  source.max_age = dice->Coin() ? absl::Hours(1) : absl::Minutes(90);
  source.grace = system == System::kBusinessCentral ? absl::Minutes(30)
                                                    : absl::Minutes(15);
  if (dice->OneIn(6)) source.grace = absl::Hours(24);
  source.keys = model::DefaultKeyFields(system, id, {"crm"});
  source.active_states = model::DefaultActiveStates(system);
  if (model::IsMaster(system)) {
    source.catch_all = {"WEB-DEFAULT"};
    if (dice->OneIn(3)) source.accept_rejects = dice->Between(1, 2);
    source.keys.external_id.push_back({"EcomCustomerId", "web"});
    if (system == System::kBusinessCentral) {
      source.keys.external_id.push_back({"number", "crm"});
    }
  }
  return source;
}

void AddSources(Settings* settings, bool second_erp, bool bc, Dice* dice) {
  auto& sources = settings->sources;
  sources.push_back(MakeSource("erp", System::kFinanceOperations, "", dice));
  if (second_erp) {
    sources.push_back(MakeSource("erp2", System::kFinanceOperations, "", dice));
  }
  if (bc)
    sources.push_back(MakeSource("bc", System::kBusinessCentral, "", dice));
  sources.push_back(MakeSource("crm", System::kDataverse, "", dice));
  sources.push_back(MakeSource("web", System::kShopify, "DTC", dice));
  if (dice->Coin()) {
    sources.push_back(MakeSource("b2b", System::kBigCommerce, "B2B", dice));
  }
  if (dice->Coin()) {
    sources.push_back(MakeSource("mage", System::kAdobeCommerce, "B2B", dice));
  }
}

void AddEntities(Settings* settings, bool second_erp, bool bc, Dice* dice) {
  auto& entities = settings->legal_entities;
  entities.push_back({"USTR", "US Trade Inc", "US", "USD", "erp", ""});
  entities.push_back({"CATR", "CA Trade ULC", "CA", "CAD", "erp", ""});
  if (second_erp || dice->OneIn(3)) {
    entities.push_back(
        {"DEGM", "DE Handel", "DE", "EUR", second_erp ? "erp2" : "erp", ""});
  }
  if (bc) {
    entities.push_back(
        {"UKCO", "UK Trade Ltd", "GB", "GBP", "bc", "UK Trade Ltd"});
    // A copy of the first company, down to the system ids of its customers.
    if (dice->Coin()) {
      entities.push_back(
          {"IECO", "IE Trade Ltd", "IE", "EUR", "bc", "IE Trade Ltd"});
    }
  }
}

void AddRule(model::RuleKind kind, const std::string& value,
             const std::string& entity, Settings* settings) {
  if (settings->FindEntity(entity) == nullptr) return;
  model::ExpectationRule rule;
  rule.kind = kind;
  rule.entity = entity;
  switch (kind) {
    case model::RuleKind::kCustomerOverride:
      rule.customer = *model::RecordRef::Parse(value);
      break;
    case model::RuleKind::kTag:
      rule.tag = value;
      break;
    case model::RuleKind::kShipToCountry:
      rule.countries = {value};
      break;
  }
  settings->expectation.push_back(rule);
}

void AddExpectation(Settings* settings, Dice* dice) {
  using model::RuleKind;
  AddRule(RuleKind::kShipToCountry, "US", "USTR", settings);
  AddRule(RuleKind::kShipToCountry, "CA", "CATR", settings);
  AddRule(RuleKind::kShipToCountry, "DE", "DEGM", settings);
  AddRule(RuleKind::kShipToCountry, "GB", "UKCO", settings);
  if (dice->OneIn(3)) {
    AddRule(RuleKind::kShipToCountry, "CA", "USTR", settings);
  }
  if (dice->OneIn(3)) {
    AddRule(RuleKind::kShipToCountry, "DE", "USTR", settings);
  }
  AddRule(RuleKind::kTag, "wholesale-ca", "CATR", settings);
  AddRule(RuleKind::kTag, "two-homes", "CATR", settings);
  AddRule(RuleKind::kTag, "two-homes", "USTR", settings);
  if (dice->Coin()) AddRule(RuleKind::kTag, "eu", "DEGM", settings);
  AddRule(RuleKind::kCustomerOverride, "web/customer/" + RandomShopId(dice),
          "CATR", settings);
  if (dice->OneIn(3)) {
    AddRule(RuleKind::kCustomerOverride, "web/customer/" + RandomShopId(dice),
            "USTR", settings);
  }
  if (dice->OneIn(3)) {
    AddRule(RuleKind::kCustomerOverride,
            "crm/account/a0000000-0000-0000-0000-000000000002", "USTR",
            settings);
  }
}

void AddScope(Settings* settings, Dice* dice) {
  if (dice->OneIn(3)) {
    settings->scope.push_back(
        {"crm", "contact", "note eq 'partner'", "partner record"});
  }
  if (dice->OneIn(3)) {
    settings->scope.push_back(
        {"crm", "account", "note eq 'partner'", "partner record"});
  }
  if (dice->OneIn(3)) {
    settings->scope.push_back(
        {"web", "customer", "note eq 'partner'", "partner record"});
  }
}

void AddMoney(Settings* settings, Dice* dice) {
  settings->reporting_currency = dice->OneIn(5) ? "JPY" : "USD";
  settings->exchange_rates["CAD"] = base::Decimal(73, 2);
  settings->exchange_rates["EUR"] = base::Decimal(10855, 4);
  if (settings->reporting_currency == "JPY") {
    settings->exchange_rates["USD"] = base::Decimal(1505, 1);
  }
  // A currency of next to no worth, and one of more than any.
  if (dice->OneIn(8)) {
    settings->exchange_rates["EUR"] = dice->Coin()
                                          ? base::Decimal(2375296912, 18)
                                          : base::Decimal(99999999912345678, 8);
  }
}

void AddCards(Settings* settings, Dice* dice) {
  settings->cards = model::BuiltInCards();
  for (model::CardSettings& card : settings->cards) {
    card.keys = settings->keys;
    if (dice->OneIn(5)) card.count_awaiting = false;
    if (dice->OneIn(5)) card.window_days = dice->Coin() ? 1 : 30;
    if (dice->OneIn(4)) card.alert_above = dice->Below(3);
    if (card.id == "ecom-absent-connector" && dice->Coin()) {
      card.keys = RandomKinds(dice);
    }
  }
}

}  // namespace

Settings RandomSettings(Dice* dice) {
  Settings settings;
  const bool second_erp = dice->OneIn(3);
  const bool bc = dice->Coin();
  AddSources(&settings, second_erp, bc, dice);
  AddEntities(&settings, second_erp, bc, dice);
  AddExpectation(&settings, dice);
  AddScope(&settings, dice);
  AddMoney(&settings, dice);
  if (dice->OneIn(5)) settings.keys = RandomKinds(dice);
  settings.hubs.email = dice->Between(2, 5);
  settings.hubs.tax_id = dice->Between(2, 5);
  settings.hubs.external_id = dice->Between(2, 5);
  AddCards(&settings, dice);
  return settings;
}

}  // namespace landfall::oracle
