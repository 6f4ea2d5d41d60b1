// Turns a card query into a plan that fixes everything about it. Entry point:
// PlanCard.
#include "server/cards/plan.h"

#include "server/base/status_macros.h"
#include "server/index/known.h"

namespace landfall::cards {
namespace {

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
    {"field-drift", Population::kChanged, Measure::kDrift},
    {"flow-failures", Population::kEvents, Measure::kEvents},
};

absl::Status CheckFilters(const index::Rulebook& rulebook,
                          const model::CardQuery& query) {
  if (!query.source.empty()) {
    LF_RETURN_IF_ERROR(index::CheckSource(rulebook, "source", query.source));
  }
  if (!query.entity.empty()) {
    LF_RETURN_IF_ERROR(index::CheckEntity(rulebook, "entity", query.entity));
  }
  if (query.channel.empty()) return absl::OkStatus();
  return index::CheckChannel(rulebook, "channel", query.channel);
}

}  // namespace

absl::StatusOr<CardPlan> PlanCard(const index::Rulebook& rulebook,
                                  const model::CardQuery& query) {
  const model::Settings& settings = rulebook.settings();
  CardPlan plan;
  plan.card = settings.FindCard(query.card);
  if (plan.card == nullptr) {
    return absl::NotFoundError(
        index::UnknownText("card", "card", settings.CardIds()));
  }
  LF_RETURN_IF_ERROR(CheckFilters(rulebook, query));
  for (const Shape& shape : kShapes) {
    if (shape.kind != plan.card->kind) continue;
    plan.population = shape.population;
    plan.measure = shape.measure;
  }
  const int days = query.window_days.value_or(plan.card->window_days);
  LF_RETURN_IF_ERROR(index::CheckWindowDays(days));
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

bool CardPlan::Counts(model::Verdict verdict) const {
  if (verdict == model::Verdict::kOutOfScope) return false;
  switch (measure) {
    case Measure::kEverybody:
      return true;
    case Measure::kPresent:
    case Measure::kDrift:
      return verdict == model::Verdict::kPromoted;
    case Measure::kAbsent:
    case Measure::kBlockedOrders:
      return verdict == model::Verdict::kNotPromoted ||
             (verdict == model::Verdict::kAwaitingSync && card->count_awaiting);
    case Measure::kEvents:
      return false;
  }
  return false;
}

bool AskSame(const CardPlan& a, const CardPlan& b) {
  const auto length = [](const CardPlan& plan) {
    return plan.question.window.end - plan.question.window.start;
  };
  return a.card == b.card && a.population == b.population &&
         a.measure == b.measure && a.question.keys == b.question.keys &&
         a.question.without_orders_any == b.question.without_orders_any &&
         length(a) == length(b) && a.entity == b.entity &&
         a.source == b.source && a.channel == b.channel;
}

std::string LineName(const index::Rulebook& rulebook, index::EntityIndex line) {
  if (line == verdict::kAmbiguousLine) return kAmbiguousName;
  if (line == verdict::kUnmappedLine) return kUnmappedName;
  return rulebook.entity(line).id;
}

}  // namespace landfall::cards
