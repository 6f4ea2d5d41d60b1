#include "server/base/field_error.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace landfall::base {

absl::Status FieldError(absl::string_view path, absl::string_view defect) {
  return absl::InvalidArgumentError(
      absl::StrCat("field '", path, "': ", defect));
}

std::string FieldOf(absl::string_view message) {
  if (!absl::ConsumePrefix(&message, "field '")) return "";
  return std::string(message.substr(0, message.find('\'')));
}

}  // namespace landfall::base
