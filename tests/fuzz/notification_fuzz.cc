// Notifications of any bytes: no crash, and none is genuine that does not even
// contain the secret.
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/match.h"
#include "server/base/check.h"
#include "server/notify/proof.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr absl::string_view kSecret = "hush";
  const absl::string_view all(reinterpret_cast<const char*>(data), size);
  // Up to the first three line ends there are headers, then the body.
  landfall::notify::Notification sent;
  sent.body = all;
  for (absl::string_view* header :
       {&sent.headers.secret, &sent.headers.webhook_timestamp,
        &sent.headers.webhook_signature}) {
    const size_t end = sent.body.find('\n');
    if (end == absl::string_view::npos) break;
    *header = sent.body.substr(0, end);
    sent.body.remove_prefix(end + 1);
  }
  sent.headers.webhook_id = sent.headers.secret;
  sent.headers.shopify_hmac = sent.headers.secret;
  const absl::Time now = absl::FromUnixSeconds(1'780'000'000);
  for (const auto system : {landfall::model::System::kDataverse,
                            landfall::model::System::kBusinessCentral,
                            landfall::model::System::kShopify,
                            landfall::model::System::kBigCommerce}) {
    const auto proof = landfall::notify::Prove(system, kSecret, sent, now);
    // JSON has other ways to write the letters.
    LF_CHECK(!proof.genuine || absl::StrContains(all, kSecret) ||
             absl::StrContains(all, "\\u"));
  }
  return 0;
}
