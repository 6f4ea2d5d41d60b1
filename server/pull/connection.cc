// A configured source -> how it is read. Entry point: Connect.
#include "server/pull/connection.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/pull/adobe_commerce.h"
#include "server/pull/basic_authorizer.h"
#include "server/pull/bigcommerce.h"
#include "server/pull/business_central.h"
#include "server/pull/business_central_subscriptions.h"
#include "server/pull/dataverse.h"
#include "server/pull/entra_tokens.h"
#include "server/pull/finance_operations.h"
#include "server/pull/header_authorizer.h"
#include "server/pull/oauth1_authorizer.h"
#include "server/pull/origin.h"
#include "server/pull/shopify.h"
#include "server/pull/shopify_tokens.h"

namespace landfall::pull {
namespace {

using config::SourceConnection;
using model::System;

constexpr absl::string_view kBusinessCentralScope =
    "https://api.businesscentral.dynamics.com/.default";

std::unique_ptr<Authorizer> ShopifyAuthorizerFor(
    const SourceConnection& connection) {
  const auto token = connection.auth.find("access_token");
  if (token == connection.auth.end()) {
    return std::make_unique<ShopifyTokens>(connection);
  }
  return std::make_unique<HeaderAuthorizer>(std::string(kShopifyTokenHeader),
                                            token->second.Reveal());
}

std::unique_ptr<Authorizer> AdobeCommerceAuthorizer(
    const SourceConnection& connection, const base::Clock& clock) {
  const auto value = [&](const char* key) {
    return connection.auth.at(key).Reveal();
  };
  if (!connection.auth.contains("consumer_key")) {
    return std::make_unique<HeaderAuthorizer>(
        "Authorization", absl::StrCat("Bearer ", value("access_token")));
  }
  return std::make_unique<OAuth1Authorizer>(
      OAuth1Keys{value("consumer_key"), value("consumer_secret"),
                 value("access_token"), value("access_token_secret")},
      clock);
}

std::unique_ptr<Connector> ConnectorFor(const model::Settings& settings,
                                        const model::Source& source,
                                        const SourceConnection& connection) {
  switch (source.system) {
    case System::kDataverse:
      return std::make_unique<Dataverse>(settings, source, connection);
    case System::kFinanceOperations:
      return std::make_unique<FinanceOperations>(settings, source, connection);
    case System::kBusinessCentral:
      return std::make_unique<BusinessCentral>(settings, source, connection);
    case System::kShopify:
      return std::make_unique<Shopify>(settings, source, connection);
    case System::kBigCommerce:
      return std::make_unique<BigCommerce>(connection);
    case System::kAdobeCommerce:
      return std::make_unique<AdobeCommerce>(connection);
  }
  LF_CHECK(false);
  return nullptr;
}

}  // namespace

std::unique_ptr<Authorizer> AuthorizerFor(const model::Source& source,
                                          const SourceConnection& connection,
                                          const base::Clock& clock) {
  if (source.system == System::kShopify) {
    return ShopifyAuthorizerFor(connection);
  }
  if (source.system == System::kBigCommerce) {
    return std::make_unique<HeaderAuthorizer>(
        "X-Auth-Token", connection.auth.at("access_token").Reveal());
  }
  if (source.system == System::kAdobeCommerce) {
    return AdobeCommerceAuthorizer(connection, clock);
  }
  const auto key = connection.auth.find("web_service_key");
  if (key != connection.auth.end()) {
    return std::make_unique<BasicAuthorizer>(
        connection.auth.at("user").Reveal(), key->second.Reveal());
  }
  const bool business_central = source.system == System::kBusinessCentral;
  return std::make_unique<EntraTokens>(
      connection, business_central
                      ? std::string(kBusinessCentralScope)
                      : absl::StrCat(OriginOf(connection.url), "/.default"));
}

Connection Connect(const model::Settings& settings, const model::Source& source,
                   const SourceConnection& connection, const base::Clock& clock,
                   std::unique_ptr<HttpSender> sender,
                   const std::string& notify_url) {
  Connection made;
  made.sender = std::move(sender);
  made.authorizer = AuthorizerFor(source, connection, clock);
  made.connector = ConnectorFor(settings, source, connection);
  if (source.system == System::kBusinessCentral && !notify_url.empty() &&
      connection.notify_secret.has_value()) {
    made.subscriber = std::make_unique<BusinessCentralSubscriptions>(
        static_cast<BusinessCentral&>(*made.connector), source.url,
        NotifyAddress{notify_url, connection.notify_secret->Reveal()});
  }
  return made;
}

}  // namespace landfall::pull
