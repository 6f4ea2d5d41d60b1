#include "server/model/key_kind.h"

#include "absl/strings/match.h"

namespace landfall::model {

absl::string_view KeyKindName(KeyKind kind) {
  switch (kind) {
    case KeyKind::kEmail:
      return "EMAIL";
    case KeyKind::kExternalId:
      return "EXTERNAL_ID";
    case KeyKind::kTaxId:
      return "TAX_ID";
  }
  return "";
}

std::optional<KeyKind> ParseKeyKind(absl::string_view name) {
  for (KeyKind kind :
       {KeyKind::kEmail, KeyKind::kExternalId, KeyKind::kTaxId}) {
    if (absl::EqualsIgnoreCase(name, KeyKindName(kind))) return kind;
  }
  return std::nullopt;
}

}  // namespace landfall::model
