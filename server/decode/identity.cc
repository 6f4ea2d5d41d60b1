// Turns the ids of GUID-keyed systems and of events into their one spelling.
#include "server/decode/identity.h"

#include <openssl/sha.h>

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/decode/record_builder.h"

namespace landfall::decode {
namespace {

constexpr size_t kGuidLength = 36;
constexpr size_t kMaxEventIdBytes = 256;
constexpr size_t kIdBytes = 16;

bool IsDashPosition(size_t i) {
  return i == 8 || i == 13 || i == 18 || i == 23;
}

}  // namespace

std::optional<std::string> CanonicalGuid(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() == kGuidLength + 2 &&
      ((text.front() == '{' && text.back() == '}') ||
       (text.front() == '(' && text.back() == ')'))) {
    text = text.substr(1, kGuidLength);
  }
  if (text.size() != kGuidLength) return std::nullopt;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (IsDashPosition(i) ? c != '-' : !absl::ascii_isxdigit(c)) {
      return std::nullopt;
    }
  }
  return absl::AsciiStrToLower(text);
}

absl::StatusOr<std::string> GuidId(absl::string_view field,
                                   absl::string_view text) {
  std::optional<std::string> guid = CanonicalGuid(text);
  if (!guid.has_value()) {
    return FieldError(field, text.empty()
                                 ? "missing; a row is identified by its GUID"
                                 : "not a GUID; allowed are 32 hex digits as "
                                   "8-4-4-4-12, with or without braces");
  }
  return *std::move(guid);
}

absl::StatusOr<std::string> EventId(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty() || text.size() > kMaxEventIdBytes) {
    return FieldError("id", absl::StrCat("an event's id has 1 to ",
                                         kMaxEventIdBytes, " bytes"));
  }
  // An id is part of a URL and an argument of the command line, so what they
  // cannot hold cannot be asked for again.
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
  if (control || text == "." || text == "..") {
    return FieldError("id",
                      "an event's id holds no control characters, and is not "
                      "a dot or two, which a URL cannot name");
  }
  if (std::optional<std::string> guid = CanonicalGuid(text)) return *guid;
  return std::string(text);
}

std::string ContentId(const model::Fields& fields) {
  // Lengths stand in front, so that no two lists of fields read the same.
  // Bytes decide the order here: the ids of events that were stored stay.
  std::vector<const model::Fields::Entry*> entries;
  for (const auto& entry : fields.entries()) entries.push_back(&entry);
  std::stable_sort(
      entries.begin(), entries.end(),
      [](const auto* a, const auto* b) { return a->first < b->first; });
  std::string content;
  for (const auto* entry : entries) {
    absl::StrAppend(&content, entry->first.size(), ":", entry->first,
                    entry->second.text.size(), ":", entry->second.text);
  }
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest.substr(0, kIdBytes));
}

}  // namespace landfall::decode
