#pragma once

#include <memory>

#include "server/model/record.h"
#include "server/reconcile/recent_map.h"

namespace landfall::reconcile {

// Records as they were read from the store: a list is sorted by what its
// records say, page after page, and a flow asks about the same customers again.
// Reading one back costs as much as half a check. Some ninety megabytes at
// most, when there are and were asked for so many. A null pointer says that the
// record is not held. Whoever publishes a change calls Forget for it, under the
// lock that keeps readers from adding what they read before. Thread-safe.
using RecordCache = RecentMap<std::shared_ptr<const model::Record>, 32768>;

}  // namespace landfall::reconcile
