#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/live/read_mark.h"
#include "server/model/settings.h"

namespace landfall::live {

// What could not be read, by the name under which the store keeps it.
using ReadMarks = std::map<std::string, ReadMark>;

std::string EntityMarkName(absl::string_view entity_id);
std::string TypeMarkName(absl::string_view source, absl::string_view type);
// Such names begin so.
inline constexpr char kMarkPrefix[] = "gap/";

// How many rejected rows do not spoil a read of the entity.
int64_t ToleratedOf(const model::Settings& settings,
                    const model::LegalEntity& entity);

// What is missing of a legal entity's customers.
verdict::Gap GapOf(const model::Settings& settings,
                   const model::LegalEntity& entity, const ReadMarks& marks);

// What could not be read of a source and was not mended since.
struct UnreadStatus {
  std::string entity;  // of the master's customers; else empty
  std::string type;
  int64_t rows = 0;
  bool cut_short = false;
  bool accepted = false;  // the legal entity counts as read all the same
  absl::Time since;
};

// Lists what could not be read of a source.
std::vector<UnreadStatus> UnreadOf(const model::Settings& settings,
                                   const model::Source& source,
                                   const ReadMarks& marks);

}  // namespace landfall::live
