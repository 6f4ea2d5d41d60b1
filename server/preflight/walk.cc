// A row and a table map -> what would stop the row. Entry point: Walk.
#include "server/preflight/walk.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace landfall::preflight {
namespace {

using model::FieldValue;
using model::MapFlow;
using model::MappedField;

// The company of a row that is sent; the columns of both spellings.
constexpr absl::string_view kCompany[] = {
    "_msdyn_company_value", "msdyn_company", "msdyn_company.cdm_companycode"};

constexpr size_t kCurrencyLetters = 3;

std::string TextOf(const FieldValue& value) {
  return std::string(absl::StripAsciiWhitespace(value.text));
}

bool IsGuid(absl::string_view text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isxdigit(c) || c == '-';
         });
}

// True when the row says that it names no company; one that has not the column
// may name one.
bool NamesNoCompany(const model::Fields& row) {
  bool told = false;
  for (absl::string_view path : kCompany) {
    const FieldValue* const value = row.Find(path);
    if (value == nullptr) continue;
    if (!TextOf(*value).empty()) return false;
    told = true;
  }
  return told;
}

class Walker {
 public:
  Walker(const TableMaps& maps, const TableMaps::Entry& entry,
         const model::Record& record, KnownValue known, ResolveLookup resolve,
         MapRuns runs)
      : maps_(maps),
        entry_(entry),
        record_(record),
        known_(known),
        resolve_(resolve),
        runs_(runs) {}

  std::vector<Finding> Go() {
    const model::Fields& row = record_.fields;
    if (runs_(*entry_.map) == false) Add(Finding(Finding::Kind::kMapStopped));
    if (entry_.sends && !entry_.sends->Matches(row)) {
      Finding finding(Finding::Kind::kFiltered);
      finding.clause =
          entry_.sends->FirstFailingClause(row).value_or(entry_.map->sends);
      Add(std::move(finding));
      return std::move(findings_);
    }
    if (entry_.map->of_company && NamesNoCompany(row)) {
      Add(Finding(Finding::Kind::kNoCompany));
    }
    for (const MappedField& field : entry_.map->fields) {
      if (field.upstream_field.empty() || field.master_field.empty() ||
          field.flow == MapFlow::kToUpstream) {
        continue;
      }
      WalkField(field);
    }
    return std::move(findings_);
  }

 private:
  void Add(Finding finding) { findings_.push_back(std::move(finding)); }

  void WalkField(const MappedField& field) {
    const auto value = UpstreamValueOf(field, record_.fields, resolve_);
    // An id that nothing explains is a value all the same.
    if (!value.has_value() ? !HasId(field) : value->empty()) {
      if (!field.mandatory || !field.constant.empty()) return;
      Finding finding(Finding::Kind::kEmpty);
      finding.field = &field;
      Add(std::move(finding));
      return;
    }
    if (field.lookup.empty()) return;
    Finding finding(Finding::Kind::kUnknownValue);
    finding.field = &field;
    finding.value = value.value_or("");
    if (value && known_(field.lookup, *value) == false) Add(finding);
    const TableMaps::Entry* const bringer = maps_.OfReference(field.lookup);
    if (bringer == nullptr || runs_(*bringer->map) != false) return;
    finding.kind = Finding::Kind::kNeedsMap;
    finding.needs = bringer->map;
    Add(std::move(finding));
  }

  bool HasId(const MappedField& field) const {
    const std::string id = absl::StrCat("_", ColumnOf(field), "_value");
    return !record_.fields.Text(id).empty() ||
           !record_.fields.Text(ColumnOf(field)).empty();
  }

  const TableMaps& maps_;
  const TableMaps::Entry& entry_;
  const model::Record& record_;
  KnownValue known_;
  ResolveLookup resolve_;
  MapRuns runs_;
  std::vector<Finding> findings_;
};

}  // namespace

std::optional<std::string> UpstreamValueOf(const MappedField& field,
                                           const model::Fields& row,
                                           ResolveLookup resolve) {
  const FieldValue* const plain = row.Find(field.upstream_field);
  if (plain != nullptr) return TextOf(*plain);
  const absl::string_view column = ColumnOf(field);
  if (column.size() == field.upstream_field.size()) return std::nullopt;
  for (const std::string& path :
       {absl::StrCat("_", column, "_value"), std::string(column)}) {
    const FieldValue* const value = row.Find(path);
    if (value == nullptr) continue;
    std::string text = TextOf(*value);
    if (!IsGuid(text)) {
      // A form shows a currency by its name, "US Dollar".
      const bool named = field.lookup == "transactioncurrency" &&
                         text.size() != kCurrencyLetters && !text.empty();
      return named ? std::nullopt : std::make_optional(std::move(text));
    }
    if (field.lookup.empty()) return std::nullopt;
    text = resolve(field.lookup, text);
    return text.empty() ? std::nullopt : std::make_optional(std::move(text));
  }
  return std::nullopt;
}

std::vector<Finding> Walk(const TableMaps& maps, const TableMaps::Entry& entry,
                          const model::Record& record, KnownValue known,
                          ResolveLookup resolve, MapRuns runs) {
  return Walker(maps, entry, record, known, resolve, runs).Go();
}

}  // namespace landfall::preflight
