// Turns a card's question into the rows that it looks at. Entry point: RowsOf.

#include <unicode/coll.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <tuple>

#include "absl/strings/match.h"
#include "tests/oracle/naive_cards.h"
#include "tests/oracle/naive_drift.h"
#include "tests/oracle/naive_matching.h"

namespace landfall::oracle {
namespace {

using model::Verdict;

bool IsDataverse(const NaiveCustomer& customer) {
  return customer.source->system == model::System::kDataverse;
}

bool HasOrderOrQuoteIn(const NaiveCustomer& customer,
                       const NaiveWindow& window) {
  for (const model::Record* record : customer.orders) {
    const auto& order = std::get<model::Order>(record->body);
    if (order.placed_at.has_value() && window.Contains(*order.placed_at)) {
      return true;
    }
  }
  return false;
}

// "By creation, guests by first order"; who is known only by an id has no
// creation time.
bool CreatedIn(const NaiveCustomer& customer, const NaiveWindow& window) {
  return customer.created.has_value() && window.Contains(*customer.created);
}

bool InPopulation(const NaiveCardScope& scope, const NaiveCustomer& customer) {
  const NaiveWindow& window = scope.question.window;
  if (scope.card->kind == "dataverse-not-promoted") {
    return IsDataverse(customer) && CreatedIn(customer, window);
  }
  if (scope.card->kind == "new-customers") return CreatedIn(customer, window);
  if (scope.card->kind == "field-drift") {
    const auto changed = LastChangeOf(customer);
    return IsDataverse(customer) && changed.has_value() &&
           window.Contains(*changed);
  }
  return !IsDataverse(customer) && HasOrderOrQuoteIn(customer, window);
}

// "`entity=X` keeps customers for whom X is missing or a candidate"; one that X
// cannot answer for may be missing.
std::vector<std::string> NamedBy(const NaiveDecision& decision) {
  std::vector<std::string> named;
  for (const model::EntityOutcome& outcome : decision.answer.entities) {
    const bool expected = outcome.because != model::ExpectedBecause::kNone;
    if (outcome.candidate ||
        (expected && outcome.outcome != model::Outcome::kPresent)) {
      named.push_back(outcome.entity);
    }
  }
  return named;
}

NaiveRow RowFor(const NaiveView& view, const NaiveCardScope& scope,
                const NaiveCustomer& customer) {
  NaiveRow row;
  row.record = customer.ref;
  row.customer = &customer;
  row.name = customer.name;
  row.source = customer.source->id;
  row.channel = customer.source->channel;
  row.decision = Decide(view, customer, scope.question);
  row.missing = row.decision.missing;
  row.value = row.decision.value;
  row.since = row.decision.answer.since;
  row.names_entities = NamedBy(row.decision);
  if (scope.card->kind == "field-drift") {
    row.since = LastChangeOf(customer);
    row.names_entities = ExpectedIn(view, row.decision.answer);
    row.drift = DriftOf(view, customer, row.decision.answer);
  }
  return row;
}

// One row per order of an absent customer whose expected entity is missing.
void AddOrderRows(const NaiveView& view, const NaiveRow& customer_row,
                  std::vector<NaiveRow>* rows) {
  const Verdict verdict = customer_row.decision.answer.verdict;
  if (verdict != Verdict::kNotPromoted && verdict != Verdict::kAwaitingSync) {
    return;
  }
  for (const NaiveRequirement& blocked : customer_row.decision.blocked) {
    NaiveRow row = customer_row;
    row.record = blocked.order->ref;
    row.order = blocked.order;
    row.missing = {blocked};
    row.value = ValueOf(view, {blocked.order});
    row.since = std::get<model::Order>(blocked.order->body).placed_at;
    row.names_entities.clear();
    if (!blocked.anywhere) {
      for (const model::LegalEntity* entity : blocked.entities) {
        row.names_entities.push_back(entity->id);
      }
    }
    rows->push_back(std::move(row));
  }
}

void AddEventRows(const NaiveView& view, const NaiveCardScope& scope,
                  std::vector<NaiveRow>* rows) {
  for (const model::Record* record : view.records()) {
    const auto* event = std::get_if<model::ErrorEvent>(&record->body);
    if (event == nullptr || !record->created.has_value() ||
        !scope.question.window.Contains(*record->created)) {
      continue;
    }
    NaiveRow row;
    row.record = record->ref;
    row.source = record->ref.source;
    row.channel = view.settings().FindSource(row.source)->channel;
    row.since = record->created;
    row.names_entities = {event->entity};
    row.value = ValueOf(view, {});
    rows->push_back(std::move(row));
  }
}

bool PassesFilters(const NaiveRow& row, const model::CardQuery& query) {
  if (!query.source.empty() && row.source != query.source) return false;
  if (!query.channel.empty() && row.channel != query.channel) return false;
  if (query.entity.empty()) return true;
  for (const std::string& entity : row.names_entities) {
    if (absl::EqualsIgnoreCase(entity, query.entity)) return true;
  }
  return false;
}

// Unicode root collation, without regard to case.
int CompareNames(const std::string& a, const std::string& b) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Collator> collator(
      icu::Collator::createInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status)) return a.compare(b);
  collator->setStrength(icu::Collator::SECONDARY);
  return collator->compareUTF8(a, b, status);
}

bool Before(model::CardOrder order, const NaiveRow& a, const NaiveRow& b) {
  const absl::Time a_since = a.since.value_or(absl::InfiniteFuture());
  const absl::Time b_since = b.since.value_or(absl::InfiniteFuture());
  const bool tie = std::tie(a_since, a.record) < std::tie(b_since, b.record);
  switch (order) {
    case model::CardOrder::kBlockedValueDesc:
      if (a.value.only_unpriced != b.value.only_unpriced) {
        return b.value.only_unpriced;
      }
      if (a.value.total.amount != b.value.total.amount) {
        return a.value.total.amount > b.value.total.amount;
      }
      return tie;
    case model::CardOrder::kSince:
      return tie;
    case model::CardOrder::kSinceDesc:
      // Unknown times come last either way.
      if (a.since.has_value() != b.since.has_value()) {
        return a.since.has_value();
      }
      return a_since != b_since ? a_since > b_since : a.record < b.record;
    case model::CardOrder::kName: {
      const int names = CompareNames(a.name, b.name);
      return names != 0 ? names < 0 : a.record < b.record;
    }
  }
  return tie;
}

}  // namespace

NaiveCardScope ScopeOf(const model::Settings& settings,
                       const model::CardQuery& query) {
  NaiveCardScope scope;
  scope.card = settings.FindCard(query.card);
  scope.query = query;
  scope.question.kinds = query.keys.value_or(scope.card->keys);
  scope.question.window = WindowOf(
      query.as_of, query.window_days.value_or(scope.card->window_days));
  if (scope.card->kind == "new-customers") {
    scope.question.without_active_order = WithoutActiveOrder::kAnyEntity;
  }
  return scope;
}

std::vector<NaiveRow> RowsOf(const NaiveView& view,
                             const NaiveCardScope& scope) {
  std::vector<NaiveRow> rows;
  if (scope.card->kind == "flow-failures") {
    AddEventRows(view, scope, &rows);
  } else {
    for (const NaiveCustomer& customer : view.customers()) {
      if (!InPopulation(scope, customer)) continue;
      NaiveRow row = RowFor(view, scope, customer);
      if (scope.card->kind == "orders-blocked") {
        AddOrderRows(view, row, &rows);
      } else {
        rows.push_back(std::move(row));
      }
    }
  }
  std::vector<NaiveRow> kept;
  for (NaiveRow& row : rows) {
    if (PassesFilters(row, scope.query)) kept.push_back(std::move(row));
  }
  return kept;
}

bool Counts(const NaiveCardScope& scope, const NaiveRow& row) {
  const std::string& kind = scope.card->kind;
  const Verdict verdict = row.decision.answer.verdict;
  if (kind == "flow-failures") return true;
  if (kind == "new-customers") return verdict != Verdict::kOutOfScope;
  if (kind == "field-drift") {
    return std::any_of(row.drift.begin(), row.drift.end(),
                       [&](const model::FieldDrift& drift) {
                         return scope.query.entity.empty() ||
                                absl::EqualsIgnoreCase(drift.entity,
                                                       scope.query.entity);
                       });
  }
  if (kind == "active-customers") return verdict == Verdict::kPromoted;
  return verdict == Verdict::kNotPromoted ||
         (verdict == Verdict::kAwaitingSync && scope.card->count_awaiting);
}

std::vector<NaiveRow> CountedRows(const NaiveView& view,
                                  const NaiveCardScope& scope) {
  std::vector<NaiveRow> counted;
  for (NaiveRow& row : RowsOf(view, scope)) {
    if (Counts(scope, row)) counted.push_back(std::move(row));
  }
  return counted;
}

void SortRows(model::CardOrder order, std::vector<NaiveRow>* rows) {
  std::sort(rows->begin(), rows->end(),
            [order](const NaiveRow& a, const NaiveRow& b) {
              return Before(order, a, b);
            });
}

}  // namespace landfall::oracle
