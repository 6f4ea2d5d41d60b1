#pragma once

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "server/normalize/key.h"

namespace landfall::normalize {

// The only maker of NormalKey. Private to server/normalize: the caller
// vouches that the text is in normal form. Stateless, thread-safe.
class KeyFactory {
 public:
  static NormalKey Email(std::string address) {
    return NormalKey(model::KeyKind::kEmail, "", std::move(address), false);
  }
  static NormalKey ExternalId(std::string scope, std::string id) {
    return NormalKey(model::KeyKind::kExternalId, std::move(scope),
                     std::move(id), false);
  }
  static NormalKey TaxId(absl::string_view issuer, std::string text,
                         bool weak) {
    return NormalKey(model::KeyKind::kTaxId, std::string(issuer),
                     std::move(text), weak);
  }
};

// The outcome of a value that is not a key.
inline KeyOutcome NoKey(model::KeyKind kind, KeyProblem problem,
                        absl::string_view raw) {
  KeyOutcome outcome;
  outcome.kind = kind;
  outcome.problem = problem;
  outcome.raw = std::string(raw);
  return outcome;
}

// The outcome of a value that is the key `key`.
inline KeyOutcome WithKey(NormalKey key, absl::string_view raw) {
  KeyOutcome outcome;
  outcome.kind = key.kind();
  outcome.key = std::move(key);
  outcome.raw = std::string(raw);
  return outcome;
}

}  // namespace landfall::normalize
