// Turns a few calls into records as the decoders would build them.

#include "tests/oracle/story.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace landfall::oracle {
namespace {

using model::Record;
using model::System;

void AddSource(const std::string& id, System system, const std::string& channel,
               model::Settings* settings) {
  model::Source source;
  source.id = id;
  source.system = system;
  source.channel = channel;
  source.url = "https://pulled.example";
  source.grace = system == System::kBusinessCentral ? absl::Minutes(30)
                                                    : absl::Minutes(15);
  source.keys = model::DefaultKeyFields(system, id, {"crm"});
  source.active_states = model::DefaultActiveStates(system);
  if (model::IsMaster(system)) source.catch_all = {"WEB-DEFAULT"};
  settings->sources.push_back(source);
}

void AddShipTo(const std::vector<std::string>& countries,
               const std::string& entity, model::Settings* settings) {
  model::ExpectationRule rule;
  rule.countries = countries;
  rule.entity = entity;
  settings->expectation.push_back(rule);
}

void SetField(Record& record, const std::string& path,
              const std::string& value) {
  record.fields.AddString(path, value);
  record.fields.Sort();
}

}  // namespace

Story::Story() {
  AddSource("erp", System::kFinanceOperations, "", &settings);
  AddSource("bc", System::kBusinessCentral, "", &settings);
  AddSource("crm", System::kDataverse, "", &settings);
  AddSource("web", System::kShopify, "DTC", &settings);
  AddSource("b2b", System::kBigCommerce, "B2B", &settings);
  settings.legal_entities = {
      {"USTR", "US Trade Inc", "US", "USD", "erp", ""},
      {"CATR", "CA Trade ULC", "CA", "CAD", "erp", ""},
      {"UKCO", "UK Trade Ltd", "GB", "GBP", "bc", "UK Trade Ltd"}};
  AddShipTo({"US", "PR"}, "USTR", &settings);
  AddShipTo({"CA"}, "CATR", &settings);
  AddShipTo({"GB"}, "UKCO", &settings);
  settings.exchange_rates["CAD"] = base::Decimal(73, 2);
  settings.cards = model::BuiltInCards();
  for (const model::LegalEntity& entity : settings.legal_entities) {
    reads[entity.id] = Now();
  }
  for (const model::Source& source : settings.sources) {
    source_reads[source.id] = Now();
  }
}

absl::Time Story::Now() {
  return absl::FromCivil(absl::CivilSecond(2026, 6, 9, 12, 0, 0),
                         absl::UTCTimeZone());
}

Record& Story::Add(Record record) {
  records_.push_back(std::move(record));
  return records_.back();
}

Record& Story::Master(const std::string& entity, const std::string& account) {
  const bool bc = entity == "UKCO";
  Record record;
  record.ref = {bc ? "bc" : "erp", "customer",
                absl::StrCat(absl::AsciiStrToLower(entity), ":", account)};
  record.name = account;
  model::MasterCustomer master;
  master.entity = bc ? "UK Trade Ltd" : absl::AsciiStrToLower(entity);
  master.account = account;
  record.body = master;
  SetField(record, bc ? "number" : "CustomerAccount", account);
  return Add(std::move(record));
}

Record& Story::Account(const std::string& id) {
  Record record;
  record.ref = {"crm", "account", id};
  record.name = id;
  record.created = Now() - absl::Hours(240);
  record.fields.Add("customertypecode",
                    {model::FieldValue::Type::kNumber, "3"});
  record.fields.Sort();
  model::UpstreamCustomer row;
  row.company.code = "USTR";
  record.body = row;
  return Add(std::move(record));
}

Record& Story::Contact(const std::string& id) {
  Record record;
  record.ref = {"crm", "contact", id};
  record.name = id;
  record.created = Now() - absl::Hours(240);
  record.fields.Add("msdyn_sellable", {model::FieldValue::Type::kBool, "true"});
  record.fields.AddString("msdyn_contactpersonid", "P-" + id);
  record.fields.Sort();
  model::UpstreamCustomer row;
  row.company.code = "USTR";
  record.body = row;
  return Add(std::move(record));
}

Record& Story::Customer(const std::string& source, const std::string& id) {
  Record record;
  record.ref = {source, "customer", id};
  record.name = id;
  record.created = Now() - absl::Hours(240);
  record.body = model::UpstreamCustomer();
  return Add(std::move(record));
}

Record& Story::Order(const std::string& id, const std::string& customer_id,
                     const std::string& ship_to) {
  Record record;
  record.ref = {"web", "order", id};
  model::Order order;
  order.customer_type = "customer";
  order.customer_id = customer_id;
  order.state = "PAID";
  order.placed_at = Now() - absl::Hours(24);
  order.amount = base::Decimal(100, 0);
  order.currency = "USD";
  if (!ship_to.empty()) order.ship_countries = {ship_to};
  record.created = order.placed_at;
  record.body = order;
  return Add(std::move(record));
}

void Story::Tell(NaiveReconciler* reconciler) const {
  ingest::UpsertBatch all;
  all.records = records_;
  reconciler->Upsert(all, Now() - absl::Hours(1000));
  for (const auto& [entity, time] : reads) {
    ingest::UpsertBatch read;
    read.entities_read = {entity};
    reconciler->Upsert(read, time);
  }
  for (const auto& [source, time] : source_reads) {
    reconciler->ReadSource(source, time);
  }
}

model::CheckAnswer Story::Check(const model::CheckQuery& query) const {
  NaiveReconciler reconciler(settings);
  Tell(&reconciler);
  model::CheckQuery dated = query;
  dated.as_of = as_of;
  return reconciler.Check(dated);
}

model::CheckAnswer Story::Check(const model::RecordRef& ref) const {
  model::CheckQuery query;
  query.record = ref;
  return Check(query);
}

model::Card Story::Card(const std::string& id) const {
  NaiveReconciler reconciler(settings);
  Tell(&reconciler);
  model::CardQuery query;
  query.card = id;
  query.as_of = as_of;
  return reconciler.GetCard(query);
}

std::vector<model::CardRecord> Story::List(const std::string& id,
                                           model::CardOrder order) const {
  NaiveReconciler reconciler(settings);
  Tell(&reconciler);
  model::CardRecordsQuery query;
  query.card.card = id;
  query.card.as_of = as_of;
  query.order = order;
  return reconciler.ListCardRecords(query);
}

void Email(Record& record, const std::string& value) {
  const std::string path = record.ref.source == "erp"   ? "PrimaryContactEmail"
                           : record.ref.source == "crm" ? "emailaddress1"
                                                        : "email";
  SetField(record, path, value);
}

void TaxId(Record& record, const std::string& value,
           const std::string& country) {
  if (auto* master = std::get_if<model::MasterCustomer>(&record.body)) {
    master->country = country;
    SetField(
        record,
        record.ref.source == "bc" ? "taxRegistrationNumber" : "TaxExemptNumber",
        value);
    return;
  }
  RowOf(record).country = country;
  SetField(record,
           record.ref.source == "crm" ? "msdyn_taxexemptnumber"
                                      : "taxSettings.taxId",
           value);
}

model::Order& OrderOf(Record& record) {
  return std::get<model::Order>(record.body);
}
model::UpstreamCustomer& RowOf(Record& record) {
  return std::get<model::UpstreamCustomer>(record.body);
}
model::MasterCustomer& MasterOf(Record& record) {
  return std::get<model::MasterCustomer>(record.body);
}

std::optional<model::Outcome> OutcomeIn(const model::CheckAnswer& answer,
                                        absl::string_view entity) {
  for (const model::EntityOutcome& outcome : answer.entities) {
    if (outcome.entity == entity) return outcome.outcome;
  }
  return std::nullopt;
}

std::string ReasonsOf(const model::CheckAnswer& answer) {
  std::vector<std::string> reasons;
  for (const model::Reason& reason : answer.reasons) {
    reasons.push_back(
        absl::StrCat(model::ReasonName(reason.code),
                     reason.entity.empty() ? "" : " " + reason.entity));
  }
  std::sort(reasons.begin(), reasons.end());
  return absl::StrJoin(reasons, ", ");
}

}  // namespace landfall::oracle
