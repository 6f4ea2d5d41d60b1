// Turns a source's url into the address of a customer in the system's own
// client. Entry point: DeepLink.
#include "server/verdict/deep_link.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/base/percent_encode.h"

namespace landfall::verdict {
namespace {

using base::PercentEncode;

constexpr absl::string_view kBusinessCentral = "businesscentral.dynamics.com";
// The client's list of customers.
constexpr int kCustomerListPage = 21;

// "https://host" and the segments of the path.
struct Address {
  std::string origin;
  std::string host;
  std::vector<std::string> path;
};

Address Split(absl::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  Address address;
  const size_t begin = url.find("://") + 3;
  const size_t end = std::min(url.find('/', begin), url.size());
  address.origin = std::string(url.substr(0, end));
  address.host = absl::AsciiStrToLower(url.substr(begin, end - begin));
  address.path = absl::StrSplit(url.substr(end), '/', absl::SkipEmpty());
  return address;
}

// "8b1f0c52-…", with or without braces.
bool IsGuid(absl::string_view text) {
  if (absl::ConsumePrefix(&text, "{")) absl::ConsumeSuffix(&text, "}");
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (dash ? c != '-' : !absl::ascii_isxdigit(c)) return false;
  }
  return true;
}

// "tenant/environment" or "environment" of an online url, of its API
// (/v2.0/tenant/environment/api/v2.0) or of its client (/tenant/environment).
// "" when it has none.
std::string EnvironmentOf(const Address& address) {
  std::vector<std::string> path = address.path;
  if (address.host == absl::StrCat("api.", kBusinessCentral)) {
    if (!path.empty()) path.erase(path.begin());  // the version
  } else if (address.host != kBusinessCentral) {
    return "";
  }
  path.erase(std::find_if(path.begin(), path.end(),
                          [](const std::string& part) {
                            return absl::EqualsIgnoreCase(part, "api") ||
                                   absl::EqualsIgnoreCase(part, "ODataV4");
                          }),
             path.end());
  return path.size() > 2 ? "" : absl::StrJoin(path, "/");
}

std::string InBusinessCentral(const Address& address,
                              const model::LegalEntity& entity,
                              absl::string_view account) {
  const std::string environment = EnvironmentOf(address);
  if (environment.empty() || IsGuid(entity.company)) return "";
  std::string link = absl::StrCat(
      "https://", kBusinessCentral, "/", environment,
      "/?company=", PercentEncode(entity.company), "&page=", kCustomerListPage);
  // How a quote is written within a filter, nobody says.
  if (!absl::StrContains(account, '\'')) {
    absl::StrAppend(&link, "&filter=",
                    PercentEncode(absl::StrCat("'No.' IS '", account, "'")));
  }
  return link;
}

}  // namespace

std::string DeepLink(const model::Source& source,
                     const model::LegalEntity& entity,
                     absl::string_view account) {
  if (source.url.empty()) return "";
  const Address address = Split(source.url);
  if (source.system == model::System::kBusinessCentral) {
    return InBusinessCentral(address, entity, account);
  }
  if (source.system != model::System::kFinanceOperations) return "";
  return absl::StrCat(address.origin, "/?cmp=", PercentEncode(entity.id),
                      "&mi=CustTableListPage");
}

}  // namespace landfall::verdict
