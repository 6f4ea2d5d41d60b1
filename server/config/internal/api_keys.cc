// api_keys: [{id, role, sha256, rate_limit, created}] -> ApiKey.
// Entry point: ReadApiKeys.
#include "server/config/internal/api_keys.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/base/time_text.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

constexpr size_t kSha256Digits = 64;
constexpr int kMostCalls = 1'000'000;

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

std::optional<absl::Time> ReadCreated(const Section& section) {
  const std::optional<Item> item = section.Find("created");
  const std::optional<std::string> text = section.Text("created");
  if (!text.has_value()) return std::nullopt;
  const std::optional<absl::Time> created = base::ParseTime(*text);
  if (!created.has_value()) {
    item->Fail("must be a time such as 2026-06-09T08:00:00Z");
  }
  return created;
}

// The id and what is unlike the keys before.
void CheckUnique(const Section& section, const ApiKey& key,
                 const std::vector<ApiKey>& before) {
  for (const ApiKey& other : before) {
    if (!key.id.empty() && other.id == key.id) {
      section.Find("id")->Fail(
          absl::StrCat("API key \"", key.id, "\" is named twice"));
    } else if (!key.sha256.empty() && other.sha256 == key.sha256) {
      section.Find("sha256")->Fail(absl::StrCat(
          "is the key of \"", other.id, "\" too; each id needs its own"));
    }
  }
}

ApiKey ReadApiKey(const Item& item, const std::vector<ApiKey>& before) {
  const Section section(item,
                        {"id", "role", "sha256", "rate_limit", "created"});
  ApiKey key;
  if (const auto id = section.Find("id")) {
    key.id = ReadSlug(*id).value_or("");
  } else {
    section.RequiredText("id");
  }
  if (const auto role = section.Find("role")) {
    key.role = ReadRole(*role).value_or(Role::kReader);
  } else {
    section.RequiredText("role");
  }
  key.sha256 = ReadSha256(section);
  if (const auto rate = section.FindFilled("rate_limit")) {
    key.rate_limit = ReadRateLimit(*rate);
  }
  key.created = ReadCreated(section);
  CheckUnique(section, key, before);
  return key;
}

}  // namespace

std::optional<Role> ReadRole(const Item& item) {
  const auto name = item.OneOf({"reader", "ingester", "admin"});
  if (!name.has_value()) return std::nullopt;
  if (*name == "reader") return Role::kReader;
  return *name == "ingester" ? Role::kIngester : Role::kAdmin;
}

void ReadApiKeys(const Section& section, std::vector<ApiKey>& keys) {
  for (const Item& item : section.Items("api_keys")) {
    keys.push_back(ReadApiKey(item, keys));
  }
}

RateLimit ReadRateLimit(const Item& item) {
  if (item.node().kind == YamlNode::Kind::kScalar &&
      item.node().text == "off") {
    return {};
  }
  if (!item.IsMap()) {
    item.Fail("must be a map such as {per_second: 50, burst: 100}, or off");
    return {};
  }
  const Section section(item, {"per_second", "burst"});
  RateLimit limit;
  if (const auto rate = section.Find("per_second")) {
    limit.per_second = rate->Integer(1, kMostCalls).value_or(1);
  } else {
    section.RequiredText("per_second");
  }
  // What a second brings may also come at once.
  limit.burst = limit.per_second;
  if (const auto burst = section.Find("burst")) {
    limit.burst = burst->Integer(1, kMostCalls).value_or(1);
  }
  return limit;
}

}  // namespace landfall::config::internal
