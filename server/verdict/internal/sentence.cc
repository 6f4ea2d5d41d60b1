#include "server/verdict/internal/sentence.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/verdict/describe.h"

namespace landfall::verdict::internal {
namespace {

using model::Outcome;

std::string NameOf(const index::Rulebook& rulebook, const std::string& id) {
  return rulebook.entity(rulebook.FindEntity(id)).name;
}

std::vector<std::string> Names(const index::Rulebook& rulebook,
                               const model::CheckAnswer& answer,
                               Outcome outcome, bool candidates) {
  std::vector<std::string> names;
  for (const model::EntityOutcome& entity : answer.entities) {
    if (entity.outcome == outcome && entity.candidate == candidates) {
      names.push_back(NameOf(rulebook, entity.entity));
    }
  }
  return names;
}

// "US Trade Inc as C-00042 (same email)".
std::string Presence(const index::Rulebook& rulebook,
                     const model::EntityOutcome& entity) {
  std::string text = NameOf(rulebook, entity.entity);
  if (entity.customers.empty()) return text;
  const model::MasterMatch& first = entity.customers[0];
  absl::StrAppend(&text, " as ", first.account);
  // A customer of the master that was asked about is there without a key.
  std::vector<std::string> details;
  if (!first.matched_on.empty()) {
    details.push_back(SharedKeys(first.matched_on));
  }
  if (entity.customers.size() > 1) {
    details.push_back(
        absl::StrCat("and ", entity.customers.size() - 1, " more"));
  }
  if (first.blocked) details.push_back("blocked");
  return details.empty()
             ? text
             : absl::StrCat(text, " (", absl::StrJoin(details, ", "), ")");
}

std::string Presences(const index::Rulebook& rulebook,
                      const model::CheckAnswer& answer, Outcome outcome) {
  std::vector<std::string> parts;
  for (const model::EntityOutcome& entity : answer.entities) {
    if (entity.outcome == outcome) {
      parts.push_back(Presence(rulebook, entity));
    }
  }
  return absl::StrJoin(parts, ", ");
}

void Append(std::string* sentence, absl::string_view part) {
  if (!sentence->empty()) sentence->append(" ");
  absl::StrAppend(sentence, part);
}

// What is missing and what cannot be said.
void AppendAbsence(const index::Rulebook& rulebook,
                   const model::CheckAnswer& answer, std::string* sentence) {
  const auto missing = Names(rulebook, answer, Outcome::kMissing, false);
  const auto candidates = Names(rulebook, answer, Outcome::kMissing, true);
  const auto unknown = Names(rulebook, answer, Outcome::kUnknown, false);
  if (!missing.empty()) {
    Append(sentence,
           absl::StrCat("Not in ", absl::StrJoin(missing, " or "), "."));
  }
  const bool met = !Names(rulebook, answer, Outcome::kPresent, true).empty();
  if (!candidates.empty() && !met) {
    Append(sentence,
           absl::StrCat("In none of ", absl::StrJoin(candidates, ", "), "."));
  }
  if (!unknown.empty()) {
    Append(sentence, absl::StrCat("Nobody can say for ",
                                  absl::StrJoin(unknown, " and "), "."));
  }
}

}  // namespace

std::string Sentence(const index::Rulebook& rulebook,
                     const model::CheckAnswer& answer) {
  std::string sentence;
  if (answer.verdict == model::Verdict::kOutOfScope) {
    sentence = absl::StrCat("Out of scope: ", answer.reasons[0].message);
  } else if (answer.verdict == model::Verdict::kAwaitingSync) {
    sentence = "Not landed yet, but still within the grace period.";
  }
  if (answer.verdict != model::Verdict::kOutOfScope) {
    AppendAbsence(rulebook, answer, &sentence);
  }
  const std::string present = Presences(rulebook, answer, Outcome::kPresent);
  if (!present.empty()) {
    Append(&sentence, absl::StrCat("In ", present, "."));
  }
  const std::string elsewhere =
      Presences(rulebook, answer, Outcome::kPresentNotExpected);
  if (!elsewhere.empty()) {
    Append(&sentence, absl::StrCat("Present in ", elsewhere, "."));
  }
  if (sentence.empty()) sentence = answer.reasons[0].message;
  return sentence;
}

}  // namespace landfall::verdict::internal
