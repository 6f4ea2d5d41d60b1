// Turns the orders or the row of a customer into the entities that must hold
// it. Entry points: ExpectedByRules, ExpectedByCaller.

#include "tests/oracle/naive_expectation.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "server/normalize/normalize.h"

namespace landfall::oracle {
namespace {

using model::ExpectedBecause;
using model::LegalEntity;
using model::RuleKind;
using Entities = std::vector<const LegalEntity*>;

void AddOnce(const LegalEntity* entity, Entities* entities) {
  if (entity == nullptr) return;
  if (std::find(entities->begin(), entities->end(), entity) ==
      entities->end()) {
    entities->push_back(entity);
  }
}

Entities EveryEntity(const NaiveView& view) {
  Entities all;
  for (const LegalEntity& entity : view.settings().legal_entities) {
    all.push_back(&entity);
  }
  return all;
}

NaiveRequirement Anywhere(const NaiveView& view) {
  NaiveRequirement requirement;
  requirement.anywhere = true;
  requirement.entities = EveryEntity(view);
  return requirement;
}

NaiveRequirement OneOf(Entities entities, ExpectedBecause because) {
  NaiveRequirement requirement;
  requirement.entities = std::move(entities);
  requirement.because = because;
  return requirement;
}

Entities ByOverride(const NaiveView& view, const NaiveCustomer& customer) {
  Entities entities;
  for (const model::ExpectationRule& rule : view.settings().expectation) {
    if (rule.kind != RuleKind::kCustomerOverride) continue;
    // A guest id in a rule stands for the registered customer, once there is
    // one.
    if (view.FindCustomer(rule.customer) == &customer) {
      AddOnce(view.settings().FindEntity(rule.entity), &entities);
    }
  }
  return entities;
}

Entities ByTags(const NaiveView& view, const std::vector<std::string>& tags) {
  Entities entities;
  for (const model::ExpectationRule& rule : view.settings().expectation) {
    if (rule.kind != RuleKind::kTag) continue;
    for (const std::string& tag : tags) {
      if (absl::EqualsIgnoreCase(rule.tag, tag)) {
        AddOnce(view.settings().FindEntity(rule.entity), &entities);
      }
    }
  }
  return entities;
}

Entities ByCountry(const NaiveView& view, absl::string_view written) {
  Entities entities;
  const std::optional<std::string> country =
      normalize::NormalizeCountry(written);
  if (!country.has_value()) return entities;
  for (const model::ExpectationRule& rule : view.settings().expectation) {
    if (rule.kind != RuleKind::kShipToCountry) continue;
    for (const std::string& listed : rule.countries) {
      if (listed == *country) {
        AddOnce(view.settings().FindEntity(rule.entity), &entities);
      }
    }
  }
  return entities;
}

// "Ship-to is the order's shipping country, else billing, else the
// customer's"; several addresses may lead to several entities.
Entities ByShipTo(const NaiveView& view, const NaiveCustomer& customer,
                  const model::Order& order) {
  std::vector<std::string> countries;
  for (const std::string& country : order.ship_countries) {
    if (!country.empty()) countries.push_back(country);
  }
  if (countries.empty() && !order.billing_country.empty()) {
    countries.push_back(order.billing_country);
  }
  if (countries.empty() && customer.body != nullptr) {
    countries.push_back(customer.body->country);
  }
  Entities entities;
  for (const std::string& country : countries) {
    for (const LegalEntity* entity : ByCountry(view, country)) {
      AddOnce(entity, &entities);
    }
  }
  return entities;
}

NaiveRequirement ForOrder(const NaiveView& view, const NaiveCustomer& customer,
                          const model::Order& order) {
  Entities entities = ByOverride(view, customer);
  if (!entities.empty()) {
    return OneOf(entities, ExpectedBecause::kCustomerOverride);
  }
  std::vector<std::string> tags = order.tags;
  if (customer.body != nullptr) {
    tags.insert(tags.end(), customer.body->tags.begin(),
                customer.body->tags.end());
  }
  entities = ByTags(view, tags);
  if (!entities.empty()) return OneOf(entities, ExpectedBecause::kTag);
  entities = ByShipTo(view, customer, order);
  if (!entities.empty()) {
    return OneOf(entities, ExpectedBecause::kShipToCountry);
  }
  return Anywhere(view);
}

// The company's code, directly or through the held reference row.
std::string CompanyCode(const NaiveView& view, const NaiveCustomer& customer) {
  const model::Lookup& company = customer.body->company;
  if (!company.code.empty()) return company.code;
  for (const model::Record* record : view.records()) {
    if (record->ref.source == customer.ref.source &&
        record->ref.type == "cdm_company" && record->ref.id == company.id) {
      return std::get<model::Reference>(record->body).code;
    }
  }
  return "";
}

const LegalEntity* ByCompany(const NaiveView& view, const std::string& code) {
  if (code.empty()) return nullptr;
  for (const LegalEntity& entity : view.settings().legal_entities) {
    if (absl::EqualsIgnoreCase(entity.id, code) ||
        absl::EqualsIgnoreCase(entity.company, code)) {
      return &entity;
    }
  }
  return nullptr;
}

// "Its company; else its country."
NaiveRequirement ForRow(const NaiveView& view, const NaiveCustomer& customer) {
  Entities entities = ByOverride(view, customer);
  if (!entities.empty()) {
    return OneOf(entities, ExpectedBecause::kCustomerOverride);
  }
  entities = ByTags(view, customer.body->tags);
  if (!entities.empty()) return OneOf(entities, ExpectedBecause::kTag);
  if (!customer.body->company.empty()) {
    const LegalEntity* entity = ByCompany(view, CompanyCode(view, customer));
    if (entity == nullptr) return Anywhere(view);
    return OneOf({entity}, ExpectedBecause::kCompany);
  }
  entities = ByCountry(view, customer.body->country);
  if (!entities.empty()) return OneOf(entities, ExpectedBecause::kCountry);
  return Anywhere(view);
}

model::ExpectationClarity ClarityOf(
    const std::vector<NaiveRequirement>& requirements) {
  auto clarity = model::ExpectationClarity::kClear;
  for (const NaiveRequirement& requirement : requirements) {
    if (requirement.ambiguous()) return model::ExpectationClarity::kAmbiguous;
    if (requirement.anywhere) clarity = model::ExpectationClarity::kUnmapped;
  }
  return clarity;
}

}  // namespace

NaiveWindow WindowOf(absl::Time as_of, int days) {
  return {as_of - absl::Hours(24 * days), as_of};
}

bool IsActiveOrder(const NaiveView& view, const NaiveCustomer& customer,
                   const model::Record& record, const NaiveWindow& window) {
  const auto& order = std::get<model::Order>(record.body);
  if (order.quote || !order.placed_at.has_value()) return false;
  if (!window.Contains(*order.placed_at)) return false;
  // States are today's, except where the system says since when.
  // "An order with cancelledAt was alive before it, whatever its states say."
  if (order.cancelled_at.has_value()) return *order.cancelled_at > view.as_of();
  if (order.dead) return false;
  const auto& active = customer.source->active_states;
  return std::find(active.begin(), active.end(), order.state) != active.end();
}

std::vector<const model::Record*> ActiveOrders(const NaiveView& view,
                                               const NaiveCustomer& customer,
                                               const NaiveWindow& window) {
  std::vector<const model::Record*> active;
  for (const model::Record* order : customer.orders) {
    if (IsActiveOrder(view, customer, *order, window)) active.push_back(order);
  }
  return active;
}

NaiveExpectation ExpectedByRules(const NaiveView& view,
                                 const NaiveCustomer& customer,
                                 const NaiveWindow& window) {
  NaiveExpectation expectation;
  if (model::IsShop(customer.source->system)) {
    for (const model::Record* order : ActiveOrders(view, customer, window)) {
      expectation.requirements.push_back(
          ForOrder(view, customer, std::get<model::Order>(order->body)));
      expectation.requirements.back().order = order;
    }
  } else {
    expectation.requirements.push_back(ForRow(view, customer));
  }
  expectation.clarity = ClarityOf(expectation.requirements);
  return expectation;
}

NaiveExpectation ExpectedAnywhere(const NaiveView& view) {
  NaiveExpectation expectation;
  expectation.clarity = model::ExpectationClarity::kAny;
  expectation.requirements.push_back(Anywhere(view));
  return expectation;
}

NaiveExpectation ExpectedByCaller(const NaiveView& view,
                                  const model::CheckQuery& query) {
  if (query.expected_entities.empty() && query.ship_to_country.empty()) {
    return ExpectedAnywhere(view);
  }
  NaiveExpectation expectation;
  for (const std::string& id : query.expected_entities) {
    expectation.requirements.push_back(OneOf({view.settings().FindEntity(id)},
                                             ExpectedBecause::kCallerRequest));
  }
  if (query.expected_entities.empty()) {
    const Entities entities = ByCountry(view, query.ship_to_country);
    expectation.requirements.push_back(
        entities.empty() ? Anywhere(view)
                         : OneOf(entities, ExpectedBecause::kShipToCountry));
  }
  expectation.clarity = ClarityOf(expectation.requirements);
  return expectation;
}

}  // namespace landfall::oracle
