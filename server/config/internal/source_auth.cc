// auth of a source -> values by key. What each system takes stands in one
// table. Entry point: ReadSourceAuth.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

using Names = std::vector<std::string>;

// One way to sign in: all of `needed`, and what may stand beside it.
struct Way {
  Names needed;
  Names beside{};
};

const std::vector<Way>& WaysOf(model::System system) {
  static const auto* const entra =
      new Way{{"tenant", "client_id", "client_secret"}, {"authority", "scope"}};
  static const auto* const microsoft = new std::vector<Way>{*entra};
  static const auto* const business_central =
      new std::vector<Way>{*entra, {{"user", "web_service_key"}}};
  static const auto* const shopify = new std::vector<Way>{
      {{"access_token"}}, {{"client_id", "client_secret"}}};
  static const auto* const bigcommerce =
      new std::vector<Way>{{{"access_token"}}};
  static const auto* const adobe =
      new std::vector<Way>{{{"access_token"}},
                           {{"consumer_key", "consumer_secret", "access_token",
                             "access_token_secret"}}};
  switch (system) {
    case model::System::kDataverse:
    case model::System::kFinanceOperations:
      return *microsoft;
    case model::System::kBusinessCentral:
      return *business_central;
    case model::System::kShopify:
      return *shopify;
    case model::System::kBigCommerce:
      return *bigcommerce;
    case model::System::kAdobeCommerce:
      return *adobe;
  }
  return *microsoft;
}

bool IsSecretKey(absl::string_view key) {
  constexpr absl::string_view kSecret[] = {"client_secret", "web_service_key",
                                           "access_token", "consumer_secret",
                                           "access_token_secret"};
  return std::find(std::begin(kSecret), std::end(kSecret), key) !=
         std::end(kSecret);
}

bool Has(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool Fits(const Way& way, const Names& given) {
  const auto is_given = [&](const std::string& key) { return Has(given, key); };
  const auto is_known = [&](const std::string& key) {
    return Has(way.needed, key) || Has(way.beside, key);
  };
  return std::all_of(way.needed.begin(), way.needed.end(), is_given) &&
         std::all_of(given.begin(), given.end(), is_known);
}

std::string Describe(const std::vector<Way>& ways) {
  Names texts;
  for (const Way& way : ways) {
    std::string text = absl::StrJoin(way.needed, ", ");
    if (!way.beside.empty()) {
      absl::StrAppend(&text, " (and ", absl::StrJoin(way.beside, ", "),
                      " where needed)");
    }
    texts.push_back(std::move(text));
  }
  return absl::StrJoin(texts, "; or ");
}

// A value that may be seen and ends up in a header, a URL or a form.
std::optional<std::string> ReadPlain(const Item& item, bool spaces) {
  std::optional<std::string> text = item.Text();
  const bool fits =
      text.has_value() &&
      std::all_of(text->begin(), text->end(), [&](unsigned char c) {
        return !absl::ascii_iscntrl(c) && (spaces || c != ' ');
      });
  if (text.has_value() && !fits) {
    item.Fail(spaces ? "must not contain control characters"
                     : "must not contain white space");
  }
  return fits ? text : std::nullopt;
}

std::optional<std::string> ReadTenant(const Item& item) {
  std::optional<std::string> text = item.Text();
  const bool fits =
      text.has_value() &&
      std::all_of(text->begin(), text->end(), [](unsigned char c) {
        return absl::ascii_isalnum(c) || c == '-' || c == '.';
      });
  if (text.has_value() && !fits) {
    item.Fail("must be a directory (tenant) ID or a domain of it");
  }
  return fits ? text : std::nullopt;
}

std::optional<Secret> ReadValue(const Item& item, const std::string& key,
                                const std::string& directory) {
  if (IsSecretKey(key)) return ReadSecret(item, directory);
  std::optional<std::string> text;
  if (item.node().kind == YamlNode::Kind::kScalar &&
      IsSecretReference(item.node().text)) {
    return ReadSecret(item, directory);
  }
  if (key == "authority") {
    text = ReadUrl(item);
  } else if (key == "tenant") {
    text = ReadTenant(item);
  } else {
    text = ReadPlain(item, key == "scope" || key == "user");
  }
  return text.has_value() ? std::optional<Secret>(Secret(*text)) : std::nullopt;
}

}  // namespace

std::map<std::string, Secret> ReadSourceAuth(const Item& item,
                                             model::System system,
                                             const std::string& directory) {
  const std::vector<Way>& ways = WaysOf(system);
  Names all;
  for (const Way& way : ways) {
    for (const Names* names : {&way.needed, &way.beside}) {
      for (const std::string& name : *names) {
        if (!Has(all, name)) all.push_back(name);
      }
    }
  }
  std::map<std::string, Secret> auth;
  const Section section(item, all);
  if (!item.IsMap()) return auth;
  Names given;
  for (const std::string& key : all) {
    const std::optional<Item> value = section.Find(key);
    if (!value.has_value()) continue;
    given.push_back(key);
    const std::optional<Secret> read = ReadValue(*value, key, directory);
    if (read.has_value()) auth[key] = *read;
  }
  const auto fits = [&](const Way& way) { return Fits(way, given); };
  if (std::none_of(ways.begin(), ways.end(), fits)) {
    item.Fail(absl::StrCat("is not whole; write ", Describe(ways)));
  }
  return auth;
}

}  // namespace landfall::config::internal
