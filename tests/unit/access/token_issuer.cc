#include "tests/unit/access/token_issuer.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/check.h"

namespace landfall::testing {
namespace {

std::string NumberOf(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  LF_CHECK(EVP_PKEY_get_bn_param(key, name, &number) == 1);
  std::string bytes(BN_num_bytes(number), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(number);
  return bytes;
}

std::string Seconds(absl::Time time) {
  return absl::StrCat(absl::ToUnixSeconds(time));
}

}  // namespace

JsonMembers JsonMembers::With(const std::string& name,
                              const std::string& json) const {
  JsonMembers other = *this;
  other.members_[name] = json;
  return other;
}

JsonMembers JsonMembers::Without(const std::string& name) const {
  JsonMembers other = *this;
  other.members_.erase(name);
  return other;
}

std::string JsonMembers::Text() const {
  const auto member = [](std::string* out, const auto& entry) {
    absl::StrAppend(out, Quoted(entry.first), ":", entry.second);
  };
  return absl::StrCat("{", absl::StrJoin(members_, ",", member), "}");
}

JsonMembers GoodClaims(absl::Time now) {
  return {{"iss", Quoted(absl::StrCat("https://login.microsoftonline.com/",
                                      kTenant, "/v2.0"))},
          {"aud", Quoted(kAudience)},
          {"tid", Quoted(kTenant)},
          {"azp", Quoted(kApp)},
          {"ver", "\"2.0\""},
          {"roles", "[\"reader\"]"},
          {"nbf", Seconds(now - absl::Minutes(5))},
          {"exp", Seconds(now + absl::Hours(1))}};
}

config::EntraAuth TestEntra() {
  config::EntraAuth entra;
  entra.tenant = kTenant;
  entra.audiences = {kAudience};
  entra.issuers = {
      absl::StrCat("https://sts.windows.net/", kTenant, "/"),
      absl::StrCat("https://login.microsoftonline.com/", kTenant, "/v2.0")};
  entra.roles = {{"reader", config::Role::kReader},
                 {"ingester", config::Role::kIngester},
                 {"admin", config::Role::kAdmin}};
  return entra;
}

TokenIssuer::TokenIssuer(std::string key_id, int bits)
    : key_id_(std::move(key_id)),
      key_(EVP_RSA_gen(static_cast<unsigned int>(bits))) {
  LF_CHECK(key_ != nullptr);
}

TokenIssuer::~TokenIssuer() { EVP_PKEY_free(key_); }

JsonMembers TokenIssuer::Header() const {
  return {{"alg", "\"RS256\""}, {"typ", "\"JWT\""}, {"kid", Quoted(key_id_)}};
}

std::string TokenIssuer::Sign(const JsonMembers& header,
                              const JsonMembers& claims,
                              const char* digest) const {
  const std::string text =
      absl::StrCat(Base64Url(header.Text()), ".", Base64Url(claims.Text()));
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  LF_CHECK(EVP_DigestSignInit_ex(context, nullptr, digest, nullptr, nullptr,
                                 key_, nullptr) == 1);
  LF_CHECK(EVP_DigestSign(context, nullptr, &size, bytes, text.size()) == 1);
  std::string signature(size, '\0');
  LF_CHECK(EVP_DigestSign(context,
                          reinterpret_cast<unsigned char*>(signature.data()),
                          &size, bytes, text.size()) == 1);
  EVP_MD_CTX_free(context);
  return absl::StrCat(text, ".", Base64Url(signature));
}

JsonMembers TokenIssuer::Jwk() const {
  return {{"kty", "\"RSA\""},
          {"use", "\"sig\""},
          {"kid", Quoted(key_id_)},
          {"n", Quoted(Base64Url(NumberOf(key_, OSSL_PKEY_PARAM_RSA_N)))},
          {"e", Quoted(Base64Url(NumberOf(key_, OSSL_PKEY_PARAM_RSA_E)))}};
}

std::string TokenIssuer::Pem() const {
  BIO* out = BIO_new(BIO_s_mem());
  LF_CHECK(PEM_write_bio_PUBKEY(out, key_) == 1);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(out, &data);
  std::string pem(data, static_cast<size_t>(size));
  BIO_free(out);
  return pem;
}

std::string Jwks(const std::vector<JsonMembers>& keys) {
  const auto key = [](std::string* out, const JsonMembers& members) {
    out->append(members.Text());
  };
  return absl::StrCat("{\"keys\":[", absl::StrJoin(keys, ",", key), "]}");
}

std::string Base64Url(absl::string_view bytes) {
  return absl::WebSafeBase64Escape(bytes);
}

std::string Quoted(absl::string_view text) {
  return absl::StrCat("\"", text, "\"");
}

std::string Bearer(const std::string& token) {
  return absl::StrCat("Bearer ", token);
}

}  // namespace landfall::testing
