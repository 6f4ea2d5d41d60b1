#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/model/key_kind.h"

namespace landfall::normalize {

// A key in normal form. Only the functions of this module make one, so an
// index or a query cannot hold a value that was not normalised. Two customers
// share a key when kind, scope and text are equal. Immutable value type.
class NormalKey {
 public:
  model::KeyKind kind() const { return kind_; }
  // Email: "". External ID: "source/object", see NormalizeExternalId. Tax ID:
  // the issuer ("DE", "EL", "XI" is "GB"; "SIREN" and the like for register
  // numbers).
  const std::string& scope() const { return scope_; }
  // "ann@contoso.com"; "6940095564"; "DE136695976" (with the issuer's prefix).
  const std::string& text() const { return text_; }
  // True for tax IDs whose issuer has no check digit and few digits: proof only
  // together with name or postcode.
  bool weak() const { return weak_; }

  friend bool operator==(const NormalKey& a, const NormalKey& b) {
    return a.kind_ == b.kind_ && a.scope_ == b.scope_ && a.text_ == b.text_;
  }

 private:
  friend class KeyFactory;  // internal/key_factory.h, private to this module
  NormalKey(model::KeyKind kind, std::string scope, std::string text, bool weak)
      : kind_(kind),
        weak_(weak),
        scope_(std::move(scope)),
        text_(std::move(text)) {}

  model::KeyKind kind_;
  bool weak_;
  std::string scope_;
  std::string text_;
};

// Why a value is not a key. Names on the wire are those of KeyProblemName.
enum class KeyProblem {
  kNone,
  kEmpty,
  // Email.
  kBadEncoding,
  kInvisibleChar,
  kUnbalancedAngle,
  kNoAt,
  kTwoAt,
  kEmptyLocal,
  kEmptyDomain,
  kQuotedLocal,
  kSpaceInLocal,
  kBadCharLocal,
  kDotRule,
  kBadDomain,
  kIpLiteral,
  kNoTld,
  kNumericTld,
  kLocalTooLong,
  kTooLong,
  kPlaceholderEmail,
  kRelay,
  // Tax ID.
  kPlaceholderWord,
  kPlaceholderShape,
  kGenericGov,
  kCountryUnknown,
  kAmbiguousCountry,
  kBadLength,
  kBadCharset,
  kBadComponent,
  kBadChecksum,
  kOtherIdKind,
  kSuspectSequence,  // valid, but a documentation sample by its shape
  // External ID.
  kSpreadsheetDamage,
  kNullId,  // all-zero GUID, "0"
};

// "BAD_CHECKSUM" and so on; "" for kNone.
absl::string_view KeyProblemName(KeyProblem problem);

// One value after normalisation: a key, or the reason why it is not one.
struct KeyOutcome {
  model::KeyKind kind = model::KeyKind::kEmail;
  std::optional<NormalKey> key;
  KeyProblem problem = KeyProblem::kNone;
  std::string raw;
};

}  // namespace landfall::normalize
