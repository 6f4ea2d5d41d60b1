// A notification -> whether its sender knows the secret. Entry point: Prove.
#include "server/notify/proof.h"

#include <openssl/crypto.h>
#include <simdjson.h>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/base/hmac_sha256.h"

namespace landfall::notify {
namespace {

// As the specification of Standard Webhooks recommends.
constexpr absl::Duration kMostApart = absl::Minutes(5);

// How long they are is no secret.
bool Same(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() &&
         CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool HasSecret(absl::string_view secret, const Notification& notification) {
  return Same(notification.headers.secret, secret) ||
         Same(notification.code, secret);
}

// The headers are not signed, so the body alone tells one from another.
Proof ProveShopify(absl::string_view secret, const Notification& notification) {
  const std::string expected =
      absl::Base64Escape(base::HmacSha256(secret, notification.body));
  return {Same(notification.headers.shopify_hmac, expected), notification.body};
}

// "whsec_…" is how people are told of a key; other secrets are the key.
std::string StandardKey(absl::string_view secret) {
  absl::string_view text = secret;
  std::string key;
  if (absl::ConsumePrefix(&text, "whsec_") &&
      absl::Base64Unescape(text, &key)) {
    return key;
  }
  return std::string(secret);
}

Proof ProveStandard(absl::string_view secret, const Notification& notification,
                    absl::Time now) {
  const ProofHeaders& headers = notification.headers;
  int64_t seconds = 0;
  if (headers.webhook_id.empty() ||
      !absl::SimpleAtoi(headers.webhook_timestamp, &seconds) ||
      absl::AbsDuration(now - absl::FromUnixSeconds(seconds)) > kMostApart) {
    return {};
  }
  const std::string expected = absl::StrCat(
      "v1,", absl::Base64Escape(base::HmacSha256(
                 StandardKey(secret), absl::StrCat(headers.webhook_id, ".",
                                                   headers.webhook_timestamp,
                                                   ".", notification.body))));
  // While a secret is replaced there are two.
  bool genuine = false;
  for (absl::string_view signature :
       absl::StrSplit(headers.webhook_signature, ' ')) {
    genuine |= Same(signature, expected);
  }
  return {genuine, headers.webhook_id};
}

// It signs with the secret of the app even if a hook has a header with another
// one. Whoever knows that one need not sign.
Proof ProveBigCommerce(absl::string_view secret,
                       const Notification& notification, absl::Time now) {
  const Proof proof = ProveStandard(secret, notification, now);
  if (proof.genuine) return proof;
  return {HasSecret(secret, notification), notification.headers.webhook_id};
}

// One delivery brings notifications of several subscriptions, some of which may
// be from before the secret was changed.
Proof ProveClientState(absl::string_view secret,
                       const Notification& notification) {
  simdjson::ondemand::parser parser;
  const simdjson::padded_string json(notification.body.data(),
                                     notification.body.size());
  simdjson::ondemand::document document;
  simdjson::ondemand::array list;
  if (parser.iterate(json).get(document) != simdjson::SUCCESS ||
      document["value"].get_array().get(list) != simdjson::SUCCESS) {
    return {};
  }
  bool genuine = false;
  for (auto element : list) {
    std::string_view state;
    if (element["clientState"].get_string().get(state) != simdjson::SUCCESS) {
      continue;
    }
    genuine |= Same(absl::string_view(state.data(), state.size()), secret);
  }
  return {genuine, notification.body};
}

}  // namespace

Proof Prove(model::System system, absl::string_view secret,
            const Notification& notification, absl::Time now) {
  switch (system) {
    case model::System::kShopify:
      return ProveShopify(secret, notification);
    case model::System::kBusinessCentral:
      return ProveClientState(secret, notification);
    case model::System::kBigCommerce:
      return ProveBigCommerce(secret, notification, now);
    // Each of its notifications has a number of its own in the body.
    case model::System::kDataverse:
      return {HasSecret(secret, notification), notification.body};
    case model::System::kFinanceOperations:
    case model::System::kAdobeCommerce:
      break;
  }
  return {HasSecret(secret, notification), ""};
}

}  // namespace landfall::notify
