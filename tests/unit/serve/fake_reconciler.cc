#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::testing {
namespace {

model::Source MakeSource(std::string id, model::System system,
                         std::string channel) {
  model::Source source;
  source.id = std::move(id);
  source.system = system;
  source.channel = std::move(channel);
  source.keys = model::DefaultKeyFields(system, source.id, {"crm"});
  return source;
}

model::LegalEntity MakeEntity(std::string id, std::string source,
                              std::string company) {
  model::LegalEntity entity;
  entity.id = std::move(id);
  entity.name = entity.id;
  entity.source = std::move(source);
  entity.company = std::move(company);
  return entity;
}

base::Decimal Amount(int64_t cents) { return base::Decimal(cents, 2); }

model::EntityOutcome PresentElsewhere() {
  model::EntityOutcome entity;
  entity.entity = "USTR";
  entity.outcome = model::Outcome::kPresentNotExpected;
  model::MasterMatch match;
  match.record = {"erp", "customer", "ustr:C-00042"};
  match.account = "C-00042";
  match.name = "Contoso";
  match.matched_on = model::KeyKinds().With(model::KeyKind::kEmail);
  match.blocked = true;
  match.url = "https://contoso.example/C-00042";
  entity.customers = {match};
  return entity;
}

model::EntityOutcome MissingCatr() {
  model::EntityOutcome entity;
  entity.entity = "CATR";
  entity.outcome = model::Outcome::kMissing;
  entity.because = model::ExpectedBecause::kShipToCountry;
  entity.candidate = true;
  return entity;
}

model::FieldDrift CityDrift() {
  return {"Customers V3 (accounts)",
          "USTR",
          {"erp", "customer", "ustr:C-00042"},
          "address1_city",
          "DeliveryAddressCity",
          "Oslo",
          "Bergen",
          "=",
          model::DriftWinner::kLastWriter};
}

}  // namespace

model::Settings TestSettings() {
  using model::System;
  model::Settings settings;
  settings.sources = {MakeSource("erp", System::kFinanceOperations, ""),
                      MakeSource("bc", System::kBusinessCentral, ""),
                      MakeSource("bc1", System::kBusinessCentral, ""),
                      MakeSource("crm", System::kDataverse, ""),
                      MakeSource("shop", System::kShopify, "DTC"),
                      MakeSource("b2b", System::kBigCommerce, "B2B")};
  settings.legal_entities = {MakeEntity("USTR", "erp", ""),
                             MakeEntity("CATR", "erp", ""),
                             MakeEntity("UKCO", "bc", "UK Trade Ltd"),
                             MakeEntity("FRCO", "bc", "FR Trade SARL"),
                             MakeEntity("DECO", "bc1", "DE Trade GmbH")};
  settings.legal_entities[0].name = "US Trade Inc";
  settings.legal_entities[0].country = "US";
  settings.legal_entities[0].currency = "USD";
  settings.cards = model::BuiltInCards();
  return settings;
}

model::CheckAnswer FullAnswer() {
  model::CheckAnswer answer;
  answer.verdict = model::Verdict::kNotPromoted;
  answer.explanation = "Not in CA Trade ULC.";
  answer.clarity = model::ExpectationClarity::kAmbiguous;
  answer.entities = {MissingCatr(), PresentElsewhere()};
  answer.reasons = {{model::ReasonCode::kPresentInOtherEntity, "USTR",
                     "Present in US Trade Inc.", "Create it in CATR."}};
  answer.keys = {
      {model::KeyKind::kEmail, "ann@contoso.com", true, "", ""},
      {model::KeyKind::kTaxId, "", false, "BAD_CHECKSUM", "DE12345"}};
  answer.near_matches = {{{"erp", "customer", "ustr:C-7"},
                          "EMAIL_PLUS_TAG",
                          "ann+shop@contoso.com ~ ann@contoso.com"}};
  answer.counterparts = {
      {{"crm", "account", "a1"}, model::Verdict::kAwaitingSync}};
  answer.drift = {CityDrift()};
  answer.preflight = {
      {"Customers V3 (accounts)", model::ReasonCode::kReferenceDataMissing,
       "CATR", "msdyn_customergroupid.msdyn_groupid", "CustomerGroupId", "GOLD",
       "The customer group is not there.", "Create it."}};
  answer.blocked_value = {"USD", Amount(1840050)};
  answer.blocked_by_currency = {{"CAD", Amount(100)}};
  answer.unpriced_currencies = {"XAF"};
  answer.unpriced_orders = 1;
  answer.since = TestNow() - absl::Hours(24) + absl::Microseconds(5);
  answer.revision = "r7";
  return answer;
}

model::Card FullCard() {
  model::Card card;
  card.id = "ecom-absent";
  card.title = "Shop customers absent";
  card.window_start = TestNow() - absl::Hours(168);
  card.window_end = TestNow();
  card.as_of = TestNow();
  card.revision = "r7";
  card.cursor = "here";
  card.count = 17;
  card.alert = {10, true};
  card.stages = {31, 14, 12, 5, 3, 0};
  card.with_open_activity = 2;
  card.by_channel = {{"B2B", 6, Amount(100)}};
  card.by_source = {{"b2b", 6, Amount(200)}};
  card.by_entity = {{"AMBIGUOUS", 1, Amount(300)}};
  card.by_reason = {{"NOT_FOUND", 17, Amount(400)}};
  card.ambiguous_entity = 1;
  card.also_in_dataverse = 4;
  card.blocked_value = {"USD", Amount(6120000)};
  card.blocked_by_currency = {{"CAD", Amount(500)}};
  card.unpriced_currencies = {"XAF"};
  card.unpriced_orders = 3;
  card.exchange_rates = {{"CAD", Amount(73), "2026-07-09", "ecb"}};
  card.largest = model::LargestBlocked{
      "Wholesale-X", Amount(1840000), {"b2b", "customer", "88"}};
  model::TwinReport twin;
  twin.card = "ecom-absent-connector";
  twin.count = 17;
  twin.agrees = false;
  twin.only_here = 1;
  twin.only_there = 1;
  twin.differing_keys = {"TAX_ID"};
  card.twin = twin;
  card.complete = false;
  card.stale_sources = {"erp"};
  return card;
}

model::CardHistory FullCardHistory() {
  model::CardHistory history;
  for (int day = 1; day <= 3; ++day) {
    model::CardHistoryPoint point;
    point.as_of = TestNow() - absl::Hours(24) * (3 - day);
    point.count = 6 * day - 6;
    point.not_promoted = 5 * day - 5;
    point.awaiting_sync = day - 1;
    point.in_window = 40 + day;
    point.blocked_value = {"USD", Amount(100050 * day)};
    point.unpriced_orders = day - 1;
    point.alert_firing = point.count > 10;
    if (day != 2) point.time_to_promotion = {day, 30.0 * day, 5400, 172800};
    history.points.push_back(point);
  }
  history.time_to_promotion = {4, 90, 5400, 172800};
  return history;
}

model::ListedEvent FullEvent() {
  model::ListedEvent listed{"evt_1", "here", {}};
  model::CardEvent& event = listed.event;
  event.type = model::EventType::kLeft;
  event.because = model::EventCause::kLanded;
  event.at = TestNow();
  event.revision = 7;
  event.card = "ecom-absent";
  event.source = "b2b";
  event.record = {"b2b", "customer", "88"};
  event.name = "Wholesale-X";
  event.verdict = model::Verdict::kPromoted;
  event.reasons = {model::ReasonCode::kInExpectedEntity};
  event.entities = {"USTR"};
  event.blocked_value = model::Money{"USD", Amount(1840000)};
  event.since = TestNow() - absl::Hours(30);
  event.count = 17;
  event.above = 10;
  return listed;
}

model::CardRecord FullCardRecord() {
  const model::CheckAnswer answer = FullAnswer();
  model::CardRecord record;
  record.record = {"b2b", "customer", "88"};
  record.name = "Wholesale-X";
  record.source = "b2b";
  record.channel = "B2B";
  record.verdict = answer.verdict;
  record.explanation = answer.explanation;
  record.clarity = answer.clarity;
  record.entities = answer.entities;
  record.reasons = answer.reasons;
  record.since = answer.since;
  record.blocked_value = answer.blocked_value;
  record.blocked_by_currency = answer.blocked_by_currency;
  record.unpriced_orders = 1;
  record.orders = {{"1001",
                    TestNow(),
                    Amount(1840050),
                    "USD",
                    "CATR",
                    {{{"erp", "sales_order", "catr:SO-1"}, "SO-1"}}},
                   {"1002", TestNow(), std::nullopt, "CAD", "CATR", {}}};
  record.counterparts = answer.counterparts;
  record.drift = answer.drift;
  return record;
}

std::optional<absl::StatusOr<reconcile::AnswerRef>> FakeReconciler::TryCheck(
    const model::CheckQuery& query) const {
  if (writer_is_busy) return std::nullopt;
  return Check(query);
}

absl::StatusOr<std::vector<model::Card>> FakeReconciler::ListCards(
    absl::Time, absl::Time, base::Budget& budget) const {
  LF_RETURN_IF_ERROR(during_long_question(budget));
  return std::vector<model::Card>{FullCard(), FullCard()};
}

std::vector<reconcile::SourceStatus> FakeReconciler::ListSources(
    absl::Time now) const {
  reconcile::SourceStatus erp;
  erp.id = "erp";
  erp.system = model::System::kFinanceOperations;
  erp.is_master = true;
  erp.state = "STALE";
  erp.last_read = now - absl::Hours(5);
  erp.last_change = now - absl::Hours(6);
  erp.row_counts = {{"customer", 5000000000}};
  erp.companies = {"USTR", "CATR"};
  erp.types = {"customer"};
  reconcile::SourceStatus shop;
  shop.id = "shop";
  shop.system = model::System::kShopify;
  shop.channel = "DTC";
  shop.state = "NEVER_SYNCED";
  return {erp, shop};
}

absl::StatusOr<ingest::UpsertCounts> FakeReconciler::Upsert(
    ingest::UpsertBatch batch, absl::Time) {
  absl::StatusOr<ingest::UpsertCounts> counts = on_upsert(batch);
  absl::MutexLock lock(&mutex_);
  if (counts.ok()) batches_.push_back(batch);
  return counts;
}

absl::Status FakeReconciler::Erase(const model::RecordRef& ref, absl::Time) {
  absl::MutexLock lock(&mutex_);
  erased_.push_back(ref);
  return absl::OkStatus();
}

absl::StatusOr<reconcile::AnswerRef> FakeReconciler::Check(
    const model::CheckQuery& query) const {
  absl::StatusOr<model::CheckAnswer> answer = on_check(query);
  if (!answer.ok()) return answer.status();
  return std::make_shared<const model::CheckAnswer>(*std::move(answer));
}

}  // namespace landfall::testing
