#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/decode/decoder.h"
#include "server/ingest/upsert_batch.h"
#include "server/model/settings.h"

namespace landfall::ingest {

// The rows of one chunk that could not be read, and whose they are: of the
// legal entity that the row names, else of the chunk's company, else of those
// that the other rows belong to, else of the whole source. Not thread-safe.
class PushGaps {
 public:
  // `entity` is the one of the chunk's company, or nullptr. All must outlive
  // this.
  PushGaps(const model::Settings& settings,
           const decode::DecodeContext& context,
           const model::LegalEntity* entity)
      : settings_(settings), context_(context), entity_(entity) {}

  // A payload that was rejected.
  void Reject(absl::string_view payload);
  // Rows that the caller could not make payloads of.
  void AddUnread(int64_t rows, bool cut_short);

  // All of them. `entities` are those of the rows that could be read; `type` is
  // what these are, where the chunk does not say it.
  std::vector<UnreadRows> Take(const std::vector<std::string>& entities,
                               const std::string& type);

 private:
  struct Sum {
    int64_t rows = 0;
    bool cut_short = false;
  };

  void Place(const std::vector<std::string>& entities);

  const model::Settings& settings_;
  const decode::DecodeContext& context_;
  const model::LegalEntity* const entity_;
  std::map<std::string, Sum> placed_;  // by legal entity
  Sum customers_;                      // of legal entities that nobody knows
  Sum unknown_;                        // of types that nobody knows
  Sum others_;                         // of the chunk's type
};

}  // namespace landfall::ingest
