#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/base/hash128.h"
#include "server/model/record.h"

namespace landfall::store {

// The number of a commit. Each commit has the number of the one before it plus
// one; 0 is a store without commits.
using Revision = int64_t;

// One atomic change. An id that is both erased and put is written; of two puts
// of an id the last counts.
struct StoreBatch {
  struct Put {
    base::Hash128 id;
    model::Record record;
  };
  // Small named texts to set; nullopt removes the name.
  using Texts = std::map<std::string, std::optional<std::string>>;

  std::vector<Put> puts;
  std::vector<base::Hash128> erases;
  // The records that `puts` and `erases` replace, as they were held before, for
  // whoever follows the store. Not stored.
  absl::flat_hash_map<base::Hash128, model::Record> replaced;
  // What is known beside the records: read times, cursors.
  Texts values;
  // Work that is due once the batch is stored and may outlast the process, by
  // name; whoever has done it removes it. Must hold no personal data in clear:
  // a purge does not look for names.
  Texts intents;

  bool empty() const {
    return puts.empty() && erases.empty() && values.empty() && intents.empty();
  }
};

}  // namespace landfall::store
