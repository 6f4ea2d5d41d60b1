#include "server/index/references.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace landfall::index {
namespace {

std::string SetKey(uint16_t source, absl::string_view set,
                   absl::string_view area) {
  return absl::StrCat(source, "\n", set, "\n", absl::AsciiStrToLower(area));
}

std::string CodeKey(uint16_t source, absl::string_view set,
                    absl::string_view area, absl::string_view code) {
  return absl::StrCat(SetKey(source, set, area), "\n",
                      absl::AsciiStrToLower(code));
}

}  // namespace

void References::Apply(const ReferenceFacts* before,
                       const ReferenceFacts* after) {
  auto count = [this](const ReferenceFacts& row, int by) {
    rows_[SetKey(row.source, row.set, row.entity)] += by;
    rows_[CodeKey(row.source, row.set, row.entity, row.code)] += by;
  };
  if (before != nullptr) {
    count(*before, -1);
    codes_.erase(SetKey(before->source, before->set, before->id));
  }
  if (after != nullptr) {
    count(*after, 1);
    codes_[SetKey(after->source, after->set, after->id)] = after->code;
  }
}

std::string References::CodeOf(uint16_t source, absl::string_view set,
                               absl::string_view id) const {
  auto it = codes_.find(SetKey(source, set, id));
  return it == codes_.end() ? "" : it->second;
}

bool References::HasSet(uint16_t source, absl::string_view set,
                        absl::string_view area) const {
  auto it = rows_.find(SetKey(source, set, area));
  return it != rows_.end() && it->second > 0;
}

bool References::HasCode(uint16_t source, absl::string_view set,
                         absl::string_view area, absl::string_view code) const {
  auto it = rows_.find(CodeKey(source, set, area, code));
  return it != rows_.end() && it->second > 0;
}

}  // namespace landfall::index
