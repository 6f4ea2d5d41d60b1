#include "server/model/record_ref.h"

#include "absl/strings/str_cat.h"

namespace landfall::model {

std::string RecordRef::ToString() const {
  return absl::StrCat(source, "/", type, "/", id);
}

absl::StatusOr<RecordRef> RecordRef::Parse(absl::string_view text) {
  const size_t first = text.find('/');
  const size_t second =
      first == absl::string_view::npos ? first : text.find('/', first + 1);
  if (second == absl::string_view::npos || first == 0 || second == first + 1 ||
      second + 1 == text.size()) {
    return absl::InvalidArgumentError(
        "a record is written source/type/id, for example crm/account/<id>");
  }
  return RecordRef{std::string(text.substr(0, first)),
                   std::string(text.substr(first + 1, second - first - 1)),
                   std::string(text.substr(second + 1))};
}

}  // namespace landfall::model
