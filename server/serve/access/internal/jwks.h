#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace landfall::serve::access::internal {

// A public RSA key. Immutable, thread-safe.
class PublicKey {
 public:
  // From the big-endian numbers of a JSON Web Key. nullptr unless the modulus
  // has 2,048 to 8,192 bits and the exponent is odd and above 1.
  static std::shared_ptr<const PublicKey> Make(const std::string& modulus,
                                               const std::string& exponent);
  ~PublicKey();
  PublicKey(const PublicKey&) = delete;
  PublicKey& operator=(const PublicKey&) = delete;

  // Whether `signature` is the RS256 signature of `text` by this key.
  bool Verify(absl::string_view text, absl::string_view signature) const;

  friend bool operator==(const PublicKey& a, const PublicKey& b);

 private:
  explicit PublicKey(evp_pkey_st* key) : key_(key) {}
  evp_pkey_st* const key_;  // owned
};

// The keys of an issuer by their id.
using KeySet = std::map<std::string, std::shared_ptr<const PublicKey>>;

// Whether both name the same keys.
bool SameKeys(const KeySet& a, const KeySet& b);

// Whose keys to take from a document that may hold those of others.
struct IssuerNames {
  std::string tenant;                // stands for "{tenantid}"
  std::vector<std::string> issuers;  // allowed
};

// Reads a JSON Web Key Set. Entries that are not RSA keys for RS256 signatures,
// or that say they are another issuer's, are left out. INVALID_ARGUMENT when
// the document is not a key set, is larger than 256 KiB, or leaves no key.
absl::StatusOr<KeySet> ReadJwks(absl::string_view json,
                                const IssuerNames& names) noexcept;

}  // namespace landfall::serve::access::internal
