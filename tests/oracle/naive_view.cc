// Turns all facts into the masters and customers that exist at one moment, with
// their keys. Entry point: the constructor of NaiveView.

#include "tests/oracle/naive_view.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "tests/oracle/naive_keys.h"

namespace landfall::oracle {
namespace {

using model::Record;

const model::KeyKinds kEmailOnly =
    model::KeyKinds().With(model::KeyKind::kEmail);

// "A record without creation time has always existed"; a deleted one exists
// until then. An order comes into being when it is placed.
bool Exists(const Record& record, absl::Time as_of) {
  if (record.deleted.has_value() && *record.deleted <= as_of) return false;
  const auto* order = std::get_if<model::Order>(&record.body);
  if (order == nullptr) {
    return !record.created.has_value() || *record.created <= as_of;
  }
  if (order->ignored) return false;
  return !order->placed_at.has_value() || *order->placed_at <= as_of;
}

const model::LegalEntity* EntityOf(const model::Settings& settings,
                                   const Record& record,
                                   const model::MasterCustomer& master) {
  for (const model::LegalEntity& entity : settings.legal_entities) {
    if (entity.source != record.ref.source) continue;
    if (absl::EqualsIgnoreCase(entity.id, master.entity) ||
        (!entity.company.empty() &&
         absl::EqualsIgnoreCase(entity.company, master.entity))) {
      return &entity;
    }
  }
  return nullptr;
}

bool IsCatchAll(const model::Source& source, const std::string& account) {
  for (const std::string& catch_all : source.catch_all) {
    if (absl::EqualsIgnoreCase(catch_all, account)) return true;
  }
  return false;
}

// Does the location (or the Adobe Commerce company) lend its keys to the
// customer?
bool Lends(const Record& location, const NaiveCustomer& customer) {
  const auto& body = std::get<model::CompanyLocation>(location.body);
  if (location.ref.source != customer.ref.source) return false;
  if (customer.ref.type == "company") {
    return customer.ref.id == body.company_id;
  }
  return customer.body != nullptr && !customer.body->shop_company.empty() &&
         customer.body->shop_company == body.company_id;
}

// A guest begins with its first order, of whatever state; a quote is no order.
void TakeBirthFromOrders(NaiveCustomer* customer) {
  if (!customer->guest) return;
  for (const Record* record : customer->orders) {
    const auto& order = std::get<model::Order>(record->body);
    if (order.quote || !order.placed_at.has_value()) continue;
    if (!customer->created.has_value() ||
        *order.placed_at < *customer->created) {
      customer->created = order.placed_at;
    }
  }
}

// The newest order speaks for a customer that only orders know.
void TakeNameFromOrders(NaiveCustomer* customer) {
  if (customer->record != nullptr) return;
  const Record* newest = nullptr;
  const auto age = [](const Record* order) {
    return std::make_tuple(std::get<model::Order>(order->body)
                               .placed_at.value_or(absl::InfinitePast()),
                           order->ref);
  };
  for (const Record* order : customer->orders) {
    if (std::get<model::Order>(order->body).customer_name.empty()) continue;
    if (newest == nullptr || age(newest) < age(order)) newest = order;
  }
  if (newest != nullptr) {
    customer->name = std::get<model::Order>(newest->body).customer_name;
    return;
  }
  // Nobody named it: the address is what people know it by.
  for (const Record* order : customer->orders) {
    if (newest == nullptr || age(newest) < age(order)) newest = order;
  }
  customer->name = std::get<model::Order>(newest->body).email;
}

}  // namespace

NaiveView::NaiveView(const model::Settings& settings, const NaiveFacts& facts,
                     absl::Time as_of)
    : settings_(settings),
      entity_read_(facts.entity_read),
      entity_torn_(facts.entity_torn),
      source_read_(facts.source_read),
      as_of_(as_of),
      rates_(RatesAt(settings, facts.quotes, as_of)) {
  CollectExisting(facts);
  AddMasters();
  AddUpstreamRecords();
  AttachNamedOrders();
  AddOwnKeys();
  AttachGuestOrders();
  AddOrderTaxIds();
  for (NaiveCustomer& customer : customers_) {
    TakeNameFromOrders(&customer);
    TakeBirthFromOrders(&customer);
  }
}

std::vector<const Record*> NaiveView::Orders() const {
  std::vector<const Record*> orders = other_orders_;
  for (const Record* record : existing_) {
    const auto* order = std::get_if<model::Order>(&record->body);
    if (order != nullptr && !order->ignored) orders.push_back(record);
  }
  return orders;
}

void NaiveView::CollectExisting(const NaiveFacts& facts) {
  for (const Record& record : facts.records) {
    if (Exists(record, as_of_)) {
      existing_.push_back(&record);
    } else if (const auto* order = std::get_if<model::Order>(&record.body);
               order != nullptr && !order->ignored) {
      // Keys are today's, like states: an order tells them at any time.
      other_orders_.push_back(&record);
    }
  }
}

void NaiveView::AddMasters() {
  for (const Record* record : existing_) {
    const auto* body = std::get_if<model::MasterCustomer>(&record->body);
    if (body == nullptr) continue;
    NaiveMaster master;
    master.record = record;
    master.body = body;
    master.entity = EntityOf(settings_, *record, *body);
    if (master.entity == nullptr) continue;
    master.catch_all =
        IsCatchAll(*settings_.FindSource(record->ref.source), body->account);
    master.keys = KeysInFields(settings_, *record, body->country);
    masters_.push_back(std::move(master));
  }
}

void NaiveView::AddUpstreamRecords() {
  for (const Record* record : existing_) {
    const auto* body = std::get_if<model::UpstreamCustomer>(&record->body);
    if (body == nullptr) continue;
    NaiveCustomer customer;
    customer.ref = record->ref;
    customer.source = settings_.FindSource(record->ref.source);
    customer.record = record;
    customer.body = body;
    customer.name = record->name;
    customer.postal_code = body->postal_code;
    customer.created = record->created;
    customers_.push_back(std::move(customer));
  }
}

NaiveCustomer* NaiveView::Named(const model::RecordRef& ref) {
  for (NaiveCustomer& customer : customers_) {
    if (customer.ref == ref) return &customer;
  }
  NaiveCustomer customer;
  customer.ref = ref;
  customer.source = settings_.FindSource(ref.source);
  customers_.push_back(std::move(customer));
  return &customers_.back();
}

// The address of an order is a key of a registered customer only when it has
// no usable one of its own.
void NaiveView::AddOwnKeys() {
  for (NaiveCustomer& customer : customers_) {
    if (customer.record != nullptr) {
      customer.keys =
          KeysInFields(settings_, *customer.record, customer.body->country);
    }
    customer.keys.push_back(OwnId(settings_, customer.ref));
    for (const Record* record : existing_) {
      const auto* place = std::get_if<model::CompanyLocation>(&record->body);
      if (place != nullptr && Lends(*record, customer)) {
        Append(KeysInFields(settings_, *record, place->country),
               &customer.keys);
      }
    }
    if (HasUsableEmail(customer.keys)) continue;
    for (const Record* order : AllOrdersOf(customer)) {
      Append(KeysOfEmail(settings_, std::get<model::Order>(order->body).email),
             &customer.keys);
    }
  }
}

const NaiveCustomer* NaiveView::FindCustomer(
    const model::RecordRef& ref) const {
  for (const NaiveCustomer& customer : customers_) {
    if (customer.ref == ref) return &customer;
  }
  const NaiveCustomer* found = nullptr;
  for (const NaiveCustomer& customer : customers_) {
    if (customer.ref.source != ref.source || ref.type != customer.ref.type) {
      continue;
    }
    for (const normalize::NormalKey& email :
         UsableKeys(customer.keys, kEmailOnly)) {
      if (GuestId(ref.source, email.text()) != ref.id) continue;
      if (found != nullptr && found != &customer) return nullptr;
      found = &customer;
    }
  }
  return found;
}

const NaiveMaster* NaiveView::FindMaster(const model::RecordRef& ref) const {
  for (const NaiveMaster& master : masters_) {
    if (master.record->ref == ref) return &master;
  }
  return nullptr;
}

bool NaiveView::WasRead(const model::LegalEntity& entity) const {
  return entity_read_.count(entity.id) > 0;
}

bool NaiveView::IsTorn(const model::LegalEntity& entity) const {
  const auto torn = entity_torn_.find(entity.id);
  if (torn == entity_torn_.end()) return false;
  return !WasRead(entity) || as_of_ >= torn->second;
}

bool NaiveView::IsFresh(const model::LegalEntity& entity) const {
  if (!WasRead(entity) || IsTorn(entity)) return false;
  const model::Source& source = *settings_.FindSource(entity.source);
  if (source.url.empty()) return true;
  return entity_read_.at(entity.id) >= as_of_ - source.max_age;
}

bool NaiveView::IsCurrent(const model::Source& source) const {
  if (source.url.empty()) return true;
  const auto read = source_read_.find(source.id);
  return read != source_read_.end() && read->second >= as_of_ - source.max_age;
}

}  // namespace landfall::oracle
