// auth -> API keys (as hashes), the file with more of them, the issuer of
// tokens, the rate. Entry point: ReadAuth.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/config/internal/api_keys.h"
#include "server/config/internal/readers.h"
#include "server/config/keys_file.h"

namespace landfall::config::internal {
namespace {

// 8-4-4-4-12 hex digits.
bool IsGuid(absl::string_view text) {
  constexpr absl::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return text.size() == kShape.size() &&
         std::equal(text.begin(), text.end(), kShape.begin(),
                    [](char c, char shape) {
                      return shape == '-' ? c == '-' : absl::ascii_isxdigit(c);
                    });
}

std::string ReadTenant(const Section& section) {
  const std::optional<std::string> text = section.RequiredText("tenant");
  if (!text.has_value()) return "";
  if (!IsGuid(*text)) {
    section.Find("tenant")->Fail(
        "must be the directory (tenant) ID, a GUID; tokens name the tenant by "
        "nothing else");
  }
  return absl::AsciiStrToLower(*text);
}

// A map whose values are roles.
std::map<std::string, Role> ReadRoleMap(const Item& item,
                                        absl::string_view what) {
  std::map<std::string, Role> roles;
  if (!item.IsMap()) {
    item.Fail(absl::StrCat("a map is expected here: ", what, " to role"));
    return roles;
  }
  ReportRepeatedKeys(item);
  for (const YamlEntry& entry : item.node().entries) {
    const Item value(entry.value, PathOf(item.path(), entry.key),
                     item.problems());
    const std::optional<Role> role = ReadRole(value);
    if (role.has_value()) roles[entry.key] = *role;
  }
  return roles;
}

std::map<std::string, Role> ReadApps(const Item& item) {
  std::map<std::string, Role> apps;
  for (const auto& [id, role] : ReadRoleMap(item, "application ID")) {
    if (!IsGuid(id)) {
      item.Fail(absl::StrCat("\"", id,
                             "\" is no application (client) ID; that is a "
                             "GUID"));
    }
    apps[absl::AsciiStrToLower(id)] = role;
  }
  return apps;
}

// Empty after a problem.
std::vector<std::string> ReadIssuers(const Section& section,
                                     const std::string& tenant) {
  const std::optional<Item> given = section.FindFilled("issuer");
  if (!given.has_value()) {
    // As tokens of version 1.0 and of version 2.0 name it.
    return {
        absl::StrCat("https://sts.windows.net/", tenant, "/"),
        absl::StrCat("https://login.microsoftonline.com/", tenant, "/v2.0")};
  }
  std::vector<std::string> issuers;
  if (given->IsList() && given->node().items.empty()) {
    given->Fail("must name an issuer");
  }
  for (const Item& item : given->Items()) {
    const std::optional<std::string> text = item.Text();
    if (!text.has_value()) continue;
    if (!absl::StartsWith(*text, "https://") &&
        !absl::StartsWith(*text, "http://")) {
      item.Fail("must be the URL that tokens have as iss, to the letter");
    }
    issuers.push_back(*text);
  }
  return issuers;
}

// Whether the map under `key` gives nobody a role. Without a word app roles do.
bool IsEmpty(const Section& section, absl::string_view key) {
  const std::optional<Item> map = section.Find(key);
  return map.has_value() ? map->IsMap() && map->node().entries.empty()
                         : key != "roles";
}

EntraAuth ReadEntra(const Item& item) {
  const Section section(
      item, {"tenant", "audience", "roles", "apps", "issuer", "jwks_url"});
  EntraAuth entra;
  entra.tenant = ReadTenant(section);
  if (const auto audience = section.Find("audience")) {
    entra.audiences = audience->Texts();
    if (entra.audiences.empty()) audience->Fail("must name an audience");
  } else {
    section.RequiredText("audience");
  }
  entra.issuers = ReadIssuers(section, entra.tenant);
  entra.jwks_url = absl::StrCat("https://login.microsoftonline.com/",
                                entra.tenant, "/discovery/v2.0/keys");
  if (const auto url = section.Find("jwks_url")) {
    entra.jwks_url = ReadUrl(*url).value_or("");
  }
  entra.roles = {{"reader", Role::kReader},
                 {"ingester", Role::kIngester},
                 {"admin", Role::kAdmin}};
  if (const auto roles = section.FindFilled("roles")) {
    entra.roles = ReadRoleMap(*roles, "app role of the token");
  }
  if (const auto apps = section.Find("apps")) entra.apps = ReadApps(*apps);
  if (IsEmpty(section, "roles") && IsEmpty(section, "apps")) {
    item.Fail("lets nobody in: roles and apps are both empty");
  }
  return entra;
}

void ReadKeysFilePath(const Item& item, const std::string& directory,
                      AuthOptions& auth) {
  const std::optional<std::string> text = item.Text();
  if (!text.has_value()) return;
  auth.keys_file = Absolute(*text, directory);
  const auto keys = AllApiKeys(auth);
  if (keys.ok()) return;
  // What is wrong inside the file has its own name and line.
  item.Fail(std::string(keys.status().message()));
}

}  // namespace

void ReadAuth(const Section& file, const std::string& directory,
              ServerOptions& options) {
  if (!file.Has("auth")) return;
  // What a template leaves empty must not open the server.
  constexpr absl::string_view kNobody =
      "names no way to sign in, and without one everybody may do everything; "
      "add api_keys, keys_file or entra, or take auth out";
  const std::optional<Item> item = file.Find("auth");
  if (!item.has_value()) {
    file.FailAt("auth", kNobody);
    return;
  }
  const Section section(*item,
                        {"api_keys", "keys_file", "entra", "rate_limit"});
  if (!item->IsMap()) return;
  AuthOptions& auth = options.auth;
  ReadApiKeys(section, auth.api_keys);
  if (const auto path = section.Find("keys_file")) {
    ReadKeysFilePath(*path, directory, auth);
  }
  if (const auto entra = section.Find("entra")) auth.entra = ReadEntra(*entra);
  if (const auto rate = section.FindFilled("rate_limit")) {
    auth.rate_limit = ReadRateLimit(*rate);
  }
  if (!auth.enabled()) file.FailAt("auth", kNobody);
}

}  // namespace landfall::config::internal
