#pragma once

#include <cstddef>
#include <memory>

#include "server/model/record.h"
#include "server/recall/recent_map.h"

namespace landfall::recall {

// A stored record; null: it is not held.
using RecordRef = std::shared_ptr<const model::Record>;

// What a record takes in memory, its body's texts being copies of its fields.
struct RecordBytes {
  size_t operator()(const RecordRef& record) const {
    if (record == nullptr) return 0;
    size_t bytes = sizeof(model::Record);
    for (const auto& [path, value] : record->fields.entries()) {
      bytes +=
          sizeof(model::Fields::Entry) + path.size() + 2 * value.text.size();
    }
    return bytes;
  }
};

// Records as they were read from the store: a list is sorted by what its
// records say, page after page, and a flow asks about the same customers again.
// Reading one back costs as much as half a check. At most 65,536 records and
// 128 MiB. A null pointer says that the record is not held. Whoever publishes a
// change calls Forget for it, under the lock that keeps readers from adding
// what they read before. Thread-safe.
using RecordCache = RecentMap<RecordRef, 32768, size_t{128} << 20, RecordBytes>;

}  // namespace landfall::recall
