// "env:NAME" and "file:/path" -> their values. No message here quotes a value.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

constexpr absl::string_view kEnv = "env:";
constexpr absl::string_view kFile = "file:";
constexpr std::streamsize kMostSecretBytes = 64 << 10;

// What may stand under `auth` of a source, and which of it must not be written
// down in the file.
struct AuthKeys {
  std::vector<std::string> plain;
  std::vector<std::string> secret;
};

AuthKeys KeysOf(model::System system) {
  switch (system) {
    case model::System::kDataverse:
    case model::System::kFinanceOperations:
    case model::System::kBusinessCentral:
      return {{"tenant", "client_id", "scope", "token_url"},
              {"client_secret", "notify_secret"}};
    case model::System::kShopify:
      return {{"client_id", "api_version"},
              {"access_token", "client_secret", "notify_secret"}};
    case model::System::kBigCommerce:
      return {{"store_hash", "client_id"},
              {"access_token", "client_secret", "notify_secret"}};
    case model::System::kAdobeCommerce:
      return {{"consumer_key", "username", "store_code"},
              {"access_token", "access_token_secret", "consumer_secret",
               "password", "notify_secret"}};
  }
  return {};
}

std::optional<Secret> FromEnvironment(const Item& item,
                                      const std::string& name) {
  const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') {
    item.Fail(absl::StrCat("environment variable ", name,
                           value == nullptr ? " is not set" : " is empty"));
    return std::nullopt;
  }
  return Secret(value);
}

std::optional<Secret> FromFile(const Item& item, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string value;
  if (file.is_open()) {
    value.resize(static_cast<size_t>(kMostSecretBytes));
    file.read(value.data(), kMostSecretBytes);
    value.resize(static_cast<size_t>(file.gcount()));
  }
  // Editors end a file with a line feed that is not meant.
  value = std::string(absl::StripTrailingAsciiWhitespace(value));
  if (value.empty()) {
    item.Fail(
        absl::StrCat("secret file ", path, " is empty or cannot be read"));
    return std::nullopt;
  }
  return Secret(std::move(value));
}

}  // namespace

bool IsSecretReference(absl::string_view text) {
  return absl::StartsWith(text, kEnv) || absl::StartsWith(text, kFile);
}

std::optional<Secret> ResolveSecret(const Item& item,
                                    const std::string& reference,
                                    const std::string& directory) {
  if (absl::StartsWith(reference, kEnv)) {
    return FromEnvironment(item, reference.substr(kEnv.size()));
  }
  return FromFile(item, Absolute(reference.substr(kFile.size()), directory));
}

std::map<std::string, Secret> ReadSourceAuth(const Item& item,
                                             model::System system,
                                             const std::string& directory) {
  std::map<std::string, Secret> auth;
  const AuthKeys keys = KeysOf(system);
  std::vector<std::string> all = keys.plain;
  all.insert(all.end(), keys.secret.begin(), keys.secret.end());
  const Section section(item, all);
  for (const std::string& key : all) {
    const std::optional<Item> value = section.Find(key);
    const std::optional<std::string> text = section.Text(key);
    if (!text.has_value()) continue;
    if (IsSecretReference(*text)) {
      const auto secret = ResolveSecret(*value, *text, directory);
      if (secret.has_value()) auth[key] = *secret;
      continue;
    }
    const bool plain = std::find(keys.plain.begin(), keys.plain.end(), key) !=
                       keys.plain.end();
    if (plain) {
      auth[key] = Secret(*text);
      continue;
    }
    value->Fail(
        "a secret does not belong into this file; write \"env:NAME\" for an "
        "environment variable or \"file:/path\" for a file");
  }
  return auth;
}

}  // namespace landfall::config::internal
