// Turns the rows of a card into its numbers and its list. Entry points:
// MakeCard, MakeList.

#include "tests/oracle/naive_cards.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "tests/oracle/naive_documents.h"
#include "tests/oracle/naive_matching.h"

namespace landfall::oracle {
namespace {

using model::Verdict;
using Lines = std::map<std::string, model::Breakdown>;

void AddLine(const std::string& key, const base::Decimal& amount,
             Lines* lines) {
  model::Breakdown& line = (*lines)[key];
  line.key = key;
  ++line.count;
  line.blocked_amount += amount;
}

std::vector<model::Breakdown> Listed(const Lines& lines) {
  std::vector<model::Breakdown> listed;
  for (const auto& [key, line] : lines) listed.push_back(line);
  return listed;
}

model::Stages StagesOf(const std::vector<NaiveRow>& rows) {
  model::Stages stages;
  for (const NaiveRow& row : rows) {
    switch (row.decision.answer.verdict) {
      case Verdict::kPromoted:
        ++stages.promoted;
        break;
      case Verdict::kNotPromoted:
        ++stages.not_promoted;
        break;
      case Verdict::kAwaitingSync:
        ++stages.awaiting_sync;
        break;
      case Verdict::kOutOfScope:
        ++stages.out_of_scope;
        break;
      case Verdict::kUnknown:
        ++stages.unknown;
        break;
    }
  }
  stages.in_window = stages.promoted + stages.not_promoted +
                     stages.awaiting_sync + stages.unknown;
  return stages;
}

// The value of the orders that wait for this line of the customer.
base::Decimal LineAmount(const NaiveView& view, const NaiveRow& row,
                         const std::string& line) {
  std::vector<const model::Record*> orders;
  for (const NaiveRequirement& missing : row.missing) {
    if (missing.order != nullptr && LineOf(missing) == line) {
      orders.push_back(missing.order);
    }
  }
  return ValueOf(view, orders).total.amount;
}

void AddBreakdowns(const NaiveView& view, const std::vector<NaiveRow>& counted,
                   model::Card* card) {
  Lines channels, sources, entities, reasons;
  for (const NaiveRow& row : counted) {
    const base::Decimal& amount = row.value.total.amount;
    AddLine(row.channel, amount, &channels);
    AddLine(row.source, amount, &sources);
    std::set<std::string> lines;
    for (const NaiveRequirement& missing : row.missing) {
      lines.insert(LineOf(missing));
    }
    for (const model::FieldDrift& drift : row.drift) lines.insert(drift.entity);
    for (const std::string& line : lines) {
      AddLine(line, LineAmount(view, row, line), &entities);
    }
    std::set<std::string> codes;
    for (const model::Reason& reason : row.decision.answer.reasons) {
      codes.insert(std::string(model::ReasonName(reason.code)));
    }
    for (const std::string& code : codes) AddLine(code, amount, &reasons);
  }
  card->by_channel = Listed(channels);
  card->by_source = Listed(sources);
  card->by_entity = Listed(entities);
  card->by_reason = Listed(reasons);
}

void AddMoney(const NaiveView& view, const std::vector<NaiveRow>& counted,
              model::Card* card) {
  std::map<std::string, base::Decimal> by_currency;
  std::set<std::string> unpriced;
  card->blocked_value.currency = view.settings().reporting_currency;
  for (const NaiveRow& row : counted) {
    card->blocked_value.amount += row.value.total.amount;
    for (const model::Money& money : row.value.by_currency) {
      by_currency[money.currency] += money.amount;
    }
    unpriced.insert(row.value.unpriced.begin(), row.value.unpriced.end());
    card->unpriced_orders += row.value.unpriced_orders;
  }
  for (const auto& [currency, amount] : by_currency) {
    card->blocked_by_currency.push_back({currency, amount});
    const auto rate = view.rates().find(currency);
    if (rate != view.rates().end()) {
      card->exchange_rates.push_back(rate->second);
    }
  }
  card->unpriced_currencies.assign(unpriced.begin(), unpriced.end());
  std::vector<NaiveRow> ranked = counted;
  SortRows(model::CardOrder::kBlockedValueDesc, &ranked);
  if (!ranked.empty() && ranked[0].value.total.amount > base::Decimal()) {
    card->largest = model::LargestBlocked{
        ranked[0].name, ranked[0].value.total.amount, ranked[0].record};
  }
}

bool HasOpenActivity(const NaiveView& view, const NaiveCustomer& customer) {
  for (const model::Record* record : view.records()) {
    const auto* activity = std::get_if<model::Activity>(&record->body);
    if (activity == nullptr || !activity->open ||
        record->ref.source != customer.ref.source) {
      continue;
    }
    for (const auto& [type, id] : activity->customers) {
      if (type == customer.ref.type && id == customer.ref.id) return true;
    }
  }
  return false;
}

// "A counterpart in Dataverse (any usable key in common, in scope, at asOf, any
// age) that is itself not promoted or awaiting."
bool AlsoInDataverse(const NaiveView& view, const NaiveCardScope& scope,
                     const NaiveCustomer& customer) {
  for (const NaiveCustomer* other :
       Counterparts(view, customer, scope.question.kinds)) {
    if (other->source->system != model::System::kDataverse) continue;
    const Verdict verdict = Decide(view, *other, scope.question).answer.verdict;
    if (verdict == Verdict::kNotPromoted || verdict == Verdict::kAwaitingSync) {
      return true;
    }
  }
  return false;
}

void AddCustomerCounts(const NaiveView& view, const NaiveCardScope& scope,
                       const std::vector<NaiveRow>& counted,
                       model::Card* card) {
  for (const NaiveRow& row : counted) {
    if (row.customer == nullptr) continue;
    if (HasOpenActivity(view, *row.customer)) ++card->with_open_activity;
    if (row.decision.answer.clarity == model::ExpectationClarity::kAmbiguous) {
      ++card->ambiguous_entity;
    }
    if (AlsoInDataverse(view, scope, *row.customer)) ++card->also_in_dataverse;
  }
}

std::set<model::RecordRef> Refs(const std::vector<NaiveRow>& rows) {
  std::set<model::RecordRef> refs;
  for (const NaiveRow& row : rows) refs.insert(row.record);
  return refs;
}

int CountNotIn(const std::set<model::RecordRef>& a,
               const std::set<model::RecordRef>& b) {
  int count = 0;
  for (const model::RecordRef& ref : a) count += b.count(ref) == 0 ? 1 : 0;
  return count;
}

// The twin answers the same question about the same window with its own keys.
model::TwinReport CompareTwin(const NaiveView& view,
                              const NaiveCardScope& scope,
                              const std::vector<NaiveRow>& counted) {
  model::CardQuery query = scope.query;
  query.card = scope.card->twin;
  query.keys.reset();
  query.window_days = query.window_days.value_or(scope.card->window_days);
  const NaiveCardScope twin_scope = ScopeOf(view.settings(), query);
  const auto here = Refs(counted);
  const auto there = Refs(CountedRows(view, twin_scope));
  model::TwinReport twin;
  twin.card = scope.card->twin;
  twin.count = static_cast<int>(there.size());
  twin.only_here = CountNotIn(here, there);
  twin.only_there = CountNotIn(there, here);
  twin.agrees = twin.only_here == 0 && twin.only_there == 0;
  for (const model::KeyKind kind :
       {model::KeyKind::kEmail, model::KeyKind::kExternalId,
        model::KeyKind::kTaxId}) {
    if (scope.question.kinds.Has(kind) != twin_scope.question.kinds.Has(kind)) {
      twin.differing_keys.push_back(std::string(model::KeyKindName(kind)));
    }
  }
  return twin;
}

// A card about one entity hangs on that entity alone, and one about a source or
// a channel on no other upstream source.
void AddFreshness(const NaiveView& view, const NaiveCardScope& scope,
                  model::Card* card) {
  const std::string& only = scope.query.entity;
  std::set<std::string> stale;
  for (const model::LegalEntity& entity : view.settings().legal_entities) {
    if (!only.empty() && !absl::EqualsIgnoreCase(only, entity.id)) continue;
    if (!view.IsFresh(entity)) stale.insert(entity.source);
  }
  const bool dataverse = scope.card->kind == "dataverse-not-promoted" ||
                         scope.card->kind == "field-drift";
  const bool both = scope.card->kind == "new-customers" ||
                    scope.card->kind == "flow-failures";
  for (const model::Source& source : view.settings().sources) {
    if (model::IsMaster(source.system) || view.IsCurrent(source)) continue;
    const bool of_kind =
        both || dataverse == (source.system == model::System::kDataverse);
    const bool named =
        scope.query.source.empty() || scope.query.source == source.id;
    const bool in_channel =
        scope.query.channel.empty() || scope.query.channel == source.channel;
    if (of_kind && named && in_channel) stale.insert(source.id);
  }
  card->stale_sources.assign(stale.begin(), stale.end());
  card->complete = stale.empty();
}

std::vector<model::ListedOrder> OrdersOf(const NaiveView& view,
                                         const NaiveCardScope& scope,
                                         const NaiveRow& row) {
  std::vector<model::ListedOrder> orders;
  for (const NaiveRequirement& missing : row.missing) {
    if (missing.order == nullptr) continue;
    const auto& order = std::get<model::Order>(missing.order->body);
    model::ListedOrder listed;
    listed.id = missing.order->ref.id;
    listed.placed_at = order.placed_at;
    listed.amount = order.amount;
    listed.currency = order.currency;
    if (missing.clear()) listed.entity = missing.entities.front()->id;
    listed.documents =
        DocumentsOf(view, *missing.order, *row.customer, scope.question.kinds);
    orders.push_back(listed);
  }
  return orders;
}

}  // namespace

model::Card MakeCard(const NaiveView& view, const NaiveCardScope& scope) {
  const std::vector<NaiveRow> rows = RowsOf(view, scope);
  std::vector<NaiveRow> counted;
  for (const NaiveRow& row : rows) {
    if (Counts(scope, row)) counted.push_back(row);
  }
  model::Card card;
  card.id = scope.card->id;
  card.title = scope.card->title;
  card.window_start = scope.question.window.start;
  card.window_end = scope.question.window.end;
  card.as_of = scope.query.as_of;
  card.count = static_cast<int>(counted.size());
  card.alert.above = scope.card->alert_above;
  card.alert.firing =
      card.alert.above.has_value() && card.count > *card.alert.above;
  // Lists of orders and of events: "their inWindow is their count".
  if (scope.card->kind == "flow-failures") {
    card.stages.not_promoted = card.count;
  } else {
    card.stages = StagesOf(rows);
  }
  if (scope.card->kind == "flow-failures" ||
      scope.card->kind == "orders-blocked") {
    card.stages.in_window = card.count;
  }
  AddBreakdowns(view, counted, &card);
  AddMoney(view, counted, &card);
  AddCustomerCounts(view, scope, counted, &card);
  AddFreshness(view, scope, &card);
  if (!scope.card->twin.empty()) card.twin = CompareTwin(view, scope, counted);
  return card;
}

std::vector<model::CardRecord> MakeList(const NaiveView& view,
                                        const NaiveCardScope& scope,
                                        const model::CardRecordsQuery& query) {
  std::vector<NaiveRow> rows = CountedRows(view, scope);
  SortRows(query.order, &rows);
  std::vector<model::CardRecord> list;
  for (const NaiveRow& row : rows) {
    const model::CheckAnswer& answer = row.decision.answer;
    if (query.reason.has_value() && !HasReason(answer, *query.reason)) continue;
    model::CardRecord entry;
    entry.record = row.record;
    entry.name = row.name;
    entry.source = row.source;
    entry.channel = row.channel;
    entry.verdict = answer.verdict;
    entry.clarity = answer.clarity;
    entry.entities = answer.entities;
    entry.reasons = answer.reasons;
    entry.since = row.since;
    entry.blocked_value = row.value.total;
    entry.blocked_by_currency = row.value.by_currency;
    entry.unpriced_orders = row.value.unpriced_orders;
    entry.drift = row.drift;
    entry.orders = OrdersOf(view, scope, row);
    if (row.customer != nullptr) {
      model::CheckAnswer with;
      AddCounterparts(view, *row.customer, scope.question, &with);
      entry.counterparts = with.counterparts;
    }
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace landfall::oracle
