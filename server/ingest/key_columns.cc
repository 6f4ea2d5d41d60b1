// The names of a payload's fields against the key map. Entry point:
// KeyColumns::Check.
#include "server/ingest/key_columns.h"

#include <algorithm>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/decode/payload_envelope.h"

namespace landfall::ingest {
namespace {

constexpr size_t kMostNames = 20;
constexpr size_t kLongestName = 48;
constexpr int kMostDigits = 4;

// A file without a header has data where names are expected. What looks like an
// address or a number is not repeated.
bool LooksLikeAName(absl::string_view name) {
  const auto digits = std::count_if(name.begin(), name.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
  return !name.empty() && name.size() <= kLongestName &&
         !absl::StrContains(name, '@') && digits <= kMostDigits;
}

std::string Listed(const std::vector<absl::string_view>& names) {
  std::vector<absl::string_view> shown;
  for (absl::string_view name : names) {
    if (shown.size() < kMostNames && LooksLikeAName(name)) {
      shown.push_back(name);
    }
  }
  std::string text = absl::StrJoin(shown, ", ");
  if (shown.size() < names.size()) {
    absl::StrAppend(&text, shown.empty() ? "" : " and ",
                    names.size() - shown.size(), " more");
  }
  return text;
}

}  // namespace

KeyColumns::KeyColumns(const model::Source& source) {
  for (const std::string& path : source.keys.email) paths_.emplace_back(path);
  for (const std::string& path : source.keys.tax_id) paths_.emplace_back(path);
  for (const model::ExternalIdField& id : source.keys.external_id) {
    paths_.emplace_back(id.field);
  }
}

void KeyColumns::AddRow(const PushRow& row, const model::Record& record) {
  const bool master =
      std::holds_alternative<model::MasterCustomer>(record.body);
  const bool customer =
      master || std::holds_alternative<model::UpstreamCustomer>(record.body);
  if (!customer || recognised_ || record.deleted.has_value()) return;
  recognised_ = std::any_of(paths_.begin(), paths_.end(),
                            [&record](absl::string_view path) {
                              return record.fields.Find(path) != nullptr;
                            });
  if (master || row.all_columns) rows_.push_back(row.json);
}

// The member that would hold the whole path will do: it may be null.
bool KeyColumns::NamesAKey(absl::string_view row) const {
  for (absl::string_view name : decode::MemberNames(row)) {
    for (absl::string_view path : paths_) {
      if (absl::EqualsIgnoreCase(name, path) ||
          absl::EqualsIgnoreCase(name, path.substr(0, path.find('.')))) {
        return true;
      }
    }
  }
  return false;
}

absl::Status KeyColumns::Check() const {
  if (recognised_ || rows_.empty() || paths_.empty()) return absl::OkStatus();
  const bool named =
      std::any_of(rows_.begin(), rows_.end(),
                  [this](absl::string_view row) { return NamesAKey(row); });
  if (named) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("no field of the key map is among those of the customers, "
                   "so nobody could be found; there are ",
                   Listed(decode::MemberNames(rows_.front())),
                   "; expected is one of ", Listed(paths_)));
}

}  // namespace landfall::ingest
