#pragma once

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/pull/authorizer.h"

namespace landfall::pull {

// A user and a key that do not change: Business Central on-premises.
class BasicAuthorizer : public Authorizer {
 public:
  BasicAuthorizer(absl::string_view user, absl::string_view key)
      : value_(absl::StrCat(
            "Basic ", absl::Base64Escape(absl::StrCat(user, ":", key)))) {}

  absl::Status Authorize(http_client::Request* request,
                         Exchange& /*exchange*/) override {
    request->headers.push_back({"Authorization", value_});
    return absl::OkStatus();
  }
  bool Renew() override { return false; }

 private:
  const std::string value_;
};

}  // namespace landfall::pull
