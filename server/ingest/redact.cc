// Finds what a person is called in texts and blanks it out. Entry point:
// PersonTexts::TakeOutOf.
#include "server/ingest/redact.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace landfall::ingest {
namespace {

constexpr char kErased[] = "[erased]";
constexpr size_t kShortestNumber = 5;
constexpr size_t kShortestName = 5;

// Letters and digits of any alphabet: all bytes of UTF-8 beyond ASCII are taken
// for letters.
bool IsWordByte(char c) {
  const unsigned char byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || absl::ascii_isalnum(byte);
}

bool StandsAlone(absl::string_view text, size_t at, size_t size) {
  const bool begins = at == 0 || !IsWordByte(text[at - 1]);
  const size_t end = at + size;
  return begins && (end == text.size() || !IsWordByte(text[end]));
}

}  // namespace

void PersonTexts::Add(absl::string_view text, bool whole_words) {
  std::string lower = absl::AsciiStrToLower(text);
  const bool known =
      std::any_of(entries_.begin(), entries_.end(),
                  [&](const Entry& entry) { return entry.text == lower; });
  if (!known) entries_.push_back({std::move(lower), whole_words});
}

void PersonTexts::AddEmail(absl::string_view email) {
  email = absl::StripAsciiWhitespace(email);
  const size_t at = email.find('@');
  if (at == absl::string_view::npos || at == 0 || at + 1 == email.size()) {
    return;
  }
  // An address is taken out of the middle of a word too: in an error's text it
  // often stands behind an escape such as "\\n".
  Add(email, /*whole_words=*/false);
  Add(absl::StrReplaceAll(email, {{"@", "%40"}}), /*whole_words=*/false);
}

void PersonTexts::AddNumber(absl::string_view number) {
  number = absl::StripAsciiWhitespace(number);
  if (number.size() >= kShortestNumber) Add(number, /*whole_words=*/true);
}

void PersonTexts::AddName(absl::string_view name) {
  name = absl::StripAsciiWhitespace(name);
  if (name.size() < kShortestName) return;
  if (absl::StrContains(name, '@')) {
    AddEmail(name);
  } else if (absl::StrContains(name, ' ')) {
    Add(name, /*whole_words=*/true);
  }
}

bool PersonTexts::HasEmail(absl::string_view text) const {
  const std::string lower =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return !entry.whole_words && entry.text == lower;
  });
}

bool PersonTexts::IsMentionedIn(absl::string_view text) const {
  std::string copy(text);
  return TakeOutOf(&copy);
}

bool PersonTexts::TakeOutOf(std::string* text) const {
  if (text->empty()) return false;
  bool changed = false;
  for (const Entry& entry : entries_) {
    std::string lower = absl::AsciiStrToLower(*text);
    size_t at = lower.find(entry.text);
    for (; at != std::string::npos; at = lower.find(entry.text, at)) {
      if (entry.whole_words && !StandsAlone(lower, at, entry.text.size())) {
        at += entry.text.size();
        continue;
      }
      text->replace(at, entry.text.size(), kErased);
      lower.replace(at, entry.text.size(), kErased);
      at += sizeof(kErased) - 1;
      changed = true;
    }
  }
  return changed;
}

bool PersonTexts::TakeOutOf(model::Record* record) const {
  auto& event = std::get<model::ErrorEvent>(record->body);
  bool changed = false;
  const auto clean = [&](std::string* text) { changed |= TakeOutOf(text); };
  for (std::string* text : {&record->name, &event.flow, &event.map,
                            &event.entity, &event.message, &event.code}) {
    clean(text);
  }
  if (event.customer) {
    clean(&event.customer->name);
    for (std::string& email : event.customer->emails) clean(&email);
    for (auto& id : event.customer->external_ids) clean(&id.value);
    for (auto& id : event.customer->tax_ids) clean(&id.value);
  }
  model::Fields fields;
  for (auto [path, value] : record->fields.entries()) {
    clean(&value.text);
    fields.Add(std::move(path), std::move(value));
  }
  if (changed) record->fields = std::move(fields);
  return changed;
}

}  // namespace landfall::ingest
