// A URL -> the document behind it, within limits.
// Entry point: MakeHttpJwksSource.
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/http_client/http_client.h"
#include "server/serve/access/jwks_source.h"

namespace landfall::serve::access {
namespace {

http_client::Options LimitsFor(const std::string& url) {
  http_client::Options options;
  options.connect_within = absl::Seconds(3);
  options.answer_within = absl::Seconds(5);
  options.most_body_bytes = size_t{256} << 10;
  // For this machine only; the configuration sees to that.
  options.plain_http = absl::StartsWith(url, "http://");
  return options;
}

class HttpJwksSource : public JwksSource {
 public:
  explicit HttpJwksSource(std::string url) : url_(std::move(url)) {}

  absl::StatusOr<std::string> Fetch() override {
    // A client of its own each time: nobody needs a connection for a day.
    absl::StatusOr<http_client::Response> response =
        http_client::HttpClient(LimitsFor(url_)).Send({url_, {}, {}});
    if (!response.ok()) {
      return absl::UnavailableError(response.status().message());
    }
    if (response->status != 200) {
      return absl::UnavailableError(
          absl::StrCat(url_, " answers with status ", response->status));
    }
    return std::move(response->body);
  }

 private:
  const std::string url_;
};

}  // namespace

std::unique_ptr<JwksSource> MakeHttpJwksSource(std::string url) {
  return std::make_unique<HttpJwksSource>(std::move(url));
}

}  // namespace landfall::serve::access
