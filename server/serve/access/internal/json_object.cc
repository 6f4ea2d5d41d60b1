// Text from outside -> the members of a JSON object, with limits.
// Entry points: JsonReader::Read and DecodeBase64Url.
#include "server/serve/access/internal/json_object.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace landfall::serve::access::internal {
namespace {

constexpr size_t kDeepest = 16;

std::optional<std::string> TextOf(simdjson::dom::element element) {
  std::string_view text;
  if (element.get(text) != simdjson::SUCCESS) return std::nullopt;
  return std::string(text);
}

}  // namespace

std::optional<simdjson::dom::element> JsonObject::Find(
    absl::string_view name) const {
  std::optional<simdjson::dom::element> found;
  for (const auto& field : object_) {
    if (absl::string_view(field.key.data(), field.key.size()) != name) continue;
    if (found.has_value()) return std::nullopt;
    found = field.value;
  }
  return found;
}

bool JsonObject::Has(absl::string_view name) const {
  return std::any_of(object_.begin(), object_.end(), [&](const auto& field) {
    return absl::string_view(field.key.data(), field.key.size()) == name;
  });
}

std::optional<std::string> JsonObject::Text(absl::string_view name) const {
  const auto element = Find(name);
  return element.has_value() ? TextOf(*element) : std::nullopt;
}

std::optional<int64_t> JsonObject::Integer(absl::string_view name) const {
  const auto element = Find(name);
  int64_t value = 0;
  if (!element.has_value() || element->get(value) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::vector<std::string>> JsonObject::Texts(
    absl::string_view name) const {
  const auto element = Find(name);
  simdjson::dom::array array;
  if (!element.has_value() || element->get(array) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (const simdjson::dom::element each : array) {
    std::optional<std::string> text = TextOf(each);
    if (!text.has_value()) return std::nullopt;
    texts.push_back(*std::move(text));
  }
  return texts;
}

std::optional<std::vector<JsonObject>> JsonObject::Objects(
    absl::string_view name) const {
  const auto element = Find(name);
  simdjson::dom::array array;
  if (!element.has_value() || element->get(array) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  std::vector<JsonObject> objects;
  for (const simdjson::dom::element each : array) {
    simdjson::dom::object object;
    if (each.get(object) == simdjson::SUCCESS) objects.emplace_back(object);
  }
  return objects;
}

std::optional<JsonObject> JsonReader::Read(absl::string_view text) noexcept {
  // The parser keeps a depth that was asked for, whatever it allocates later.
  const size_t capacity = std::max<size_t>(text.size(), 64);
  if (parser_.allocate(capacity, kDeepest) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  text_ = simdjson::padded_string(text.data(), text.size());
  simdjson::dom::object object;
  if (parser_.parse(text_).get(object) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return JsonObject(object);
}

std::optional<std::string> DecodeBase64Url(absl::string_view text) {
  // Abseil would also skip white space and take padding.
  const bool clean = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_';
  });
  std::string bytes;
  if (!clean || !absl::WebSafeBase64Unescape(text, &bytes)) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace landfall::serve::access::internal
