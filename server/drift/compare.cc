// Two records and a table map -> the mapped fields that differ. Entry points:
// Compare and Differ.
//
// Dual-write copies values as they are, so most fields need no more than what
// systems do to blanks and case. What it translates is translated here: Yes and
// true, 1000 and 1000.00, NO and NOR, the labels of choices. Example: "Oslo "
// and "OSLO" are one city, and an account without a city differs from a master
// with one, but not from a master whose city was never read.
#include "server/drift/compare.h"

#include <algorithm>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/decimal.h"
#include "server/normalize/normalize.h"
#include "server/preflight/walk.h"

namespace landfall::drift {
namespace {

using model::FieldKind;
using model::MappedField;

// Systems keep as many decimals of a coordinate or a percentage as they like.
constexpr base::DecimalLimits kCompared{27, 4};

using normalize::FoldText;

// Letters and digits only.
std::string FoldedPhone(absl::string_view text) {
  std::string folded;
  for (const unsigned char c : text) {
    if (absl::ascii_isalnum(c) || c >= 0x80) {
      folded.push_back(static_cast<char>(absl::ascii_tolower(c)));
    }
  }
  return folded;
}

std::string FoldedNumber(absl::string_view text) {
  const auto number =
      base::Decimal::ParseRounded(text.empty() ? "0" : text, kCompared);
  if (!number.ok()) return FoldText(text);
  return number->IsZero() ? "0" : number->ToString();
}

std::string FoldedYesNo(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  if (lower.empty() || lower == "no" || lower == "false" || lower == "0") {
    return "no";
  }
  if (lower == "yes" || lower == "true" || lower == "1") return "yes";
  return lower;
}

std::string FoldedCountry(absl::string_view text) {
  return normalize::NormalizeCountry(text).value_or(FoldText(text));
}

// The form in which two values of the field are one; nullopt: not comparable.
std::optional<std::string> FormOf(const MappedField& field,
                                  absl::string_view text, bool of_master) {
  switch (field.kind) {
    case FieldKind::kText:
    case FieldKind::kCode:
      return FoldText(text);
    case FieldKind::kNumber:
      return FoldedNumber(text);
    case FieldKind::kYesNo:
      return FoldedYesNo(text);
    case FieldKind::kPhone:
      return FoldedPhone(text);
    case FieldKind::kUrl:
      return std::string(absl::StripSuffix(FoldText(text), "/"));
    case FieldKind::kCountry:
      return FoldedCountry(text);
    case FieldKind::kChoice:
      break;
  }
  if (text.empty() && !field.values.empty()) return "";
  for (const auto& [theirs, ours] : field.values) {
    if (absl::EqualsIgnoreCase(of_master ? theirs : ours, text)) {
      return absl::AsciiStrToLower(ours);
    }
  }
  return std::nullopt;
}

// Visits each difference until `visit` returns false.
void ForEachDifference(const model::TableMap& map,
                       const model::Record& upstream,
                       const model::Record& master,
                       preflight::ResolveLookup resolve,
                       absl::FunctionRef<bool(Difference)> visit) {
  for (const MappedField& field : map.fields) {
    if (field.upstream_field.empty() || field.master_field.empty()) continue;
    const model::FieldValue* const theirs =
        master.fields.Find(field.master_field);
    if (theirs == nullptr) continue;
    const auto ours =
        preflight::UpstreamValueOf(field, upstream.fields, resolve);
    if (!ours.has_value()) continue;
    const std::string text(absl::StripAsciiWhitespace(theirs->text));
    if (*ours == text) continue;
    const auto a = FormOf(field, *ours, false);
    const auto b = FormOf(field, text, true);
    if (!a.has_value() || !b.has_value() || *a == *b) continue;
    if (!visit({&field, *ours, text})) return;
  }
}

}  // namespace

std::vector<Difference> Compare(const model::TableMap& map,
                                const model::Record& upstream,
                                const model::Record& master,
                                preflight::ResolveLookup resolve) {
  std::vector<Difference> differences;
  ForEachDifference(map, upstream, master, resolve, [&](Difference found) {
    differences.push_back(std::move(found));
    return true;
  });
  return differences;
}

bool Differ(const model::TableMap& map, const model::Record& upstream,
            const model::Record& master, preflight::ResolveLookup resolve) {
  bool differ = false;
  ForEachDifference(map, upstream, master, resolve, [&](const Difference&) {
    differ = true;
    return false;
  });
  return differ;
}

}  // namespace landfall::drift
