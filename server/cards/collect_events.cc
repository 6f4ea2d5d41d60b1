#include "server/cards/collect_events.h"

#include "server/classify/message.h"

namespace landfall::cards {
namespace {

// False when the record cannot be read.
bool ReadEvent(verdict::RecordLookup lookup, CountedEvent* event) {
  const model::Record* record = lookup(event->id);
  if (record == nullptr) return false;
  const auto& body = std::get<model::ErrorEvent>(record->body);
  event->source = record->ref.source;
  // A failure belongs to its flow or table map rather than to a channel.
  event->channel = body.flow.empty() ? body.map : body.flow;
  event->entity = body.entity;
  event->reason = classify::ClassifyMessage(body.message, body.code).code;
  return true;
}

}  // namespace

std::vector<CountedEvent> CollectEvents(const verdict::Context& context,
                                        const CardPlan& plan, bool in_full,
                                        verdict::RecordLookup lookup,
                                        GiveWay give_way) {
  const expect::Window& window = plan.question.window;
  const index::Events& events = context.world.events();
  std::vector<base::Hash128> ids;
  constexpr base::Hash128 kFirst;
  for (auto it = events.by_time().lower_bound({window.start + 1, kFirst});
       it != events.by_time().end() && it->first <= window.end &&
       context.Spend(base::Budget::kStep);
       ++it) {
    ids.push_back(it->second);
  }
  std::vector<CountedEvent> counted;
  for (const base::Hash128& id : ids) {
    give_way();
    if (!context.Spend(in_full ? base::Budget::kLarge : base::Budget::kStep)) {
      break;
    }
    const index::EventRow* row = events.Find(id);
    if (row == nullptr) continue;  // erased since, and told among the changes
    const bool passes =
        plan.Passes(context.world.rulebook().sources()[row->source]) &&
        (plan.entity == index::kNoEntity || row->entity == plan.entity);
    if (!passes) continue;
    CountedEvent event;
    event.id = id;
    event.at = row->at;
    if (in_full && !ReadEvent(lookup, &event)) continue;
    counted.push_back(std::move(event));
  }
  return counted;
}

}  // namespace landfall::cards
