// A URL -> the document behind it, within limits.
// Entry point: MakeHttpJwksSource.
#include <curl/curl.h>

#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/serve/access/jwks_source.h"

namespace landfall::serve::access {
namespace {

constexpr long kConnectMillis = 3000;  // NOLINT(google-runtime-int): libcurl's
constexpr long kTotalMillis = 5000;    // NOLINT(google-runtime-int): libcurl's
constexpr size_t kMostBytes = 256 << 10;

size_t Append(char* data, size_t size, size_t count, void* body) {
  auto* text = static_cast<std::string*>(body);
  if (text->size() + size * count > kMostBytes) return 0;  // ends the transfer
  text->append(data, size * count);
  return size * count;
}

struct Closer {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

class HttpJwksSource : public JwksSource {
 public:
  explicit HttpJwksSource(std::string url) : url_(std::move(url)) {
    static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(once);  // curl_easy_init fails when this did
  }

  absl::StatusOr<std::string> Fetch() override {
    const std::unique_ptr<CURL, Closer> handle(curl_easy_init());
    if (handle == nullptr) {
      return absl::UnavailableError("libcurl cannot be started");
    }
    std::string body;
    Prepare(handle.get(), &body);
    const CURLcode code = curl_easy_perform(handle.get());
    if (code != CURLE_OK) {
      return absl::UnavailableError(
          absl::StrCat(url_, ": ", curl_easy_strerror(code)));
    }
    long status = 0;  // NOLINT(google-runtime-int): libcurl's
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) {
      return absl::UnavailableError(
          absl::StrCat(url_, " answers with status ", status));
    }
    return body;
  }

 private:
  void Prepare(CURL* handle, std::string* body) const {
    // Plain HTTP is for this machine; the configuration sees to that. It also
    // needs no proxy.
    const bool plain = absl::StartsWith(url_, "http://");
    curl_easy_setopt(handle, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
    if (plain) curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, kConnectMillis);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, kTotalMillis);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "landfalld");
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Append);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, body);
  }

  const std::string url_;
};

}  // namespace

std::unique_ptr<JwksSource> MakeHttpJwksSource(std::string url) {
  return std::make_unique<HttpJwksSource>(std::move(url));
}

}  // namespace landfall::serve::access
