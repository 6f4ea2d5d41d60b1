#include "server/cards/answering.h"

namespace landfall::cards {

Answering AnsweringOf(const verdict::Context& context, index::Micros as_of) {
  const index::Rulebook& rulebook = context.world.rulebook();
  Answering answering;
  answering.prices = context.prices.At(as_of);
  answering.entities.resize(rulebook.entity_count());
  for (size_t i = 0; i < answering.entities.size(); ++i) {
    const auto entity = static_cast<index::EntityIndex>(i);
    const verdict::Freshness& freshness = context.freshness;
    answering.entities[i] = static_cast<uint8_t>(
        freshness.CanAnswer(rulebook, entity, as_of) |
        freshness.EverRead(entity) << 1 |
        freshness.IsIncomplete(entity, as_of) << 2 |
        freshness.CanAnswerDocuments(rulebook, entity, as_of) << 3);
  }
  return answering;
}

}  // namespace landfall::cards
