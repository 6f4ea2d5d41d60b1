#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/time.h"

// How a source is reached: what the connectors work from.

namespace landfall::config {

// A value that must not reach a log or a message. Has no stream operator, so
// that showing it takes a deliberate call.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& Reveal() const { return value_; }

 private:
  std::string value_;
};

// When a source is pulled without being asked.
struct SyncOptions {
  absl::Duration every = absl::Minutes(5);     // what changed; at least 1 s
  absl::Duration full = absl::Hours(24);       // everything is compared
  absl::Duration give_up = absl::Minutes(10);  // a run without progress ends
};

// A data entity of Finance & Operations, or an API page of Business Central,
// over a log of errors.
struct ErrorEntity {
  std::string entity;                         // "DualWriteErrors"
  std::map<std::string, std::string> fields;  // our name -> its column
  std::string api{};  // Business Central: "contoso/sync/v1.0"
};

// A source with a url, or with a secret for notifications in.
struct SourceConnection {
  std::string source;  // id of model::Source
  std::string url;     // https, or http on loopback; "": nothing to pull from
  std::map<std::string, Secret> auth;     // by key of the file, resolved
  std::optional<SyncOptions> sync{};      // nullopt: only on demand
  std::optional<Secret> notify_secret{};  // nullopt: takes no notifications
  absl::Duration order_window{absl::Hours(60 * 24)};  // of the first pull
  std::string api_version{};                          // Shopify, "2026-10"
  bool flow_runs = false;                             // Dataverse
  bool documents = false;  // of a master: sales orders and invoices
  std::optional<ErrorEntity> errors{};            // of a master
  std::map<std::string, std::string> entities{};  // of a record type, the same
  std::string b2b_url{};                          // BigCommerce's B2B Edition
};

// How the rates of currencies are read.
struct RateFeed {
  // Of the European Central Bank: the folder of its files.
  std::string url = "https://www.ecb.europa.eu/stats/eurofxref";
  absl::Duration every = absl::Hours(6);
  std::string type = "Default";  // Finance & Operations: RateTypeName
};

}  // namespace landfall::config
