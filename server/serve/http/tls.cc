#include "server/serve/http/tls.h"

#include <gnutls/gnutls.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace landfall::serve::http {
namespace {

// TLS 1.2 and later with the library's own choice of ciphers.
constexpr char kPriorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

absl::StatusOr<std::string> ReadTlsFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot read the TLS file ", path));
  }
  return content.str();
}

}  // namespace

absl::StatusOr<TlsFiles> ReadTlsFiles(const config::Listener& listener) {
  TlsFiles files;
  if (listener.tls_certificate.empty()) return files;
  LF_ASSIGN_OR_RETURN(files.certificate, ReadTlsFile(listener.tls_certificate));
  LF_ASSIGN_OR_RETURN(files.key, ReadTlsFile(listener.tls_key));
  if (!listener.tls_client_ca.empty()) {
    LF_ASSIGN_OR_RETURN(files.client_ca, ReadTlsFile(listener.tls_client_ca));
  }
  return files;
}

std::vector<MHD_OptionItem> TlsOptions(TlsFiles& files) {
  std::vector<MHD_OptionItem> items;
  if (!files.certificate.empty()) {
    items.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, files.certificate.data()});
    items.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, files.key.data()});
    items.push_back({MHD_OPTION_HTTPS_PRIORITIES, 0,
                     const_cast<char*>(kPriorities)});  // only read
  }
  if (!files.client_ca.empty()) {
    items.push_back({MHD_OPTION_HTTPS_MEM_TRUST, 0, files.client_ca.data()});
  }
  items.push_back({MHD_OPTION_END, 0, nullptr});
  return items;
}

bool ShowsCertificate(MHD_Connection* connection, const TlsFiles& files) {
  if (files.client_ca.empty()) return true;
  const auto* info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
  if (info == nullptr) return false;
  auto session = static_cast<gnutls_session_t>(info->tls_session);
  unsigned int problems = 0;
  return gnutls_certificate_verify_peers2(session, &problems) ==
             GNUTLS_E_SUCCESS &&
         problems == 0;
}

}  // namespace landfall::serve::http
