// Gives an event without an id the one of its content.
#include "server/decode/content_id.h"

#include <openssl/sha.h>

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace landfall::decode {
namespace {

constexpr size_t kIdBytes = 16;

}  // namespace

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
