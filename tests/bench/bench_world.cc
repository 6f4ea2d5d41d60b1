// Turns a number into the records of one made-up customer, built as the
// decoders would. Entry point: BenchWorld.
#include "tests/bench/bench_world.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/base/check.h"
#include "server/base/decimal.h"

namespace landfall::bench {
namespace {

using model::Record;
using model::System;

constexpr absl::Duration kYear = absl::Hours(365 * 24);

absl::Time Begin() { return absl::FromUnixSeconds(1'748'736'000); }

std::string Email(int64_t n) {
  return absl::StrCat("buyer", n, "@kunde", n % 100'000, ".de");
}

std::string Account(int64_t n) { return absl::StrFormat("C%09d", n); }

std::string ShopId(int64_t n) { return absl::StrCat(7'000'000'000 + n); }

// A German VAT number whose check digit (ISO 7064, mod 11,10) is right.
std::string TaxId(int64_t n) {
  std::string body = absl::StrCat(10'000'000 + n);
  int product = 10;
  for (char digit : body) {
    const int sum = (digit - '0' + product) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return absl::StrCat("DE", body, (11 - product) % 10);
}

std::vector<std::string> KeysOf(int64_t n) {
  return {Email(n), BenchWorld::IsDataverse(n) ? Account(n) : ShopId(n),
          TaxId(n)};
}

model::Source MakeSource(const std::string& id, System system) {
  model::Source source;
  source.id = id;
  source.system = system;
  source.keys = model::DefaultKeyFields(system, id, {"crm"});
  source.active_states = model::DefaultActiveStates(system);
  return source;
}

}  // namespace

absl::Time BenchWorld::Created(int64_t n) const {
  return Begin() + kYear / size_ * (n + 1);
}

absl::Time BenchWorld::End() const { return Created(size_ - 1); }

model::Settings BenchWorld::Settings() const {
  model::Settings settings;
  settings.reporting_currency = "EUR";
  settings.legal_entities.push_back(
      {"DEGM", "Handel DE", "DE", "EUR", "erp", ""});
  settings.sources.push_back(MakeSource("erp", System::kFinanceOperations));
  settings.sources.back().keys.external_id.push_back(
      {"EcomCustomerId", "shop"});
  settings.sources.push_back(MakeSource("crm", System::kDataverse));
  settings.sources.push_back(MakeSource("shop", System::kShopify));
  model::ExpectationRule rule;
  rule.countries = {"DE"};
  rule.entity = "DEGM";
  settings.expectation.push_back(rule);
  settings.cards = model::BuiltInCards();
  return settings;
}

model::RecordRef BenchWorld::Ref(int64_t n) const {
  if (!IsDataverse(n)) return {"shop", "customer", ShopId(n)};
  return {"crm", "account",
          absl::StrFormat("a0000000-0000-0000-0000-%012d", n)};
}

std::vector<Record> BenchWorld::Records(int64_t n) const {
  std::vector<Record> records = {Upstream(n), Master(n)};
  if (!IsDataverse(n)) records.push_back(Order(n));
  return records;
}

std::vector<std::string> BenchWorld::Keys(int64_t n) const { return KeysOf(n); }

std::vector<std::string> BenchWorld::MasterKeys(int64_t n) const {
  // 2 * size keeps the parity and is beyond every customer.
  return KeysOf(IsAbsent(n) ? n + 2 * size_ : n);
}

int64_t BenchWorld::ForEachBatch(
    int64_t customers,
    const std::function<void(std::vector<Record>)>& visit) const {
  constexpr int64_t kStride = 1'000'003;  // prime: visits everybody once
  LF_CHECK(size_ % kStride != 0);
  int64_t records = 0;
  std::vector<Record> batch;
  for (int64_t i = 0; i < customers; ++i) {
    for (Record& record : Records(i * kStride % size_)) {
      batch.push_back(std::move(record));
    }
    if ((i + 1) % kCustomersPerBatch != 0 && i + 1 != customers) continue;
    records += static_cast<int64_t>(batch.size());
    visit(std::move(batch));
    batch.clear();
  }
  return records;
}

Record BenchWorld::Upstream(int64_t n) const {
  const std::vector<std::string> keys = Keys(n);
  Record record;
  record.ref = Ref(n);
  record.name = absl::StrCat("Kunde ", n);
  record.created = Created(n);
  record.modified = record.created;
  model::UpstreamCustomer customer;
  customer.country = "DE";
  customer.postal_code = absl::StrCat(10'000 + n % 89'999);
  if (IsDataverse(n)) {
    customer.company.code = "DEGM";
    record.fields.AddString("emailaddress1", keys[0]);
    record.fields.AddString("accountnumber", keys[1]);
    record.fields.AddString("msdyn_taxexemptnumber", keys[2]);
    record.fields.Add("customertypecode",
                      {model::FieldValue::Type::kNumber, "3"});
  } else {
    record.fields.AddString("defaultEmailAddress.emailAddress", keys[0]);
    record.fields.AddString("taxRegistrationId", keys[2]);
  }
  record.body = customer;
  record.fields.Sort();
  return record;
}

Record BenchWorld::Order(int64_t n) const {
  Record record;
  record.ref = {"shop", "order", absl::StrCat(9'000'000'000 + n)};
  record.created = Created(n);
  record.modified = record.created;
  model::Order order;
  order.number = absl::StrCat("#", n);
  order.customer_type = "customer";
  order.customer_id = ShopId(n);
  order.email = Email(n);
  order.state = "PAID";
  order.placed_at = Created(n);
  order.amount = base::Decimal(9'950 + n % 1'000, 2);
  order.currency = "EUR";
  order.ship_countries = {"DE"};
  record.body = order;
  return record;
}

Record BenchWorld::Master(int64_t n) const {
  const std::vector<std::string> keys = MasterKeys(n);
  const std::string account =
      IsDataverse(n) ? keys[1] : absl::StrCat("S", keys[1]);
  Record record;
  record.ref = {"erp", "customer", absl::StrCat("degm:", account)};
  record.name = absl::StrCat("Kunde ", n);
  model::MasterCustomer master;
  master.entity = "DEGM";
  master.account = account;
  master.country = "DE";
  record.fields.AddString("PrimaryContactEmail", keys[0]);
  record.fields.AddString("CustomerAccount", account);
  record.fields.AddString("TaxExemptNumber", keys[2]);
  if (!IsDataverse(n)) record.fields.AddString("EcomCustomerId", keys[1]);
  record.body = master;
  record.fields.Sort();
  return record;
}

}  // namespace landfall::bench
