#include "server/cards/judged.h"

namespace landfall::cards {

void CountStage(Stage stage, model::Stages* stages) {
  switch (stage) {
    case Stage::kNone:
      return;
    case Stage::kOutOfScope:
      ++stages->out_of_scope;
      return;
    case Stage::kPromoted:
      ++stages->promoted;
      break;
    case Stage::kNotPromoted:
      ++stages->not_promoted;
      break;
    case Stage::kAwaitingSync:
      ++stages->awaiting_sync;
      break;
    case Stage::kUnknown:
      ++stages->unknown;
      break;
  }
  ++stages->in_window;
}

}  // namespace landfall::cards
