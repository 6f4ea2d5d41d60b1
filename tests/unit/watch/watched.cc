// Turns a few calls into a watched engine with records.
#include "tests/unit/watch/watched.h"

#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/config/load.h"
#include "tests/support/borrowed_store.h"

namespace landfall::watch {
namespace {

constexpr absl::string_view kConfiguration = R"(
reporting_currency: USD
legal_entities:
  - {id: USTR, country: US, currency: USD, source: erp}
  - {id: CATR, country: CA, currency: CAD, source: erp}
sources:
  - id: erp
    system: finance_operations
    url: https://contoso.operations.dynamics.com
    max_age: 1h
  - {id: web, system: shopify, channel: DTC}
)";

class InterceptedStore : public testing::BorrowedStore {
 public:
  InterceptedStore(store::RecordStore& store,
                   std::shared_ptr<Watched::Interceptor> interceptor)
      : BorrowedStore(store), interceptor_(std::move(interceptor)) {}

  absl::StatusOr<store::Revision> Commit(
      const store::StoreBatch& batch) override {
    if (*interceptor_ != nullptr) (*interceptor_)(batch);
    return BorrowedStore::Commit(batch);
  }

 private:
  const std::shared_ptr<Watched::Interceptor> interceptor_;
};

}  // namespace

Watched::Watched(std::string more, WatchOptions options)
    : options_(options), clock_(reconcile::Now()) {
  Restart(more.empty() ? kExpectation : std::move(more));
  ReadAll();
}

void Watched::Restart(std::string more) {
  more_ = std::move(more);
  engine_.reset();
  auto loaded = config::LoadConfigText(absl::StrCat(kConfiguration, more_),
                                       "test.yaml", "/");
  LF_CHECK(loaded.ok());
  engine::EngineOptions options;
  options.watch_clock = &clock_;
  options.watch = options_;
  options.watch_by_itself = false;
  auto engine = engine::Engine::Open(
      std::move(loaded->settings),
      std::make_unique<InterceptedStore>(store_, interceptor_), options);
  LF_CHECK(engine.ok());
  engine_ = *std::move(engine);
}

void Watched::Upsert(const std::vector<model::Record>& records) {
  LF_CHECK(engine_->ingest().Upsert({records, {}}, clock_.Now()).ok());
}

void Watched::ReadAll() {
  LF_CHECK(engine_->ingest().Upsert({{}, {"USTR", "CATR"}}, clock_.Now()).ok());
}

void Watched::Look() { LF_CHECK(engine_->watch()->LookNow().ok()); }

std::vector<std::string> Watched::News() {
  Look();
  model::EventsQuery query;
  query.cursor = cursor_;
  query.page_size = 1000;
  const auto page = engine_->reconciler().ListEvents(query);
  LF_CHECK(page.ok() && !page->more);
  cursor_ = page->next_cursor;
  std::vector<std::string> news;
  for (const auto& listed : page->events) news.push_back(TextOf(listed.event));
  return news;
}

std::vector<std::string> Watched::News(const std::string& card) {
  std::vector<std::string> news;
  for (std::string& event : News()) {
    const size_t at = event.find(absl::StrCat(" ", card, " "));
    if (at != std::string::npos) news.push_back(std::move(event));
  }
  return news;
}

std::vector<model::ListedEvent> Watched::Log() const {
  model::EventsQuery query;
  query.page_size = 1000;
  const auto page = engine_->reconciler().ListEvents(query);
  LF_CHECK(page.ok());
  return page->events;
}

std::string TextOf(const model::CardEvent& event) {
  std::string text(model::EventTypeName(event.type));
  const absl::string_view cause = model::EventCauseName(event.because);
  if (!cause.empty()) absl::StrAppend(&text, " ", cause);
  if (!event.card.empty()) absl::StrAppend(&text, " ", event.card);
  if (event.record.empty()) {
    if (event.count) absl::StrAppend(&text, " ", *event.count);
    if (!event.source.empty()) absl::StrAppend(&text, " ", event.source);
    return text;
  }
  absl::StrAppend(&text, " ", event.record.ToString());
  if (!event.name.empty()) absl::StrAppend(&text, " ", event.name);
  return text;
}

}  // namespace landfall::watch
