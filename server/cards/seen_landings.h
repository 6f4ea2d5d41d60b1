#pragma once

#include <vector>

#include "server/index/facts.h"

namespace landfall::cards {

// Who was seen to enter a card and to land. Value type.
struct SeenLandings {
  struct Landing {
    index::Micros at = 0;    // when it left the card
    index::Micros wait = 0;  // since it had entered
  };

  // Since when everybody who does so is seen; kForever: never.
  index::Micros since = index::kForever;
  std::vector<Landing> landings;  // in any order
};

}  // namespace landfall::cards
