#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "server/index/belongings.h"
#include "server/index/world.h"
#include "server/live/read_marks.h"
#include "server/rates/price_table.h"
#include "server/store/record_store.h"
#include "server/verdict/freshness.h"

namespace landfall::live {

// What Landfall knows at one revision. Not thread-safe; Live guards it.
struct State {
  // `memory` is told of every change, see index::World.
  State(std::shared_ptr<const index::Rulebook> rulebook,
        index::WorldMemory* memory)
      : world(std::move(rulebook), memory),
        read_times(std::vector<index::Micros>(world.rulebook().entity_count(),
                                              index::kNoTime),
                   world.rulebook().sources().size()),
        prices(world.rulebook().settings()) {}

  index::World world;
  verdict::ReadTimes read_times;
  ReadMarks marks;
  rates::PriceTable prices;
  std::shared_ptr<const store::StoreView> view;
  store::Revision revision = 0;
  // Held records by source and type, without those that their systems have
  // deleted, and the newest time among all of them.
  std::map<std::pair<std::string, std::string>, int64_t> row_counts;
  std::map<std::string, index::Micros> last_change;
  index::Belongings belongings;  // of held records
  // Held records that are neither customers nor orders of the world.
  absl::flat_hash_set<base::Hash128> others;

  // Puts the world a record further; `id` is held afterwards unless `held` is
  // false.
  void Apply(base::Hash128 id, const index::Facts& before,
             const index::Facts& after, bool held);
  // False when the record is surely not in the store.
  bool IsHeld(base::Hash128 id) const;
  // Takes over the named values of the store that changed: read times and what
  // could not be read. Others are passed over, and so is what PricesFrom reads.
  // DATA_LOSS when one of ours cannot be read; then some may be taken over.
  absl::Status SetValues(const store::StoreBatch::Texts& values);
  // Counts a record in (`by` 1) or out (-1), for everything but the world.
  void Count(const model::Record& record, int by);

 private:
  // The part of SetValues that is about rows that could not be read; whether
  // there is any.
  absl::StatusOr<bool> SetMarks(const store::StoreBatch::Texts& values);
  // Whether documents of a source were rejected and not mended since.
  bool TearsDocuments(const std::string& source) const;
};

// The names under which the store keeps when a legal entity was read, and when
// a source as a whole was: microseconds since 1970, as text.
std::string ReadTimeKey(absl::string_view entity_id);
std::string SourceReadKey(absl::string_view source_id);
// Likewise when all documents of a type ("sales_order" or "sales_invoice") of a
// legal entity were read.
std::string DocumentReadKey(absl::string_view entity_id,
                            absl::string_view type);

// What the named values of the store that changed say of the rates of
// currencies; nullopt: nothing. Takes too long to be done while the world is
// held. DATA_LOSS when it cannot be read.
absl::StatusOr<std::optional<rates::PriceTable>> PricesFrom(
    const model::Settings& settings, const store::StoreBatch::Texts& values);

// Builds the state from everything in the store. DATA_LOSS when it cannot be
// read.
absl::StatusOr<std::unique_ptr<State>> LoadState(
    std::shared_ptr<const index::Rulebook> rulebook,
    const store::RecordStore& store, index::WorldMemory* memory);

}  // namespace landfall::live
