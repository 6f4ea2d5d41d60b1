#pragma once

#include <memory>

#include "server/model/record.h"
#include "server/reconcile/recent_map.h"

namespace landfall::reconcile {

// Records as they were read from the store: a card asks again for everybody it
// counts. Some ten megabytes at most. A null pointer says that the record is
// not held. Whoever publishes a change calls Forget for it, under the lock that
// keeps readers from adding what they read before. Thread-safe.
using RecordCache = RecentMap<std::shared_ptr<const model::Record>, 4096>;

}  // namespace landfall::reconcile
