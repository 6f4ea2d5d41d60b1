// Turns a card query into the judged customers that it counts. Entry points:
// PlanCard and Collect.
#include "server/cards/collect.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace landfall::cards {
namespace {

using index::Micros;
using index::Row;
using index::RowIndex;
using model::Verdict;

constexpr int kMaxWindowDays = 366;

struct Shape {
  absl::string_view kind;
  Population population;
  Measure measure;
};

constexpr Shape kShapes[] = {
    {"dataverse-not-promoted", Population::kDataverse, Measure::kAbsent},
    {"ecom-absent", Population::kShop, Measure::kAbsent},
    {"ecom-absent-connector", Population::kShop, Measure::kAbsent},
    {"new-customers", Population::kNewCustomers, Measure::kEverybody},
    {"active-customers", Population::kShop, Measure::kPresent},
    {"orders-blocked", Population::kShop, Measure::kBlockedOrders},
    {"flow-failures", Population::kEvents, Measure::kEvents},
};

absl::Status CheckFilters(const index::Rulebook& rulebook,
                          const model::CardQuery& query) {
  if (!query.source.empty() && rulebook.FindSource(query.source) == nullptr) {
    std::vector<std::string> known;
    for (const auto& source : rulebook.settings().sources) {
      known.push_back(source.id);
    }
    return absl::InvalidArgumentError(absl::StrCat(
        "source: unknown source; known are ", absl::StrJoin(known, ", ")));
  }
  if (!query.entity.empty() &&
      rulebook.FindEntity(query.entity) == index::kNoEntity) {
    std::vector<std::string> known;
    for (const auto& entity : rulebook.settings().legal_entities) {
      known.push_back(entity.id);
    }
    return absl::InvalidArgumentError(
        absl::StrCat("entity: unknown legal entity; known are ",
                     absl::StrJoin(known, ", ")));
  }
  if (query.channel.empty()) return absl::OkStatus();
  std::vector<std::string> known;
  for (const auto& source : rulebook.settings().sources) {
    if (source.channel == query.channel) return absl::OkStatus();
    if (!source.channel.empty()) known.push_back(source.channel);
  }
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  return absl::InvalidArgumentError(absl::StrCat(
      "channel: unknown channel; known are ", absl::StrJoin(known, ", ")));
}

class Collector {
 public:
  Collector(const verdict::Context& context, const CardPlan& plan, Plain plain)
      : context_(context),
        world_(context.world),
        plan_(plan),
        plain_(plain),
        remembers_(plan.question.keys ==
                   context.world.rulebook().settings().keys) {}

  Collection Run() {
    switch (plan_.population) {
      case Population::kNewCustomers:
        VisitByCreation();
        VisitNewGuests();
        break;
      case Population::kDataverse:
        VisitByCreation();
        break;
      case Population::kShop:
        VisitByOrder();
        break;
      case Population::kEvents:
        VisitEvents();
        break;
    }
    std::sort(result_.customers.begin(), result_.customers.end(),
              [](const CountedCustomer& a, const CountedCustomer& b) {
                return a.assessment.row < b.assessment.row;
              });
    return std::move(result_);
  }

 private:
  const index::SourceRules& SourceOf(const Row& row) const {
    return world_.rulebook().sources()[row.source];
  }

  bool PassesSource(const index::SourceRules& source) const {
    return (plan_.source.empty() || source.source->id == plan_.source) &&
           (plan_.channel.empty() || source.source->channel == plan_.channel);
  }

  void VisitByCreation() {
    const expect::Window& window = plan_.question.window;
    const auto& index = world_.customers_by_creation();
    auto it = index.upper_bound({window.start, index::kNone});
    for (; it != index.end() && it->first <= window.end; ++it) {
      if (IsInPopulation(world_.row(it->second))) Judge(it->second);
    }
  }

  bool IsInPopulation(const Row& row) const {
    return world_.Exists(row, plan_.question.as_of()) &&
           !(plan_.population == Population::kDataverse && SourceOf(row).shop);
  }

  // Guests are new with their first order.
  void VisitNewGuests() {
    const expect::Window& window = plan_.question.window;
    VisitOrderers([&](RowIndex row) {
      const Row& guest = world_.row(row);
      if (!guest.Is(Row::kGuest) || guest.Is(Row::kHeld)) return;
      const Micros first = expect::FirstOrder(world_, row, window.end);
      if (first > window.start && first <= window.end) Judge(row);
    });
  }

  void VisitByOrder() {
    VisitOrderers([this](RowIndex row) { Judge(row); });
  }

  // Visits every customer with an order or quote in the window once.
  template <typename Visit>
  void VisitOrderers(Visit visit) {
    const expect::Window& window = plan_.question.window;
    const auto& index = world_.orders_by_time();
    absl::flat_hash_set<RowIndex> seen;
    auto it = index.upper_bound({window.start, index::kNone});
    for (; it != index.end() && it->first <= window.end; ++it) {
      const index::OrderRow& order = world_.order(it->second);
      if (order.DeletedBy(window.end)) continue;
      const RowIndex row = world_.Registered(order.customer, window.end);
      if (!seen.insert(row).second) continue;
      if (world_.Exists(world_.row(row), window.end)) visit(row);
    }
  }

  void VisitEvents() {
    const expect::Window& window = plan_.question.window;
    const auto& index = world_.events_by_time();
    constexpr base::Hash128 kFirst;
    auto it = index.lower_bound({window.start + 1, kFirst});
    for (; it != index.end() && it->first <= window.end; ++it) {
      const base::Hash128& id = it->second;
      const index::EventRow* event = world_.FindEvent(id);
      const index::SourceRules& source =
          world_.rulebook().sources()[event->source];
      if (!PassesSource(source) || !PassesEntity(*event)) continue;
      result_.events.push_back(id);
    }
    const int count = static_cast<int>(result_.events.size());
    result_.stages.in_window = count;
    result_.stages.not_promoted = count;
  }

  void Judge(RowIndex row) {
    if (!PassesSource(SourceOf(world_.row(row)))) return;
    if (IsSettled(row)) return;
    verdict::Assessment assessment =
        verdict::AssessCustomer(context_, row, plan_.question);
    if (remembers_) {
      world_.RememberPresence(row, plan_.question.as_of(),
                              assessment.standing.present,
                              verdict::IsPlain(world_, assessment));
    }
    if (!PassesEntity(assessment)) return;
    if (!Stage(assessment)) return;
    if (!IsCounted(assessment)) return;
    CountedCustomer customer;
    customer.blocked = verdict::BlockedValue(assessment);
    customer.value =
        customer.blocked.InReportingCurrency(world_.rulebook().settings());
    customer.assessment = std::move(assessment);
    result_.customers.push_back(std::move(customer));
  }

  bool PassesEntity(const index::EventRow& event) const {
    return plan_.entity == index::kNoEntity || event.entity == plan_.entity;
  }

  // With an entity filter: customers whom that entity misses, for all that
  // anybody knows, or may have to hold.
  bool PassesEntity(const verdict::Assessment& assessment) const {
    if (plan_.entity == index::kNoEntity) return true;
    if (!assessment.in_scope) return false;
    if (assessment.expectation.IsClear(plan_.entity)) {
      return !index::Contains(assessment.standing.present, plan_.entity);
    }
    return assessment.expectation.IsCandidate(plan_.entity);
  }

  bool CountsPromoted() const {
    return plan_.measure == Measure::kPresent ||
           plan_.measure == Measure::kEverybody;
  }

  // Counts the usual customer without matching it again: one that is out of
  // scope by itself, or is known to be where it is expected. False when it has
  // to be assessed.
  bool IsSettled(RowIndex index) {
    const bool filtered = plan_.entity != index::kNoEntity;
    if (!world_.row(index).Is(Row::kInScope)) {
      if (!filtered) ++result_.stages.out_of_scope;
      return true;
    }
    if (!remembers_) return false;
    const auto presence =
        world_.RememberedPresence(index, plan_.question.as_of());
    if (!presence) return false;
    const expect::QuickLook look =
        expect::LookQuickly(world_, index, plan_.question.window, *presence);
    const bool unasked = !look.any && !plan_.question.without_orders_any;
    if (!unasked && !look.met) return false;
    // An entity that surely holds the customer, or is not asked to, says so.
    if (filtered) return look.clear;
    if (unasked) {
      ++result_.stages.out_of_scope;
      return true;
    }
    if (CountsPromoted()) {
      const bool plain = presence->plain && look.clear;
      if (!plain || plain_ == Plain::kInFull) return false;
      result_.plain.push_back(index);
    }
    ++result_.stages.in_window;
    ++result_.stages.promoted;
    return true;
  }

  // Counts the stage; false when the customer is out of scope.
  bool Stage(const verdict::Assessment& assessment) {
    model::Stages& stages = result_.stages;
    const Verdict verdict = assessment.verdict();
    if (verdict == Verdict::kOutOfScope) {
      ++stages.out_of_scope;
      return false;
    }
    ++stages.in_window;
    switch (verdict) {
      case Verdict::kPromoted:
        ++stages.promoted;
        break;
      case Verdict::kNotPromoted:
        ++stages.not_promoted;
        break;
      case Verdict::kAwaitingSync:
        ++stages.awaiting_sync;
        break;
      case Verdict::kUnknown:
      case Verdict::kOutOfScope:
        ++stages.unknown;
        break;
    }
    return true;
  }

  bool IsCounted(const verdict::Assessment& assessment) const {
    const Verdict verdict = assessment.verdict();
    switch (plan_.measure) {
      case Measure::kEverybody:
        return true;
      case Measure::kPresent:
        return verdict == Verdict::kPromoted;
      case Measure::kAbsent:
      case Measure::kBlockedOrders:
        return verdict == Verdict::kNotPromoted ||
               (verdict == Verdict::kAwaitingSync &&
                plan_.card->count_awaiting);
      case Measure::kEvents:
        return false;
    }
    return false;
  }

  const verdict::Context& context_;
  const index::World& world_;
  const CardPlan& plan_;
  const Plain plain_;
  // Whether presence under the default keys answers this card.
  const bool remembers_;
  Collection result_;
};

}  // namespace

absl::StatusOr<CardPlan> PlanCard(const index::Rulebook& rulebook,
                                  const model::CardQuery& query) {
  const model::Settings& settings = rulebook.settings();
  CardPlan plan;
  plan.card = settings.FindCard(query.card);
  if (plan.card == nullptr) {
    std::vector<std::string> known;
    for (const auto& card : settings.cards) known.push_back(card.id);
    return absl::NotFoundError(absl::StrCat("card: unknown card; known are ",
                                            absl::StrJoin(known, ", ")));
  }
  if (absl::Status status = CheckFilters(rulebook, query); !status.ok()) {
    return status;
  }
  for (const Shape& shape : kShapes) {
    if (shape.kind != plan.card->kind) continue;
    plan.population = shape.population;
    plan.measure = shape.measure;
  }
  const int days = query.window_days.value_or(plan.card->window_days);
  if (days < 1 || days > kMaxWindowDays) {
    return absl::InvalidArgumentError(
        absl::StrCat("window_days: must be 1 to ", kMaxWindowDays));
  }
  plan.question.keys = query.keys.value_or(plan.card->keys);
  plan.question.window.end = absl::ToUnixMicros(query.as_of);
  plan.question.window.start =
      absl::ToUnixMicros(query.as_of - absl::Hours(24) * days);
  plan.question.without_orders_any =
      plan.population == Population::kNewCustomers;
  plan.source = query.source;
  plan.channel = query.channel;
  if (!query.entity.empty()) plan.entity = rulebook.FindEntity(query.entity);
  return plan;
}

Collection Collect(const verdict::Context& context, const CardPlan& plan,
                   Plain plain) {
  return Collector(context, plan, plain).Run();
}

}  // namespace landfall::cards
