#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace landfall::serve::access::internal {

// The members of a JSON object that we ask for. One that comes twice is as good
// as absent: nobody knows which of the two was meant. Points into what was
// parsed. Not thread-safe.
class JsonObject {
 public:
  explicit JsonObject(simdjson::dom::object object) : object_(object) {}

  bool Has(absl::string_view name) const;
  // nullopt when absent or of another type.
  std::optional<std::string> Text(absl::string_view name) const;
  std::optional<int64_t> Integer(absl::string_view name) const;
  std::optional<std::vector<std::string>> Texts(absl::string_view name) const;
  // The objects in an array; other elements are left out.
  std::optional<std::vector<JsonObject>> Objects(absl::string_view name) const;

 private:
  std::optional<simdjson::dom::element> Find(absl::string_view name) const;

  simdjson::dom::object object_;
};

// Parses objects nested at most 16 deep. Not thread-safe.
class JsonReader {
 public:
  // nullopt when `text` is no such object. The result is valid until the next
  // call.
  std::optional<JsonObject> Read(absl::string_view text) noexcept;

 private:
  simdjson::dom::parser parser_;
  simdjson::padded_string text_;
};

// The bytes behind base64url without padding (RFC 7515); nullopt for everything
// that is not exactly that.
std::optional<std::string> DecodeBase64Url(absl::string_view text);

}  // namespace landfall::serve::access::internal
