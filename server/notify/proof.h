#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/model/system.h"
#include "server/notify/notification.h"

namespace landfall::notify {

// What a notification proves.
struct Proof {
  bool genuine = false;
  // What tells it from every other one and cannot be changed without the
  // secret; views the notification. "" when it has no such thing.
  absl::string_view identity;
};

// Checks that whoever sent `notification` knows `secret`, in the way of the
// system; every comparison takes the same time wherever the texts differ.
//
//   shopify           HMAC-SHA256 of the body, in X-Shopify-Hmac-Sha256
//   bigcommerce       a signature of Standard Webhooks, at most five minutes
//                     old or ahead; or as the others
//   business_central  clientState of a notification in the body
//   others            the header X-Landfall-Secret, or the parameter `code`
//
// Pure. REQUIRES: the secret is not empty.
Proof Prove(model::System system, absl::string_view secret,
            const Notification& notification, absl::Time now);

}  // namespace landfall::notify
