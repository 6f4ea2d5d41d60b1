// auth -> API keys (as hashes) and the issuer of tokens.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

constexpr size_t kSha256Digits = 64;

std::optional<Role> ReadRole(const Item& item) {
  const auto name = item.OneOf({"reader", "ingester", "admin"});
  if (!name.has_value()) return std::nullopt;
  if (*name == "reader") return Role::kReader;
  return *name == "ingester" ? Role::kIngester : Role::kAdmin;
}

std::string ReadSha256(const Section& section) {
  const std::optional<std::string> text = section.RequiredText("sha256");
  if (!text.has_value()) return "";
  const bool hex =
      text->size() == kSha256Digits &&
      std::all_of(text->begin(), text->end(), absl::ascii_isxdigit);
  if (!hex) {
    // Not quoted: people paste the key itself here.
    section.Find("sha256")->Fail(
        "must be the SHA-256 of the key as 64 hex digits; `landfall keys new` "
        "prints the whole line");
    return "";
  }
  return absl::AsciiStrToLower(*text);
}

void ReadApiKey(const Item& item, AuthOptions& auth) {
  const Section section(item, {"id", "role", "sha256"});
  ApiKey key;
  const std::optional<Item> id = section.Find("id");
  if (id.has_value()) {
    key.id = ReadSlug(*id).value_or("");
  } else {
    section.RequiredText("id");
  }
  for (const ApiKey& other : auth.api_keys) {
    if (!key.id.empty() && other.id == key.id) {
      id->Fail(absl::StrCat("API key \"", key.id, "\" is named twice"));
    }
  }
  const std::optional<Item> role = section.Find("role");
  if (role.has_value()) {
    key.role = ReadRole(*role).value_or(Role::kReader);
  } else {
    section.RequiredText("role");
  }
  key.sha256 = ReadSha256(section);
  auth.api_keys.push_back(std::move(key));
}

EntraAuth ReadEntra(const Item& item) {
  const Section section(item, {"tenant", "audience", "roles"});
  EntraAuth entra;
  entra.tenant = section.RequiredText("tenant").value_or("");
  entra.audience = section.RequiredText("audience").value_or("");
  const std::optional<Item> roles = section.Find("roles");
  if (!roles.has_value()) {
    entra.roles = {{"reader", Role::kReader},
                   {"ingester", Role::kIngester},
                   {"admin", Role::kAdmin}};
    return entra;
  }
  if (!roles->IsMap()) {
    roles->Fail("a map is expected here: app role of the token to role");
    return entra;
  }
  ReportRepeatedKeys(*roles);
  for (const YamlEntry& entry : roles->node().entries) {
    const Item value(entry.value, PathOf(roles->path(), entry.key),
                     roles->problems());
    const std::optional<Role> role = ReadRole(value);
    if (role.has_value()) entra.roles[entry.key] = *role;
  }
  return entra;
}

}  // namespace

void ReadAuth(const Section& file, ServerOptions& options) {
  const std::optional<Item> item = file.Find("auth");
  if (!item.has_value()) return;
  const Section auth(*item, {"api_keys", "entra"});
  for (const Item& key : auth.Items("api_keys")) ReadApiKey(key, options.auth);
  if (const auto entra = auth.Find("entra")) {
    options.auth.entra = ReadEntra(*entra);
  }
}

}  // namespace landfall::config::internal
