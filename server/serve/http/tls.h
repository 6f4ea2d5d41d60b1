#pragma once

#include <microhttpd.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/config/server_options.h"

namespace landfall::serve::http {

// The PEM files of a listener; empty where it has none.
struct TlsFiles {
  std::string certificate;
  std::string key;
  std::string client_ca;  // set: clients must show a certificate
};

// INVALID_ARGUMENT when a file cannot be read.
absl::StatusOr<TlsFiles> ReadTlsFiles(const config::Listener& listener);

// The options of the HTTP library for them. `files` must outlive the daemon's
// start.
std::vector<MHD_OptionItem> TlsOptions(TlsFiles& files);

// Whether the peer has shown a certificate that files.client_ca vouches for:
// the library asks for one and leaves judging it to us. True when none is asked
// for.
bool ShowsCertificate(MHD_Connection* connection, const TlsFiles& files);

}  // namespace landfall::serve::http
