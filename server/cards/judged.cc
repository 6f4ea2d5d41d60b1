#include "server/cards/judged.h"

namespace landfall::cards {

void CountStage(Stage stage, int customers, model::Stages* stages) {
  switch (stage) {
    case Stage::kNone:
      return;
    case Stage::kOutOfScope:
      stages->out_of_scope += customers;
      return;
    case Stage::kPromoted:
      stages->promoted += customers;
      break;
    case Stage::kNotPromoted:
      stages->not_promoted += customers;
      break;
    case Stage::kAwaitingSync:
      stages->awaiting_sync += customers;
      break;
    case Stage::kUnknown:
      stages->unknown += customers;
      break;
  }
  stages->in_window += customers;
}

}  // namespace landfall::cards
