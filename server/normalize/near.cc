// Turns keys into the coarser forms under which two different ones would have
// been equal. Entry point: NearForms().
#include "server/normalize/near.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/normalize/internal/near_email.h"
#include "server/normalize/tax/root.h"

namespace landfall::normalize {
namespace {

// In the order of the enumerators.
constexpr absl::string_view kRuleNames[] = {
    "EMAIL_PLUS_TAG",
    "EMAIL_GMAIL_DOTS",
    "EMAIL_NFKC",
    "EMAIL_SHARP_S",
    "EMAIL_CONFUSABLE",
    "EMAIL_ONE_EDIT",
    "TAX_ID_OTHER_ISSUER",
    "TAX_ID_OTHER_BRANCH",
    "TAX_ID_ONE_EDIT",
    "TAX_ID_REPAIR",
    "EXTERNAL_ID_ZEROS",
    "EXTERNAL_ID_CASE",
    "EXTERNAL_ID_PREFIX",
    "EXTERNAL_ID_OTHER_SCOPE",
    "EXTERNAL_ID_OTHER_OBJECT",
};
static_assert(sizeof(kRuleNames) / sizeof(kRuleNames[0]) ==
              static_cast<size_t>(NearRule::kExternalIdOtherObject) + 1);

std::vector<NearForm> TaxIdNearForms(const NormalKey& key) {
  std::vector<NearForm> forms;
  forms.push_back({NearRule::kTaxIdOtherIssuer, std::string(tax::BodyOf(key))});
  std::string root = tax::FamilyRootOf(key);
  if (!root.empty()) {
    forms.push_back({NearRule::kTaxIdOtherBranch, std::move(root)});
  }
  return forms;
}

absl::string_view WithoutZeros(absl::string_view id) {
  const size_t begin = id.find_first_not_of('0');
  return begin == absl::string_view::npos ? id : id.substr(begin);
}

// The digits at the end of an id whose start is letters and punctuation:
// CUST-000123 is 123. "" when there is no such number.
absl::string_view NumberAtEnd(absl::string_view id) {
  const size_t last = id.find_last_not_of("0123456789");
  const size_t begin = last == absl::string_view::npos ? 0 : last + 1;
  const absl::string_view head = id.substr(0, begin);
  const bool has_digit =
      head.find_first_of("0123456789") != absl::string_view::npos;
  return has_digit ? absl::string_view() : WithoutZeros(id.substr(begin));
}

std::vector<NearForm> ExternalIdNearForms(const NormalKey& key) {
  const absl::string_view scope = key.scope();
  const absl::string_view id = key.text();
  const size_t slash = scope.rfind('/');
  const absl::string_view source = scope.substr(0, slash);
  const absl::string_view object =
      slash == absl::string_view::npos ? "" : scope.substr(slash + 1);
  std::vector<NearForm> forms;
  forms.push_back(
      {NearRule::kExternalIdZeros, absl::StrCat(scope, ":", WithoutZeros(id))});
  forms.push_back({NearRule::kExternalIdCase,
                   absl::StrCat(scope, ":", absl::AsciiStrToLower(id))});
  if (const absl::string_view number = NumberAtEnd(id); !number.empty()) {
    forms.push_back(
        {NearRule::kExternalIdPrefix, absl::StrCat(scope, ":", number)});
  }
  forms.push_back(
      {NearRule::kExternalIdOtherScope, absl::StrCat(object, ":", id)});
  forms.push_back(
      {NearRule::kExternalIdOtherObject, absl::StrCat(source, ":", id)});
  return forms;
}

}  // namespace

absl::string_view NearRuleName(NearRule rule) {
  return kRuleNames[static_cast<size_t>(rule)];
}

std::vector<NearForm> NearForms(const NormalKey& key) {
  switch (key.kind()) {
    case model::KeyKind::kEmail:
      return EmailNearForms(key);
    case model::KeyKind::kTaxId:
      return TaxIdNearForms(key);
    case model::KeyKind::kExternalId:
      return ExternalIdNearForms(key);
  }
  return {};
}

}  // namespace landfall::normalize
