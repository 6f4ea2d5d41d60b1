// Names in a request -> the configured things they name, or an error that lists
// the known names with the nearest one. Declared in validate.h.
#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/nearest.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/api/validate.h"

namespace landfall::serve::api {
namespace {

// How many names a message lists; the detail has them all.
constexpr size_t kListedNames = 20;

struct Unknown {
  absl::StatusCode code;
  v1::ErrorReason::Value reason;
  absl::string_view field;
  absl::string_view what;  // "card"
  const std::string& name;
};

// The name for a message, if it is a plain word: a caller can put an email
// address into any field, and messages go to logs.
std::string Quoted(const std::string& name) {
  constexpr size_t kLongestWord = 64;
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
  });
  return plain && name.size() <= kLongestWord ? absl::StrCat(" '", name, "'")
                                              : "";
}

absl::Status UnknownName(const Unknown& unknown,
                         const std::vector<std::string>& known) {
  std::string message = absl::StrCat(unknown.field, ": unknown ", unknown.what,
                                     Quoted(unknown.name));
  const std::string nearest = base::Nearest(unknown.name, known);
  if (!nearest.empty())
    absl::StrAppend(&message, " (did you mean ", nearest, "?)");
  const size_t listed = std::min(known.size(), kListedNames);
  absl::StrAppend(&message,
                  known.empty() ? "; none is configured" : "; known: ",
                  absl::StrJoin(known.begin(), known.begin() + listed, ", "),
                  listed < known.size() ? ", …" : "");
  return MakeError(unknown.code, unknown.reason, unknown.field, message, known);
}

}  // namespace

absl::StatusOr<const model::Source*> FindSource(const model::Settings& settings,
                                                absl::string_view field,
                                                const std::string& id,
                                                absl::StatusCode code) {
  if (const model::Source* source = settings.FindSource(id)) return source;
  return UnknownName({code, Reason::UNKNOWN_SOURCE, field, "source", id},
                     settings.SourceIds());
}

absl::StatusOr<const model::LegalEntity*> FindEntity(
    const model::Settings& settings, absl::string_view field,
    const std::string& id) {
  LF_RETURN_IF_ERROR(ValidateRequired(field, id));
  if (const model::LegalEntity* entity = settings.FindEntity(id)) return entity;
  return UnknownName({absl::StatusCode::kInvalidArgument,
                      Reason::UNKNOWN_ENTITY, field, "legal entity", id},
                     settings.EntityIds());
}

absl::StatusOr<const model::CardSettings*> FindCard(
    const model::Settings& settings, const std::string& id) {
  LF_RETURN_IF_ERROR(ValidateRequired("card", id));
  if (const model::CardSettings* card = settings.FindCard(id)) return card;
  return UnknownName(
      {absl::StatusCode::kNotFound, Reason::UNKNOWN_CARD, "card", "card", id},
      settings.CardIds());
}

absl::Status ValidateType(const model::Source& source, absl::string_view field,
                          const std::string& type, absl::StatusCode code) {
  if (model::KindOf(source.system, type).has_value()) return absl::OkStatus();
  std::vector<std::string> known;
  for (absl::string_view name : model::RecordTypes(source.system)) {
    known.emplace_back(name);
  }
  const std::string what = absl::StrCat("type of source ", source.id);
  return UnknownName({code, Reason::UNKNOWN_TYPE, field, what, type}, known);
}

absl::Status ValidateChannel(const model::Settings& settings,
                             const std::string& channel) {
  LF_RETURN_IF_ERROR(ValidateText("channel", channel));
  if (channel.empty()) return absl::OkStatus();
  const std::vector<std::string> known = settings.Channels();
  if (std::find(known.begin(), known.end(), channel) != known.end()) {
    return absl::OkStatus();
  }
  return UnknownName({absl::StatusCode::kInvalidArgument,
                      Reason::UNKNOWN_CHANNEL, "channel", "channel", channel},
                     known);
}

}  // namespace landfall::serve::api
