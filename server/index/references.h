#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "server/index/facts.h"

namespace landfall::index {

// The reference sets that were read: customer groups, payment terms, companies
// and the like, by source and area. Areas and codes compare without case. Not
// thread-safe; const methods may run concurrently.
class References {
 public:
  // See World::Apply; nullptr for what is not there.
  void Apply(const ReferenceFacts* before, const ReferenceFacts* after);

  // The code of a reference row, or "".
  std::string CodeOf(uint16_t source, absl::string_view set,
                     absl::string_view id) const;
  // True when the source holds any row of that set for that area, and whether
  // it has `code`.
  bool HasSet(uint16_t source, absl::string_view set,
              absl::string_view area) const;
  bool HasCode(uint16_t source, absl::string_view set, absl::string_view area,
               absl::string_view code) const;

 private:
  absl::flat_hash_map<std::string, std::string> codes_;
  absl::flat_hash_map<std::string, int> rows_;  // counted
};

}  // namespace landfall::index
