// The part of NaiveView about orders: whose they are, who is a guest, and what
// they say of a customer's keys.

#include <openssl/sha.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/oracle/naive_keys.h"
#include "tests/oracle/naive_view.h"

namespace landfall::oracle {
namespace {

using model::Record;

const model::KeyKinds kEmailOnly =
    model::KeyKinds().With(model::KeyKind::kEmail);

// What tells guests without a usable address apart.
std::string UnknownGuestText(const Record& record) {
  const auto& order = std::get<model::Order>(record.body);
  const std::string text =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(order.email));
  return text.empty() ? absl::StrCat("order/", record.ref.id) : text;
}

}  // namespace

std::string GuestId(absl::string_view source, absl::string_view email) {
  const std::string text = absl::StrCat(source, "\n", email);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest);
  const std::string hex = absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest), SHA256_DIGEST_LENGTH));
  return absl::StrCat("guest-", hex.substr(0, 16));
}

// An order that names a customer makes that customer known.
void NaiveView::AttachNamedOrders() {
  for (const Record* record : existing_) {
    const auto* order = std::get_if<model::Order>(&record->body);
    if (order == nullptr || order->customer_id.empty()) continue;
    const std::string type =
        order->customer_type.empty() ? "customer" : order->customer_type;
    Named({record->ref.source, type, order->customer_id})
        ->orders.push_back(record);
  }
}

std::vector<const Record*> NaiveView::AllOrdersOf(
    const NaiveCustomer& customer) const {
  std::vector<const Record*> orders = customer.orders;
  for (const Record* record : other_orders_) {
    const auto& order = std::get<model::Order>(record->body);
    if (record->ref.source != customer.ref.source) continue;
    const std::string type =
        order.customer_type.empty() ? "customer" : order.customer_type;
    if (!order.customer_id.empty()) {
      if (order.customer_id == customer.ref.id && type == customer.ref.type) {
        orders.push_back(record);
      }
      continue;
    }
    // A guest's order belongs to whoever the guest is.
    const KeyOutcomes outcomes = KeysOfEmail(settings_, order.email);
    const auto emails = UsableKeys(outcomes, kEmailOnly);
    const std::string text =
        emails.empty() ? UnknownGuestText(*record) : emails[0].text();
    const bool own = customer.guest
                         ? customer.ref.id == GuestId(record->ref.source, text)
                         : !emails.empty() && customer.ref.type == "customer" &&
                               OnlyHolder(emails[0], customer);
    if (own) orders.push_back(record);
  }
  return orders;
}

bool NaiveView::OnlyHolder(const normalize::NormalKey& email,
                           const NaiveCustomer& customer) const {
  int holders = 0;
  for (const NaiveCustomer& other : customers_) {
    holders += !other.guest && other.ref.source == customer.ref.source &&
               other.ref.type == "customer" && Holds(other.keys, email);
  }
  return holders == 1 && Holds(customer.keys, email);
}

// "Guest and registered orders of one shop with the same email are one
// customer", as long as the email says which registered one.
void NaiveView::AttachGuestOrders() {
  const size_t registered = customers_.size();
  for (const Record* record : existing_) {
    const auto* order = std::get_if<model::Order>(&record->body);
    if (order == nullptr || !order->customer_id.empty()) continue;
    const KeyOutcomes outcomes = KeysOfEmail(settings_, order->email);
    const auto emails = UsableKeys(outcomes, kEmailOnly);
    if (emails.empty()) {
      AddUnknownGuest(*record, outcomes);
      continue;
    }
    std::vector<NaiveCustomer*> known;
    for (size_t i = 0; i < registered; ++i) {
      NaiveCustomer& customer = customers_[i];
      if (customer.ref.source == record->ref.source &&
          customer.ref.type == "customer" && Holds(customer.keys, emails[0])) {
        known.push_back(&customer);
      }
    }
    if (known.size() == 1) {
      known[0]->orders.push_back(record);
      continue;
    }
    NaiveCustomer* guest =
        Named({record->ref.source, "customer",
               GuestId(record->ref.source, emails[0].text())});
    guest->guest = true;
    if (guest->keys.empty()) {
      normalize::KeyOutcome outcome;
      outcome.kind = model::KeyKind::kEmail;
      outcome.key = emails[0];
      outcome.raw = order->email;
      guest->keys.push_back(outcome);
    }
    guest->orders.push_back(record);
  }
}

// An order whose address is no key still has a buyer: the text it was given
// tells guests apart, and without any text the order itself does.
void NaiveView::AddUnknownGuest(const Record& record,
                                const KeyOutcomes& outcomes) {
  NaiveCustomer* guest =
      Named({record.ref.source, "customer",
             GuestId(record.ref.source, UnknownGuestText(record))});
  guest->guest = true;
  Append(outcomes, &guest->keys);
  guest->orders.push_back(&record);
}

void NaiveView::AddOrderTaxIds() {
  for (NaiveCustomer& customer : customers_) {
    for (const Record* order : AllOrdersOf(customer)) {
      Append(QualifiedTaxIds(*order), &customer.keys);
    }
  }
}

}  // namespace landfall::oracle
