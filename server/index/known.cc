#include "server/index/known.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace landfall::index {

std::string UnknownText(absl::string_view field, absl::string_view what,
                        const std::vector<std::string>& known) {
  return absl::StrCat(field, ": unknown ", what, "; known are ",
                      absl::StrJoin(known, ", "));
}

absl::Status CheckSource(const Rulebook& rulebook, absl::string_view field,
                         absl::string_view id) {
  if (rulebook.FindSource(id) != nullptr) return absl::OkStatus();
  std::vector<std::string> known;
  for (const model::Source& source : rulebook.settings().sources) {
    known.push_back(source.id);
  }
  return absl::InvalidArgumentError(UnknownText(field, "source", known));
}

absl::Status CheckEntity(const Rulebook& rulebook, absl::string_view field,
                         absl::string_view id) {
  if (rulebook.FindEntity(id) != kNoEntity) return absl::OkStatus();
  std::vector<std::string> known;
  for (const auto& entity : rulebook.settings().legal_entities) {
    known.push_back(entity.id);
  }
  return absl::InvalidArgumentError(UnknownText(field, "legal entity", known));
}

absl::Status CheckChannel(const Rulebook& rulebook, absl::string_view field,
                          absl::string_view channel) {
  std::set<std::string> known;
  for (const model::Source& source : rulebook.settings().sources) {
    if (source.channel == channel) return absl::OkStatus();
    if (!source.channel.empty()) known.insert(source.channel);
  }
  return absl::InvalidArgumentError(
      UnknownText(field, "channel", {known.begin(), known.end()}));
}

}  // namespace landfall::index
