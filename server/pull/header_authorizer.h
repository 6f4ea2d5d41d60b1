#pragma once

#include <string>
#include <utility>

#include "server/pull/authorizer.h"

namespace landfall::pull {

// A token that does not change, in a header of its own: shops.
class HeaderAuthorizer : public Authorizer {
 public:
  HeaderAuthorizer(std::string name, std::string token)
      : name_(std::move(name)), token_(std::move(token)) {}

  absl::Status Authorize(http_client::Request* request,
                         Exchange& /*exchange*/) override {
    request->headers.push_back({name_, token_});
    return absl::OkStatus();
  }
  bool Renew() override { return false; }

 private:
  const std::string name_;
  const std::string token_;
};

}  // namespace landfall::pull
