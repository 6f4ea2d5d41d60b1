#pragma once

#include <optional>
#include <vector>

#include "server/recall/stable_span.h"
#include "server/verdict/assess.h"

namespace landfall::verdict {

// Whom an answer is about.
struct Touched {
  std::vector<index::RowIndex> rows;  // the customer asked about
  std::vector<index::KeyFact> keys;   // or the keys that were typed
  std::vector<index::RowIndex> near;  // see Context::consulted
};

// The span around the question's time in which no rule can say anything else.
// The rules compare the clock with nothing but times that are stored of the
// customers around `touched` (see index::TimesAround), with these plus the
// window or a grace period, and with the age that a source may have; so between
// two neighbours of those nothing changes sides. nullopt when that cannot be
// said cheaply. Pure.
std::optional<recall::StableSpan> StableSpanOf(const Context& context,
                                               const Touched& touched,
                                               const Question& question);

// The last time at which the verdict on a customer stands as far as the clock
// goes, and while each entity can answer as it can now. The time of the
// question when that cannot be said cheaply. Pure.
index::Micros StandsUntil(const Context& context, index::RowIndex row,
                          const Question& question);

}  // namespace landfall::verdict
