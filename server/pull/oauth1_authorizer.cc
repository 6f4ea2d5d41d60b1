// A request -> its signature by OAuth 1.0a. Entry point: OAuth1Header.
#include "server/pull/oauth1_authorizer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/base/hmac_sha256.h"
#include "server/base/percent_encode.h"
#include "server/pull/origin.h"

namespace landfall::pull {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr size_t kNonceBytes = 16;

std::string PercentDecode(absl::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const absl::string_view hex = text.substr(i + 1, 2);
    int byte = 0;
    if (text[i] == '%' && hex.size() == 2 && absl::SimpleHexAtoi(hex, &byte)) {
      out.push_back(static_cast<char>(byte));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

// Decoded and encoded again, so that there is one spelling (section 3.6).
std::string Respelled(absl::string_view text) {
  return base::PercentEncode(PercentDecode(text));
}

// Section 3.4.1.3: sorted by name, then by value, each encoded.
std::string ParameterText(absl::string_view query, const Pairs& oauth) {
  Pairs pairs = oauth;
  for (absl::string_view part : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    pairs.emplace_back(Respelled(pair.first), Respelled(pair.second));
  }
  std::sort(pairs.begin(), pairs.end());
  return absl::StrJoin(pairs, "&", absl::PairFormatter("="));
}

}  // namespace

std::string OAuth1Header(const OAuth1Keys& keys, absl::string_view url,
                         absl::string_view nonce, absl::Time now) {
  Pairs oauth = {
      {"oauth_consumer_key", base::PercentEncode(keys.consumer_key)},
      {"oauth_nonce", base::PercentEncode(nonce)},
      {"oauth_signature_method", "HMAC-SHA256"},
      {"oauth_timestamp", absl::StrCat(absl::ToUnixSeconds(now))},
      {"oauth_token", base::PercentEncode(keys.token)},
      {"oauth_version", "1.0"},
  };
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(url, absl::MaxSplits('?', 1));
  const size_t path = std::min(
      parts.first.find('/', parts.first.find("://") + 3), parts.first.size());
  // Section 3.4.1.2: without the usual port, in lower case up to the path.
  const std::string place =
      absl::StrCat(OriginOf(url), parts.first.substr(path));
  const std::string signed_text =
      absl::StrCat("GET&", base::PercentEncode(place), "&",
                   base::PercentEncode(ParameterText(parts.second, oauth)));
  const std::string signature = absl::Base64Escape(base::HmacSha256(
      absl::StrCat(base::PercentEncode(keys.consumer_secret), "&",
                   base::PercentEncode(keys.token_secret)),
      signed_text));
  oauth.emplace_back("oauth_signature", base::PercentEncode(signature));
  return absl::StrCat(
      "OAuth ", absl::StrJoin(oauth, ",", [](std::string* out, const auto& p) {
        absl::StrAppend(out, p.first, "=\"", p.second, "\"");
      }));
}

OAuth1Authorizer::OAuth1Authorizer(OAuth1Keys keys, const base::Clock& clock)
    : keys_(std::move(keys)), clock_(clock) {}

absl::Status OAuth1Authorizer::Authorize(http_client::Request* request,
                                         Exchange& /*exchange*/) {
  const std::string nonce =
      absl::BytesToHexString(base::RandomBytes(kNonceBytes));
  request->headers.push_back(
      {"Authorization",
       OAuth1Header(keys_, request->url, nonce, clock_.Now())});
  return absl::OkStatus();
}

}  // namespace landfall::pull
