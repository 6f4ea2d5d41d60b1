// Texts and fields as JSON. Entry points: AppendJsonString and ToJsonObject.
#include "server/decode/json_text.h"

#include "absl/strings/str_format.h"

namespace landfall::decode {

void AppendJsonString(absl::string_view text, std::string* out) {
  out->push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(out, "\\u%04x", static_cast<unsigned char>(c));
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

std::string JsonString(absl::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

std::string ToJsonObject(const model::Fields& fields) {
  std::string json = "{";
  for (const auto& [path, value] : fields.entries()) {
    if (json.size() > 1) json.push_back(',');
    AppendJsonString(path, &json);
    json.push_back(':');
    if (value.type == model::FieldValue::Type::kString) {
      AppendJsonString(value.text, &json);
    } else {
      json.append(value.text);
    }
  }
  json.push_back('}');
  return json;
}

}  // namespace landfall::decode
