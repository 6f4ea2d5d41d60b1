#include "server/index/known.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/status_macros.h"
#include "server/model/query.h"
#include "server/normalize/record_id.h"

namespace landfall::index {

std::string UnknownText(absl::string_view field, absl::string_view what,
                        const std::vector<std::string>& known) {
  return absl::StrCat(field, ": unknown ", what, "; known are ",
                      absl::StrJoin(known, ", "));
}

absl::Status CheckSource(const Rulebook& rulebook, absl::string_view field,
                         absl::string_view id) {
  if (rulebook.FindSource(id) != nullptr) return absl::OkStatus();
  return absl::InvalidArgumentError(
      UnknownText(field, "source", rulebook.settings().SourceIds()));
}

absl::Status CheckEntity(const Rulebook& rulebook, absl::string_view field,
                         absl::string_view id) {
  if (rulebook.FindEntity(id) != kNoEntity) return absl::OkStatus();
  return absl::InvalidArgumentError(
      UnknownText(field, "legal entity", rulebook.settings().EntityIds()));
}

absl::Status CheckChannel(const Rulebook& rulebook, absl::string_view field,
                          absl::string_view channel) {
  const std::vector<std::string> known = rulebook.settings().Channels();
  if (std::find(known.begin(), known.end(), channel) != known.end()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(UnknownText(field, "channel", known));
}

absl::Status CheckWindowDays(int days) {
  if (days >= 1 && days <= model::kMaxWindowDays) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("window_days: must be 1 to ", model::kMaxWindowDays));
}

absl::StatusOr<model::RecordRef> CanonicalRef(const Rulebook& rulebook,
                                              const model::RecordRef& ref) {
  LF_RETURN_IF_ERROR(CheckSource(rulebook, "record.source", ref.source));
  const SourceRules* source = rulebook.FindSource(ref.source);
  const model::System system = source->source->system;
  if (!model::KindOf(system, ref.type)) {
    const std::vector<absl::string_view> known = model::RecordTypes(system);
    return absl::InvalidArgumentError(
        UnknownText("record.type", "type", {known.begin(), known.end()}));
  }
  LF_ASSIGN_OR_RETURN(std::string id, normalize::CanonicalId(
                                          rulebook.settings(), *source->source,
                                          ref.type, ref.id));
  return model::RecordRef{ref.source, ref.type, std::move(id)};
}

}  // namespace landfall::index
