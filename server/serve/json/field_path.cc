#include "server/serve/json/field_path.h"

#include "absl/strings/str_cat.h"

namespace landfall::serve::json {

std::string FieldPath::ToString() const {
  if (parent_ == nullptr) return "";
  std::string text = parent_->ToString();
  if (is_index_) {
    absl::StrAppend(&text, "[", index_, "]");
  } else {
    absl::StrAppend(&text, text.empty() ? "" : ".", name_);
  }
  return text;
}

}  // namespace landfall::serve::json
