// Turns dice into shop customers, companies, orders and quotes. Entry point:
// AddRandomShops.

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "server/base/decimal.h"
#include "tests/oracle/random_parts.h"

namespace landfall::oracle {
namespace {

using model::Record;
using model::System;

Record MakeCustomer(const model::Source& source, int n, Dice* dice) {
  Record record;
  record.ref = {source.id, "customer", std::to_string(100 + n)};
  record.name = RandomName(dice);
  model::UpstreamCustomer customer;
  customer.country = RandomCountry(dice);
  customer.postal_code = RandomPostcode(dice);
  if (dice->OneIn(5)) customer.tags.push_back(RandomTag(dice));
  const std::string email = dice->OneIn(4) ? "" : RandomEmail(dice);
  if (!email.empty()) record.fields.AddString("email", email);
  if (dice->OneIn(10)) record.fields.AddString("note", "partner");
  if (source.system == System::kAdobeCommerce) {
    if (dice->Coin()) {
      record.fields.AddString("taxvat", RandomTaxId(dice).value);
    }
    if (dice->OneIn(3)) customer.shop_company = "7";
  }
  if (!dice->OneIn(4)) record.created = RandomTime(dice);
  record.body = customer;
  record.fields.Sort();
  return record;
}

// A Shopify company with its location, or an Adobe Commerce company.
void AddCompany(const model::Source& source, Dice* dice, Records* records) {
  const RandomTax tax = RandomTaxId(dice);
  model::CompanyLocation location;
  location.country = tax.country;
  Record lender;
  lender.name = RandomName(dice);
  if (source.system == System::kAdobeCommerce) {
    location.company_id = "7";
    lender.ref = {source.id, "company", "7"};
    lender.fields.AddString("vat_tax_id", tax.value);
    lender.tax_ids.push_back({"vat_tax_id", tax.value, tax.country});
  } else {
    location.company_id = "501";
    lender.ref = {source.id, "company_location", "601"};
    lender.fields.AddString("taxSettings.taxRegistrationId", tax.value);
    lender.tax_ids.push_back(
        {"taxSettings.taxRegistrationId", tax.value, tax.country});
    Record company;
    company.ref = {source.id, "company", "501"};
    company.name = RandomName(dice);
    if (dice->Coin()) {
      company.fields.AddString("mainContact.customer.email", RandomEmail(dice));
    }
    if (dice->Coin()) company.fields.AddString("externalId", "X-1");
    if (dice->Coin()) company.created = RandomTime(dice);
    company.fields.Sort();
    company.body = model::UpstreamCustomer();
    records->push_back(company);
  }
  lender.fields.Sort();
  lender.body = location;
  records->push_back(lender);
}

std::string RandomState(const model::Source& source, Dice* dice) {
  if (!dice->OneIn(6)) return dice->Pick(source.active_states);
  switch (source.system) {
    case System::kShopify:
      return dice->Coin() ? "VOIDED" : "REFUNDED";
    case System::kBigCommerce:
      return dice->Coin() ? "5" : "1";
    case System::kAdobeCommerce:
      return dice->Coin() ? "canceled" : "pending_payment";
    default:
      return "";
  }
}

void AddWhere(Dice* dice, model::Order* order) {
  if (!dice->OneIn(4)) order->ship_countries.push_back(RandomCountry(dice));
  if (dice->OneIn(6)) order->ship_countries.push_back(RandomCountry(dice));
  if (dice->Coin()) order->billing_country = RandomCountry(dice);
  if (dice->OneIn(4)) order->tags.push_back(RandomTag(dice));
}

void AddWorth(Dice* dice, model::Order* order) {
  static const std::vector<std::string> kCurrencies = {"USD", "USD", "CAD",
                                                       "EUR", "SEK"};
  static const std::vector<base::Decimal> kAmounts = {
      base::Decimal(100, 0),  base::Decimal(9950, 2),  base::Decimal(5, 1),
      base::Decimal(1000, 1), base::Decimal(12345, 2), base::Decimal(0, 0)};
  constexpr int64_t kMost = 999'999'999'999'999'999;
  static const std::vector<base::Decimal> kExtremes = {
      base::Decimal(kMost, 0), base::Decimal(-kMost, 0),
      base::Decimal(kMost, 9), base::Decimal(1, 9), base::Decimal(-7, 2)};
  // An order may name its currency and no amount, or neither.
  if (!dice->OneIn(20)) order->currency = dice->Pick(kCurrencies);
  if (dice->OneIn(8)) return;
  order->amount = dice->Pick(dice->OneIn(12) ? kExtremes : kAmounts);
}

// One address at most: whose an order with two of them is, the rules leave
// open.
std::string OrderEmail(Dice* dice) {
  const std::string email = RandomEmail(dice);
  return email.substr(0, email.find(';'));
}

void AddWho(const model::Source& source, const std::string& guest_name,
            Dice* dice, model::Order* order) {
  order->customer_type = "customer";
  order->customer_name = guest_name;
  if (dice->OneIn(3)) {
    if (!dice->OneIn(8)) order->email = OrderEmail(dice);
    return;
  }
  // Some of the ids belong to customers that are not held.
  order->customer_id = RandomShopId(dice);
  if (dice->Coin()) order->email = OrderEmail(dice);
  if (source.system == System::kShopify && dice->OneIn(6)) {
    order->customer_type = "company";
    order->customer_id = dice->OneIn(4) ? "502" : "501";
  }
}

Record MakeOrder(const model::Source& source, int n,
                 const std::string& guest_name, Dice* dice) {
  Record record;
  model::Order order;
  order.quote = dice->OneIn(8);
  const std::string quote_type =
      source.system == System::kShopify ? "draft_order" : "quote";
  record.ref = {source.id, order.quote ? quote_type : "order",
                std::to_string(9000 + n)};
  // Numbers repeat, within a shop and from one to the other.
  order.number = absl::StrCat("#", n % 4 == 0 ? n / 4 : n);
  record.fields.AddString(
      source.system == System::kShopify ? "name" : "increment_id",
      order.number);
  AddWho(source, guest_name, dice, &order);
  order.state = RandomState(source, dice);
  if (dice->OneIn(10)) order.dead = true;
  if (source.system == System::kShopify && dice->OneIn(8)) {
    order.cancelled_at = RandomTime(dice);
    if (dice->Coin()) order.state = dice->Coin() ? "VOIDED" : "REFUNDED";
  }
  order.ignored = dice->OneIn(15);
  if (!dice->OneIn(20)) order.placed_at = RandomTime(dice);
  record.created = order.placed_at;
  AddWhere(dice, &order);
  AddWorth(dice, &order);
  if (source.system == System::kAdobeCommerce && dice->OneIn(4)) {
    const RandomTax tax = RandomTaxId(dice);
    record.tax_ids.push_back(
        {"billing_address.vat_id", tax.value, tax.country});
  }
  if (dice->OneIn(20)) record.deleted = RandomTime(dice);
  if (record.deleted.has_value() && record.created.has_value() &&
      *record.deleted < *record.created) {
    record.deleted.reset();
  }
  record.body = order;
  return record;
}

// A customer is there before its orders name it. What an order means while its
// named customer is not there yet, the rules leave open.
void AgeCustomers(Records* records) {
  std::map<model::RecordRef, absl::Time> first;
  for (const Record& record : *records) {
    const auto* order = std::get_if<model::Order>(&record.body);
    if (order == nullptr || order->customer_id.empty()) continue;
    const model::RecordRef ref{record.ref.source, order->customer_type,
                               order->customer_id};
    const absl::Time placed = order->placed_at.value_or(absl::InfinitePast());
    auto [it, added] = first.emplace(ref, placed);
    if (!added) it->second = std::min(it->second, placed);
  }
  for (Record& record : *records) {
    const auto it = first.find(record.ref);
    if (it == first.end() || !record.created.has_value()) continue;
    if (it->second == absl::InfinitePast()) {
      record.created.reset();
    } else {
      record.created = std::min(*record.created, it->second);
    }
  }
}

}  // namespace

void AddRandomShops(const model::Settings& settings, Dice* dice,
                    Records* records) {
  // One name for all orders that only know an email: whose name speaks for a
  // guest is nowhere said.
  const std::string guest_name = RandomName(dice);
  for (const model::Source& source : settings.sources) {
    if (!model::IsShop(source.system)) continue;
    const int customers = dice->Between(0, 6);
    for (int n = 1; n <= customers; ++n) {
      records->push_back(MakeCustomer(source, n, dice));
    }
    if (source.system != System::kBigCommerce && dice->Coin()) {
      AddCompany(source, dice, records);
    }
    const int orders = dice->Between(0, 14);
    for (int n = 1; n <= orders; ++n) {
      records->push_back(MakeOrder(source, n, guest_name, dice));
    }
  }
  AgeCustomers(records);
}

}  // namespace landfall::oracle
