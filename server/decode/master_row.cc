// A refused element -> whether it was a customer, and whose. Entry point:
// GlanceAtMasterRow.
#include "server/decode/master_row.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/types/span.h"
#include "server/decode/flatten.h"
#include "server/decode/odata.h"
#include "server/model/system.h"

namespace landfall::decode {
namespace {

using Kind = MasterRow::Kind;

constexpr absl::string_view kCompanyColumns[] = {"dataareaid", "companyid",
                                                 "company", "companyname"};
constexpr absl::string_view kCustomerColumns[] = {"customeraccount"};

bool IsOneOf(absl::string_view path,
             absl::Span<const absl::string_view> names) {
  const std::string lower =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(path));
  return std::find(names.begin(), names.end(), lower) != names.end();
}

// The type by what the element itself says.
Kind KindByFields(const model::Fields& fields) {
  const std::string set = ODataSet(fields);
  if (absl::StartsWithIgnoreCase(set, "CustomerGroups")) return Kind::kOther;
  if (absl::StartsWithIgnoreCase(set, "Customers")) return Kind::kCustomer;
  if (!set.empty()) return Kind::kOther;
  for (const auto& [path, value] : fields.entries()) {
    if (IsOneOf(path, kCustomerColumns)) return Kind::kCustomer;
  }
  return Kind::kUnknown;
}

}  // namespace

MasterRow GlanceAtMasterRow(const DecodeContext& context,
                            absl::string_view element) {
  MasterRow row;
  if (!context.type.empty()) {
    row.kind = model::KindOf(context.source->system, context.type) ==
                       model::RecordKind::kMasterCustomer
                   ? Kind::kCustomer
                   : Kind::kOther;
  }
  const auto fields = FlattenJson(element, {});
  if (!fields.ok()) return row;
  if (context.type.empty()) row.kind = KindByFields(*fields);
  for (const auto& [path, value] : fields->entries()) {
    if (!IsOneOf(path, kCompanyColumns)) continue;
    row.company = std::string(absl::StripAsciiWhitespace(value.text));
    if (!row.company.empty()) return row;
  }
  row.company = ODataCompany(*fields);
  return row;
}

}  // namespace landfall::decode
