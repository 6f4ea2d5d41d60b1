#pragma once

#include <string>

#include "server/model/settings.h"

namespace landfall::config {

struct Listener {
  std::string address;          // "127.0.0.1:7450"; port 0 picks a free one
  std::string tls_certificate;  // PEM files; empty: no TLS
  std::string tls_key;
  std::string tls_client_ca;  // set: clients must show a certificate
};

// The whole configuration file after validation.
struct ServerOptions {
  Listener grpc{"127.0.0.1:7450", "", "", ""};
  Listener http{"127.0.0.1:7451", "", "", ""};
  std::string store_path = "./landfall-data";  // absolute after loading
  std::string postgres;                        // set: scale-out store
  std::string public_url;
  std::string log_level = "info";
  model::Settings settings;
};

}  // namespace landfall::config
