#include "server/cards/judged.h"

namespace landfall::cards {

void CountStage(Stage stage, int count, model::Stages* stages) {
  switch (stage) {
    case Stage::kNone:
      return;
    case Stage::kOutOfScope:
      stages->out_of_scope += count;
      return;
    case Stage::kPromoted:
      stages->promoted += count;
      break;
    case Stage::kNotPromoted:
      stages->not_promoted += count;
      break;
    case Stage::kAwaitingSync:
      stages->awaiting_sync += count;
      break;
    case Stage::kUnknown:
      stages->unknown += count;
      break;
  }
  stages->in_window += count;
}

}  // namespace landfall::cards
