// Turns a collection into a card. Entry point: Tally.
#include "server/cards/tally.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/container/flat_hash_set.h"
#include "server/cards/totals.h"
#include "server/classify/message.h"
#include "server/verdict/evidence.h"

namespace landfall::cards {
namespace {

using base::Decimal;
using index::EntityIndex;

struct Line {
  int count = 0;
  Decimal amount;
};
using Lines = std::map<std::string, Line>;

void AddLine(Lines* lines, const std::string& key, const Decimal& amount) {
  Line& line = (*lines)[key];
  ++line.count;
  line.amount += amount;
}

// Largest first, then by key.
std::vector<model::Breakdown> Sorted(const Lines& lines) {
  std::vector<model::Breakdown> list;
  for (const auto& [key, line] : lines) {
    list.push_back({key, line.count, line.amount});
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const model::Breakdown& a, const model::Breakdown& b) {
                     return a.count > b.count;
                   });
  return list;
}

std::string LineKey(const index::Rulebook& rulebook, EntityIndex line) {
  if (line == verdict::kAmbiguousLine) return "AMBIGUOUS";
  if (line == verdict::kUnmappedLine) return "UNMAPPED";
  return rulebook.entity(line).id;
}

class Tallier {
 public:
  Tallier(const verdict::Context& context, const CardPlan& plan,
          const Collection& collection, verdict::RecordLookup lookup)
      : context_(context),
        rulebook_(context.world.rulebook()),
        plan_(plan),
        collection_(collection),
        lookup_(lookup) {}

  void Fill(model::Card* card) {
    for (const CountedCustomer& customer : collection_.customers) {
      if (!context_.Spend(base::Budget::kLarge)) return;
      AddCustomer(customer, card);
    }
    AddPlain(card);
    for (const base::Hash128& event : collection_.events) {
      if (!context_.Spend(base::Budget::kLarge)) return;
      AddEvent(event);
    }
    card->by_channel = Sorted(by_channel_);
    card->by_source = Sorted(by_source_);
    card->by_entity = Sorted(by_entity_);
    card->by_reason = Sorted(by_reason_);
    const model::Settings& settings = rulebook_.settings();
    card->blocked_by_currency = blocked_.ByCurrency();
    card->unpriced_currencies = blocked_.Unpriced(settings);
    card->unpriced_orders = blocked_.UnpricedOrders();
    FillLargest(card);
  }

 private:
  void AddCustomer(const CountedCustomer& customer, model::Card* card) {
    const verdict::Assessment& a = customer.assessment;
    const index::Row& row = context_.world.row(a.row);
    const model::Source& source = *rulebook_.sources()[row.source].source;
    const int things = plan_.measure == Measure::kBlockedOrders
                           ? AddOrders(customer, source)
                           : 1;
    if (things == 0) return;
    if (plan_.measure != Measure::kBlockedOrders) {
      AddLine(&by_channel_, source.channel, customer.value);
      AddLine(&by_source_, source.id, customer.value);
      AddEntities(customer);
      for (const std::string& code : ReasonCodes(customer)) {
        AddLine(&by_reason_, code, customer.value);
      }
      blocked_.Add(customer.blocked);
      ConsiderLargest(customer.value, customer);
    }
    if (!a.expectation.ambiguous.empty()) card->ambiguous_entity += things;
    if (HasAbsentCounterpart(a)) card->also_in_dataverse += things;
    if (context_.world.activities().HasOpen(row.id, plan_.question.as_of())) {
      card->with_open_activity += things;
    }
  }

  // Customers who landed have no entity to name and no money that waits.
  void AddPlain(model::Card* card) {
    std::map<uint16_t, int> by_source;
    for (index::RowIndex index : collection_.plain) {
      const index::Row& row = context_.world.row(index);
      ++by_source[row.source];
      card->with_open_activity +=
          context_.world.activities().HasOpen(row.id, plan_.question.as_of());
    }
    for (const auto& [index, count] : by_source) {
      const model::Source& source = *rulebook_.sources()[index].source;
      by_channel_[source.channel].count += count;
      by_source_[source.id].count += count;
      by_reason_[std::string(
                     model::ReasonName(model::ReasonCode::kInExpectedEntity))]
          .count += count;
    }
  }

  // Counts the blocked orders of a customer; their number.
  int AddOrders(const CountedCustomer& customer, const model::Source& source) {
    const auto orders = BlockedOrdersOf(plan_, customer);
    const std::set<std::string> codes =
        orders.empty() ? std::set<std::string>() : ReasonCodes(customer);
    for (const verdict::BlockedOrder& blocked : orders) {
      const Decimal value = ValueOf(rulebook_, blocked);
      AddLine(&by_channel_, source.channel, value);
      AddLine(&by_source_, source.id, value);
      AddLine(&by_entity_, LineKey(rulebook_, blocked.line), value);
      for (const std::string& code : codes) AddLine(&by_reason_, code, value);
      verdict::MoneySum sum;
      sum.Add(*blocked.order);
      blocked_.Add(sum);
      ConsiderLargest(value, customer);
    }
    return static_cast<int>(orders.size());
  }

  void AddEntities(const CountedCustomer& customer) {
    for (EntityIndex line : verdict::EntityLines(customer.assessment)) {
      verdict::MoneySum sum;
      for (const auto& blocked : customer.assessment.blocked) {
        if (blocked.line == line) sum.Add(*blocked.order);
      }
      AddLine(&by_entity_, LineKey(rulebook_, line),
              sum.InReportingCurrency(rulebook_.settings()));
    }
  }

  std::set<std::string> ReasonCodes(const CountedCustomer& customer) const {
    std::set<std::string> codes;
    for (model::ReasonCode code : verdict::ReasonCodesOf(
             context_, customer.assessment, plan_.question, lookup_)) {
      codes.insert(std::string(model::ReasonName(code)));
    }
    return codes;
  }

  bool HasAbsentCounterpart(const verdict::Assessment& assessment) const {
    for (const match::UpstreamHit& hit : assessment.match.upstreams) {
      if (!verdict::IsDataverseCounterpart(context_.world,
                                           context_.world.row(assessment.row),
                                           context_.world.row(hit.row))) {
        continue;
      }
      const model::Verdict verdict =
          verdict::AssessCustomer(context_, hit.row, plan_.question).verdict();
      if (verdict == model::Verdict::kNotPromoted ||
          verdict == model::Verdict::kAwaitingSync) {
        return true;
      }
    }
    return false;
  }

  void AddEvent(base::Hash128 id) {
    const model::Record* record = lookup_(id);
    if (record == nullptr) return;
    const auto& event = std::get<model::ErrorEvent>(record->body);
    const Decimal none;
    // A failure belongs to its flow or table map rather than to a channel.
    AddLine(&by_channel_, event.flow.empty() ? event.map : event.flow, none);
    AddLine(&by_source_, record->ref.source, none);
    if (!event.entity.empty()) AddLine(&by_entity_, event.entity, none);
    const auto finding = classify::ClassifyMessage(event.message, event.code);
    AddLine(&by_reason_, std::string(model::ReasonName(finding.code)), none);
  }

  void ConsiderLargest(const Decimal& value, const CountedCustomer& customer) {
    if (value < largest_value_ || value.IsZero()) return;
    if (value == largest_value_) {
      ties_.push_back(&customer);
    } else {
      ties_ = {&customer};
      largest_value_ = value;
    }
  }

  // Of several equally large ones the one that the list shows first.
  void FillLargest(model::Card* card) {
    for (const CountedCustomer* customer : ties_) {
      if (!context_.Spend(base::Budget::kLarge)) return;
      verdict::Description who =
          verdict::Describe(context_.world, lookup_, customer->assessment.row,
                            plan_.question.as_of());
      const index::Micros since = customer->assessment.expectation.since;
      const bool better =
          !card->largest || since < largest_since_ ||
          (since == largest_since_ && who.ref < card->largest->record);
      if (!better) continue;
      largest_since_ = since;
      card->largest = {std::move(who.name), largest_value_, std::move(who.ref)};
    }
  }

  const verdict::Context& context_;
  const index::Rulebook& rulebook_;
  const CardPlan& plan_;
  const Collection& collection_;
  verdict::RecordLookup lookup_;
  Lines by_channel_, by_source_, by_entity_, by_reason_;
  verdict::MoneySum blocked_;
  Decimal largest_value_;
  index::Micros largest_since_ = 0;
  std::vector<const CountedCustomer*> ties_;
};

model::TwinReport CompareTwin(const verdict::Context& context,
                              const CardPlan& plan,
                              const model::CardSettings& twin,
                              const Collection& here) {
  CardPlan other = plan;
  other.card = &twin;
  other.question.keys = twin.keys;
  model::TwinReport report;
  report.card = twin.id;
  if (plan.question.keys == twin.keys &&
      plan.card->count_awaiting == twin.count_awaiting) {
    report.count = CountOf(other, here);  // it asks the very same question
    return report;
  }
  const Collection there = Collect(context, other, Plain::kNumbered);
  report.count = CountOf(other, there);
  absl::flat_hash_set<index::RowIndex> rows(there.plain.begin(),
                                            there.plain.end());
  for (const CountedCustomer& customer : there.customers) {
    rows.insert(customer.assessment.row);
  }
  const auto take = [&](index::RowIndex row) {
    if (rows.erase(row) == 0) ++report.only_here;
  };
  for (const CountedCustomer& customer : here.customers) {
    take(customer.assessment.row);
  }
  for (index::RowIndex row : here.plain) take(row);
  report.only_there = static_cast<int>(rows.size());
  report.agrees = report.only_here == 0 && report.only_there == 0;
  for (model::KeyKind kind :
       {model::KeyKind::kEmail, model::KeyKind::kExternalId,
        model::KeyKind::kTaxId}) {
    if (plan.question.keys.Has(kind) != twin.keys.Has(kind)) {
      report.differing_keys.push_back(std::string(model::KeyKindName(kind)));
    }
  }
  return report;
}

// Masters that cannot say what exists at asOf.
std::vector<std::string> StaleSources(const verdict::Context& context,
                                      const CardPlan& plan) {
  const index::Rulebook& rulebook = context.world.rulebook();
  std::set<std::string> stale;
  for (size_t i = 0; i < rulebook.entity_count(); ++i) {
    const EntityIndex entity = static_cast<EntityIndex>(i);
    // A card about one entity hangs on that entity alone.
    if (plan.entity != index::kNoEntity && plan.entity != entity) continue;
    if (!context.freshness.CanAnswer(rulebook, entity, plan.question.as_of())) {
      stale.insert(rulebook.SourceOf(entity).source->id);
    }
  }
  return {stale.begin(), stale.end()};
}

}  // namespace

model::Card Tally(const verdict::Context& context, const CardPlan& plan,
                  verdict::RecordLookup lookup) {
  const Collection collection = Collect(context, plan, Plain::kNumbered);
  model::Card card;
  card.id = plan.card->id;
  card.title = plan.card->title;
  card.window_start = absl::FromUnixMicros(plan.question.window.start);
  card.window_end = absl::FromUnixMicros(plan.question.window.end);
  card.as_of = card.window_end;
  const model::Settings& settings = context.world.rulebook().settings();
  const Totals totals = TotalsOf(context.world.rulebook(), plan, collection);
  card.count = totals.count;
  card.stages = totals.stages;
  card.blocked_value = {settings.reporting_currency, totals.blocked_value};
  card.alert.above = plan.card->alert_above;
  card.alert.firing = totals.alert_firing;
  Tallier(context, plan, collection, lookup).Fill(&card);
  if (const auto* twin = settings.FindCard(plan.card->twin)) {
    card.twin = CompareTwin(context, plan, *twin, collection);
  }
  card.stale_sources = StaleSources(context, plan);
  card.complete = card.stale_sources.empty();
  return card;
}

}  // namespace landfall::cards
