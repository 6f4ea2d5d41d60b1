#pragma once

#include "absl/strings/string_view.h"

namespace landfall::notify {

// The headers of a notification that show who sent it, as they came; "" for
// those that are not there. Views.
struct ProofHeaders {
  absl::string_view shopify_hmac;       // X-Shopify-Hmac-Sha256
  absl::string_view webhook_id;         // Standard Webhooks
  absl::string_view webhook_timestamp;  // likewise
  absl::string_view webhook_signature;  // likewise
  absl::string_view secret;             // X-Landfall-Secret
};

// What a system sends when something has changed there. Views.
struct Notification {
  ProofHeaders headers;
  absl::string_view code;  // the parameter `code` of the URL, decoded
  absl::string_view body;  // as it came, byte for byte
};

}  // namespace landfall::notify
