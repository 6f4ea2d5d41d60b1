// Turns a few calls into a running reconciler with records.
#include "tests/support/test_engine.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "server/base/check.h"
#include "server/config/load.h"
#include "tests/support/borrowed_store.h"

namespace landfall::reconcile {
namespace {

constexpr absl::string_view kConfiguration = R"(
reporting_currency: USD
exchange_rates: {CAD: 0.73, JPY: 0.0065, KWD: 3.25}
legal_entities:
  - {id: USTR, country: US, currency: USD, source: erp}
  - {id: CATR, country: CA, currency: CAD, source: erp}
sources:
  - {id: erp, system: finance_operations$0}
  - {id: crm, system: dataverse}
  - {id: web, system: shopify, channel: DTC}
expectation:
  - {ship_to: [US], entity: USTR}
  - {ship_to: [CA], entity: CATR}
hubs: {external_id: 11}
cards:
  - {id: ecom-absent, alert_above: 2}
)";

void AppendReasons(const std::vector<model::Reason>& reasons,
                   std::string* text) {
  for (const model::Reason& reason : reasons) {
    absl::StrAppend(text, " ", model::ReasonName(reason.code), "/",
                    reason.entity);
  }
}

}  // namespace

absl::Time Now() {
  return absl::FromCivil(absl::CivilSecond(2026, 6, 9, 12, 0, 0),
                         absl::UTCTimeZone());
}

Engine::Engine(std::string erp_options) : erp_options_(std::move(erp_options)) {
  Restart();
}

void Engine::Restart() {
  engine_.reset();
  auto options = config::LoadConfigText(
      absl::Substitute(kConfiguration, erp_options_), "test.yaml", "/");
  LF_CHECK(options.ok());
  auto engine =
      engine::Engine::Open(std::move(options->settings),
                           std::make_unique<testing::BorrowedStore>(store_));
  LF_CHECK(engine.ok());
  engine_ = *std::move(engine);
}

UpsertCounts Engine::Upsert(const std::vector<model::Record>& records) {
  auto counts = engine_->ingest().Upsert({records, {}}, Now());
  LF_CHECK(counts.ok());
  return *counts;
}

void Engine::ReadAll() {
  LF_CHECK(engine_->ingest().Upsert({{}, {"USTR", "CATR"}}, Now()).ok());
}

model::CheckAnswer Engine::Check(const std::string& ref) const {
  model::CheckQuery query;
  query.record = *model::RecordRef::Parse(ref);
  query.as_of = Now();
  auto answer = engine_->reconciler().Check(query);
  LF_CHECK(answer.ok());
  return **answer;
}

model::Card Engine::Card(const std::string& id) const {
  model::CardQuery query;
  query.card = id;
  query.as_of = Now();
  auto card = engine_->reconciler().GetCard(query);
  LF_CHECK(card.ok());
  return *card;
}

std::string Engine::Answers(const std::vector<std::string>& refs) const {
  std::string text;
  for (const std::string& ref : refs) {
    const model::CheckAnswer answer = Check(ref);
    absl::StrAppend(&text, ref, ": ", model::VerdictName(answer.verdict), " ",
                    answer.explanation, " ",
                    answer.blocked_value.amount.ToString(), " r",
                    answer.revision);
    AppendReasons(answer.reasons, &text);
    text += "\n";
  }
  const auto cards = engine_->reconciler().ListCards(Now(), Now());
  LF_CHECK(cards.ok());
  for (const model::Card& card : *cards) {
    absl::StrAppend(&text, card.id, ": ", card.count, " ",
                    card.blocked_value.amount.ToString(), " r", card.revision,
                    card.complete ? "" : " incomplete", "\n");
  }
  for (const SourceStatus& source : engine_->reconciler().ListSources(Now())) {
    absl::StrAppend(&text, source.id, ": ", source.state);
    for (const auto& [type, rows] : source.row_counts) {
      absl::StrAppend(&text, " ", type, "=", rows);
    }
    text += "\n";
  }
  return text;
}

model::Record Shopper(const std::string& id, const std::string& name,
                      const std::string& email) {
  model::Record record;
  record.ref = {"web", "customer", id};
  record.name = name;
  record.created = Now() - absl::Hours(240);
  if (!email.empty()) record.fields.AddString("email", email);
  record.fields.Sort();
  record.body = model::UpstreamCustomer();
  return record;
}

model::Record Order(const std::string& id, const std::string& customer,
                    const std::string& ship_to, const std::string& amount,
                    const std::string& currency, const std::string& email) {
  model::Order order;
  if (!customer.empty()) order.customer_type = "customer";
  order.customer_id = customer;
  order.email = email;
  order.state = "PAID";
  order.placed_at = Now() - absl::Hours(24);
  order.amount = *base::Decimal::Parse(amount);
  order.currency = currency;
  order.ship_countries = {ship_to};
  model::Record record;
  record.ref = {"web", "order", id};
  record.created = order.placed_at;
  record.body = order;
  return record;
}

model::Record Master(const std::string& entity, const std::string& account,
                     const std::string& email) {
  const std::string area = absl::AsciiStrToLower(entity);
  model::MasterCustomer master;
  master.entity = area;
  master.account = account;
  model::Record record;
  record.ref = {"erp", "customer", absl::StrCat(area, ":", account)};
  record.name = account;
  record.fields.AddString("CustomerAccount", account);
  if (!email.empty()) record.fields.AddString("PrimaryContactEmail", email);
  record.fields.Sort();
  record.body = master;
  return record;
}

model::Record Failure(const std::string& id, model::ErrorEvent event) {
  event.system = "other";
  if (event.message.empty()) {
    event.message =
        "The value 'WHOLESALE' in field 'Customer group' is not found in the "
        "related table 'Customer groups'.";
  }
  model::Record record;
  record.ref = {"web", "error_event", id};
  record.created = Now() - absl::Hours(1);
  record.body = std::move(event);
  return record;
}

model::ErrorEvent About(model::RecordRef record) {
  model::ErrorEvent event;
  event.record = std::move(record);
  return event;
}

model::CardRecordsQuery ListOf(const std::string& card, int page_size) {
  model::CardRecordsQuery query;
  query.card.card = card;
  query.card.as_of = Now();
  query.page_size = page_size;
  return query;
}

std::vector<std::string> AllPages(const Reconciler& reconciler,
                                  model::CardRecordsQuery query) {
  std::vector<std::string> ids;
  do {
    auto page = reconciler.ListCardRecords(query);
    LF_CHECK(page.ok());
    // A page that is neither full nor the last would be a gap.
    LF_CHECK(page->next_page_token.empty() ||
             static_cast<int>(page->records.size()) == query.page_size);
    for (const model::CardRecord& record : page->records) {
      ids.push_back(record.record.id);
    }
    query.page_token = page->next_page_token;
  } while (!query.page_token.empty());
  return ids;
}

}  // namespace landfall::reconcile
