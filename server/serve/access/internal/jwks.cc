// A JSON Web Key Set -> RSA keys that can check signatures.
// Entry points: ReadJwks and PublicKey::Verify.
#include "server/serve/access/internal/jwks.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <optional>

#include "absl/strings/str_replace.h"
#include "server/serve/access/internal/json_object.h"

namespace landfall::serve::access::internal {
namespace {

constexpr size_t kMostBytes = 256 << 10;
constexpr size_t kMostKeys = 100;
constexpr int kFewestBits = 2048;
constexpr int kMostBits = 8192;
constexpr size_t kMostExponentBytes = 8;

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* value) const {
    Free(value);
  }
};
using BigNumber = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;
using ParamBuilder =
    std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

BigNumber NumberOf(const std::string& bytes) {
  return BigNumber(
      BN_bin2bn(Bytes(bytes), static_cast<int>(bytes.size()), nullptr));
}

// nullptr when OpenSSL refuses.
EVP_PKEY* BuildKey(const BIGNUM* modulus, const BIGNUM* exponent) {
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (builder == nullptr ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus) !=
          1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent) !=
          1) {
    return nullptr;
  }
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (params == nullptr || context == nullptr ||
      EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY,
                        params.get()) != 1) {
    return nullptr;
  }
  return key;
}

// "https://login.microsoftonline.com/{tenantid}/v2.0" stands for every tenant.
bool IsOurs(const JsonObject& entry, const IssuerNames& names) {
  const std::optional<std::string> issuer = entry.Text("issuer");
  if (!issuer.has_value()) return !entry.Has("issuer");
  const std::string filled =
      absl::StrReplaceAll(*issuer, {{"{tenantid}", names.tenant}});
  return std::find(names.issuers.begin(), names.issuers.end(), filled) !=
         names.issuers.end();
}

// nullptr when the entry is nothing for us.
std::shared_ptr<const PublicKey> ReadKey(const JsonObject& entry) {
  const bool signs = entry.Text("kty") == "RSA" &&
                     entry.Text("use").value_or("sig") == "sig" &&
                     entry.Text("alg").value_or("RS256") == "RS256";
  const auto modulus = DecodeBase64Url(entry.Text("n").value_or(""));
  const auto exponent = DecodeBase64Url(entry.Text("e").value_or(""));
  if (!signs || !modulus.has_value() || !exponent.has_value()) return nullptr;
  return PublicKey::Make(*modulus, *exponent);
}

}  // namespace

std::shared_ptr<const PublicKey> PublicKey::Make(const std::string& modulus,
                                                 const std::string& exponent) {
  if (modulus.size() > kMostBits / 8 + 1 ||
      exponent.size() > kMostExponentBytes) {
    return nullptr;
  }
  const BigNumber n = NumberOf(modulus);
  const BigNumber e = NumberOf(exponent);
  if (n == nullptr || e == nullptr || BN_num_bits(n.get()) < kFewestBits ||
      BN_num_bits(n.get()) > kMostBits || BN_is_odd(e.get()) != 1 ||
      BN_is_one(e.get()) == 1) {
    return nullptr;
  }
  EVP_PKEY* key = BuildKey(n.get(), e.get());
  ERR_clear_error();
  if (key == nullptr) return nullptr;
  return std::shared_ptr<const PublicKey>(new PublicKey(key));
}

PublicKey::~PublicKey() { EVP_PKEY_free(key_); }

bool PublicKey::Verify(absl::string_view text,
                       absl::string_view signature) const {
  const DigestContext context(EVP_MD_CTX_new());
  // RS256 means PKCS #1 v1.5, which is what OpenSSL takes for RSA keys.
  const bool good =
      context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr,
                           key_) == 1 &&
      EVP_DigestVerify(context.get(), Bytes(signature), signature.size(),
                       Bytes(text), text.size()) == 1;
  // What went wrong would otherwise turn up at the next use of OpenSSL.
  ERR_clear_error();
  return good;
}

bool operator==(const PublicKey& a, const PublicKey& b) {
  return EVP_PKEY_eq(a.key_, b.key_) == 1;
}

bool SameKeys(const KeySet& a, const KeySet& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) {
                      return x.first == y.first && *x.second == *y.second;
                    });
}

absl::StatusOr<KeySet> ReadJwks(absl::string_view json,
                                const IssuerNames& names) noexcept {
  JsonReader reader;
  std::optional<JsonObject> document;
  if (json.size() <= kMostBytes) document = reader.Read(json);
  const auto entries = document.has_value()
                           ? document->Objects("keys")
                           : std::optional<std::vector<JsonObject>>();
  if (!entries.has_value()) {
    return absl::InvalidArgumentError("what came is no JSON Web Key Set");
  }
  KeySet keys;
  for (const JsonObject& entry : *entries) {
    if (keys.size() == kMostKeys) break;
    const std::optional<std::string> id = entry.Text("kid");
    if (!id.has_value() || !IsOurs(entry, names)) continue;
    std::shared_ptr<const PublicKey> key = ReadKey(entry);
    if (key != nullptr) keys[*id] = std::move(key);
  }
  if (keys.empty()) {
    return absl::InvalidArgumentError(
        "the JSON Web Key Set has no RSA key for signatures of this issuer");
  }
  return keys;
}

}  // namespace landfall::serve::access::internal
