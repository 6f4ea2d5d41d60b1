#pragma once

#include <string>

#include "server/index/derive.h"
#include "server/index/world.h"

namespace landfall::index {

constexpr Micros kSecond = 1'000'000;
constexpr Micros kHour = 3600 * kSecond;
constexpr Micros kNow = 1'780'000'000 * kSecond;

// F&O source `erp` with USTR and CATR, Dataverse `crm`, Shopify `web`.
inline model::Settings ThreeSources() {
  model::Settings settings;
  settings.legal_entities = {{"USTR", "", "US", "USD", "erp", ""},
                             {"CATR", "", "CA", "CAD", "erp", ""}};
  const auto add = [&](const std::string& id, model::System system) {
    model::Source source;
    source.id = id;
    source.system = system;
    source.keys = model::DefaultKeyFields(system, id, {"crm"});
    source.active_states = model::DefaultActiveStates(system);
    settings.sources.push_back(source);
  };
  add("erp", model::System::kFinanceOperations);
  add("crm", model::System::kDataverse);
  add("web", model::System::kShopify);
  return settings;
}

inline std::shared_ptr<const Rulebook> MakeRulebook() {
  return *Rulebook::Create(
      ThreeSources(),
      base::Hasher(std::string(base::Hasher::kSecretSize, 's')));
}

inline model::Record MasterRecord(const std::string& account,
                                  const std::string& email, Micros created) {
  model::MasterCustomer master;
  master.entity = "ustr";
  master.account = account;
  model::Record record;
  record.ref = {"erp", "customer", "ustr:" + account};
  if (created != kNoTime) record.created = absl::FromUnixMicros(created);
  record.fields.AddString("CustomerAccount", account);
  if (!email.empty()) record.fields.AddString("PrimaryContactEmail", email);
  record.fields.Sort();
  record.body = master;
  return record;
}

inline model::Record AccountRecord(const std::string& id,
                                   const std::string& email, Micros created) {
  model::Record record;
  record.ref = {"crm", "account", id};
  record.created = absl::FromUnixMicros(created);
  record.fields.Add("customertypecode",
                    {model::FieldValue::Type::kNumber, "3"});
  if (!email.empty()) record.fields.AddString("emailaddress1", email);
  record.fields.Sort();
  record.body = model::UpstreamCustomer();
  return record;
}

inline model::Record ShopperRecord(const std::string& id,
                                   const std::string& email, Micros created) {
  model::Record record;
  record.ref = {"web", "customer", id};
  record.created = absl::FromUnixMicros(created);
  record.fields.AddString("email", email);
  record.fields.Sort();
  record.body = model::UpstreamCustomer();
  return record;
}

// A paid order; without a customer it is a guest's.
inline model::Record OrderRecord(const std::string& id,
                                 const std::string& customer,
                                 const std::string& email, Micros placed) {
  model::Order order;
  order.customer_type = customer.empty() ? "" : "customer";
  order.customer_id = customer;
  order.email = email;
  order.state = "PAID";
  order.placed_at = absl::FromUnixMicros(placed);
  model::Record record;
  record.ref = {"web", "order", id};
  record.body = order;
  return record;
}

// Puts a record into the world, or takes it out.
inline RowIndex Put(World* world, const model::Record& record) {
  world->Apply(std::monostate(), DeriveFacts(world->rulebook(), record));
  return world->FindRow(world->rulebook().RecordId(record.ref));
}
inline void Take(World* world, const model::Record& record) {
  world->Apply(DeriveFacts(world->rulebook(), record), std::monostate());
}

}  // namespace landfall::index
