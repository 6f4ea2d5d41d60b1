// Turns the plan of a card into the judged customers that it counts. Entry
// point: Collect.
#include "server/cards/collect.h"

#include <algorithm>

#include "server/index/guests.h"

namespace landfall::cards {
namespace {

using index::Micros;
using index::Row;
using index::RowIndex;
using model::Verdict;

// How many steps ahead of a walk memory is fetched.
constexpr size_t kFar = 16;
constexpr size_t kNear = 8;

class Collector {
 public:
  Collector(const verdict::Context& context, const CardPlan& plan, Plain plain,
            Micros landed_after)
      : context_(context),
        world_(context.world),
        plan_(plan),
        plain_(plain),
        landed_after_(landed_after),
        remembers_(context.recall != nullptr &&
                   plan.question.keys ==
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
    if (remembers_) context_.recall->CountPresence(hits_, misses_);
    std::sort(result_.customers.begin(), result_.customers.end(),
              [](const CountedCustomer& a, const CountedCustomer& b) {
                return a.assessment.row < b.assessment.row;
              });
    return std::move(result_);
  }

 private:
  bool MayGoOn() const { return context_.Spend(base::Budget::kStep); }

  const index::SourceRules& SourceOf(const Row& row) const {
    return world_.rulebook().sources()[row.source];
  }

  bool PassesSource(const index::SourceRules& source) const {
    return (plan_.source.empty() || source.source->id == plan_.source) &&
           (plan_.channel.empty() || source.source->channel == plan_.channel);
  }

  // What an index holds for the window, oldest first.
  std::vector<uint32_t> InWindow(const index::World::TimeIndex& index) const {
    const expect::Window& window = plan_.question.window;
    std::vector<uint32_t> found;
    auto it = index.upper_bound({window.start, index::kNone});
    for (; it != index.end() && it->first <= window.end && MayGoOn(); ++it) {
      found.push_back(it->second);
    }
    return found;
  }

  // Rows and orders lie all over the memory. Fetching them some steps ahead
  // makes a walk over many of them several times as fast.
  void VisitByCreation() {
    const auto rows = InWindow(world_.customers_by_creation());
    for (size_t i = 0; i < rows.size() && MayGoOn(); ++i) {
      if (i + kFar < rows.size()) world_.PrefetchRow(rows[i + kFar]);
      if (i + kNear < rows.size()) {
        world_.PrefetchOrder(world_.row(rows[i + kNear]).first_order);
      }
      if (IsInPopulation(world_.row(rows[i]))) Judge(rows[i]);
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
    const Micros as_of = plan_.question.as_of();
    const auto orders = InWindow(world_.orders_by_time());
    std::vector<bool> seen(world_.row_count());
    for (size_t i = 0; i < orders.size() && MayGoOn(); ++i) {
      if (i + kFar < orders.size()) world_.PrefetchOrder(orders[i + kFar]);
      if (i + kNear < orders.size()) {
        world_.PrefetchRow(world_.order(orders[i + kNear]).customer);
      }
      const index::OrderRow& order = world_.order(orders[i]);
      if (order.DeletedBy(as_of)) continue;
      const RowIndex row = index::Registered(world_, order.customer, as_of);
      if (seen[row]) continue;
      seen[row] = true;
      if (world_.Exists(world_.row(row), as_of)) visit(row);
    }
  }

  void VisitEvents() {
    const expect::Window& window = plan_.question.window;
    const auto& index = world_.events().by_time();
    constexpr base::Hash128 kFirst;
    auto it = index.lower_bound({window.start + 1, kFirst});
    for (; it != index.end() && it->first <= window.end && MayGoOn(); ++it) {
      const base::Hash128& id = it->second;
      const index::EventRow* event = world_.events().Find(id);
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
    if (!context_.Spend(base::Budget::kLarge)) return;
    verdict::Assessment assessment =
        verdict::AssessCustomer(context_, row, plan_.question);
    if (remembers_) {
      context_.recall->KeepPresence(world_, row, plan_.question.as_of(),
                                    assessment.standing.present,
                                    verdict::IsPlain(world_, assessment));
    }
    NoteLanding(assessment);
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

  void NoteLanding(const verdict::Assessment& assessment) {
    const expect::Expectation& expected = assessment.expectation;
    if (landed_after_ == index::kForever || !assessment.in_scope ||
        expected.since == index::kNoTime) {
      return;
    }
    Micros first = index::kForever;
    for (const match::MasterHit& hit : assessment.match.masters) {
      const Row& master = world_.row(hit.row);
      const bool asked =
          plan_.entity == index::kNoEntity || plan_.entity == master.entity;
      if (asked && expected.Expects(master.entity)) {
        // kNoTime sorts before every time: who was always there landed never.
        first = std::min(first, master.created);
      }
    }
    if (first == index::kForever || first <= landed_after_ ||
        first < expected.since) {
      return;
    }
    result_.waits.push_back(first - expected.since);
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
        context_.recall->FindPresence(world_, index, plan_.question.as_of());
    ++(presence ? hits_ : misses_);
    if (!presence || presence->since > landed_after_) return false;
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
  const Micros landed_after_;
  // Whether presence under the default keys answers this card.
  const bool remembers_;
  int64_t hits_ = 0;  // of what is remembered of presence
  int64_t misses_ = 0;
  Collection result_;
};

}  // namespace

Collection Collect(const verdict::Context& context, const CardPlan& plan,
                   Plain plain, Micros landed_after) {
  return Collector(context, plan, plain, landed_after).Run();
}

}  // namespace landfall::cards
