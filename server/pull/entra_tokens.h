#pragma once

#include <string>

#include "absl/status/status.h"
#include "server/config/source_connection.h"
#include "server/pull/authorizer.h"
#include "server/pull/token_lease.h"

namespace landfall::pull {

// Bearer tokens of Microsoft Entra ID, which an application gets for itself
// (OAuth 2.0 client credentials). A token is renewed before it ends. Not
// thread-safe.
class EntraTokens : public Authorizer {
 public:
  // `scope` is asked for where the connection names none, which must outlive
  // this.
  EntraTokens(const config::SourceConnection& connection, std::string scope);

  absl::Status Authorize(http_client::Request* request,
                         Exchange& exchange) override;
  bool Renew() override;

 private:
  http_client::Request SignIn() const;

  const config::SourceConnection& connection_;
  const std::string scope_;
  TokenLease lease_;
};

}  // namespace landfall::pull
