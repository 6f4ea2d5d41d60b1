// Turns the spellings of a Shopify id (number, gid, base64 gid) into one.
// Declared in system_id.h.

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/base/field_error.h"
#include "server/normalize/system_id.h"

namespace landfall::normalize {
namespace {

constexpr absl::string_view kGidPrefix = "gid://shopify/";
// The base64 of "gid", by which an encoded gid is told from a number.
constexpr absl::string_view kEncodedGid = "Z2lk";

struct Resource {
  absl::string_view name;
  absl::string_view type;
};

constexpr Resource kResources[] = {
    {"Customer", "customer"},
    {"Order", "order"},
    {"DraftOrder", "draft_order"},
    {"Company", "company"},
    {"CompanyLocation", "company_location"},
};

struct Gid {
  std::string resource;
  std::string number;
};

// nullopt when the text is no gid, encoded or not.
std::optional<Gid> ParseGid(absl::string_view text) {
  std::string decoded;
  if (absl::StartsWith(text, kEncodedGid) &&
      absl::Base64Unescape(text, &decoded)) {
    text = decoded;
  }
  if (!absl::ConsumePrefix(&text, kGidPrefix)) return std::nullopt;
  const size_t slash = text.find('/');
  if (slash == absl::string_view::npos) return std::nullopt;
  Gid gid;
  gid.resource = std::string(text.substr(0, slash));
  text.remove_prefix(slash + 1);
  gid.number = std::string(text.substr(0, text.find('?')));
  return gid;
}

absl::string_view TypeOfResource(absl::string_view name) {
  for (const Resource& resource : kResources) {
    if (resource.name == name) return resource.type;
  }
  return "";
}

}  // namespace

absl::StatusOr<std::string> ShopifyId(absl::string_view path,
                                      absl::string_view type,
                                      absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const std::optional<Gid> gid = ParseGid(text);
  if (!gid.has_value()) return IntegerId(path, text);
  if (TypeOfResource(gid->resource) != type) {
    return base::FieldError(
        path, absl::StrCat("the gid of something else where the id of type '",
                           type, "' is expected"));
  }
  return IntegerId(path, gid->number);
}

std::string ShopifyTypeOf(absl::string_view text) {
  const std::optional<Gid> gid = ParseGid(absl::StripAsciiWhitespace(text));
  if (!gid.has_value()) return "";
  return std::string(TypeOfResource(gid->resource));
}

}  // namespace landfall::normalize
