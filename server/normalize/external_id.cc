// Turns an id that a system gave out into its key within that source. Entry
// point: NormalizeExternalId().
#include <unicode/uchar.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/normalize/internal/key_factory.h"
#include "server/normalize/internal/spreadsheet.h"
#include "server/normalize/internal/unicode_text.h"
#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

constexpr auto kKind = model::KeyKind::kExternalId;

// An id on its way: what it names and how it is spelled.
struct Id {
  std::string object;
  std::string text;
};

// "CompanyLocation" is the record type company_location.
std::string SnakeCase(absl::string_view camel) {
  std::string out;
  for (size_t i = 0; i < camel.size(); ++i) {
    const auto c = static_cast<unsigned char>(camel[i]);
    if (i > 0 && absl::ascii_isupper(c)) out.push_back('_');
    out.push_back(static_cast<char>(absl::ascii_tolower(c)));
  }
  return out;
}

bool IsUnsigned64(absl::string_view text) {
  uint64_t value = 0;
  return !text.empty() && text[0] >= '0' && text[0] <= '9' &&
         absl::SimpleAtoi(text, &value);
}

// gid://shopify/Customer/123, plain or in base64, names its object itself.
void ReadShopifyGid(Id& id) {
  std::string gid = id.text;
  if (absl::StartsWith(gid, "Z2lkOi8v")) {
    std::string decoded;
    if (absl::Base64Unescape(gid, &decoded)) gid = std::move(decoded);
  }
  absl::string_view rest = gid;
  if (!absl::ConsumePrefix(&rest, "gid://shopify/")) return;
  const size_t slash = rest.find('/');
  if (slash == 0 || slash == absl::string_view::npos) return;
  const absl::string_view number = rest.substr(slash + 1);
  if (!IsUnsigned64(number)) return;
  id.object = SnakeCase(rest.substr(0, slash));
  id.text = std::string(number);
}

// 32 hexadecimal digits in the usual spellings of a GUID, in lower case with
// hyphens; "" for anything else.
std::string CanonicalGuid(absl::string_view text) {
  if (absl::StartsWithIgnoreCase(text, "urn:uuid:")) text.remove_prefix(9);
  const bool wrapped =
      text.size() > 2 && ((text.front() == '{' && text.back() == '}') ||
                          (text.front() == '(' && text.back() == ')'));
  if (wrapped) text = text.substr(1, text.size() - 2);
  const bool hyphens = text.size() == 36;
  if (!hyphens && text.size() != 32) return "";
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen_place = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphens && is_hyphen_place) {
      if (text[i] != '-') return "";
      continue;
    }
    const auto c = static_cast<unsigned char>(text[i]);
    if (!absl::ascii_isxdigit(c)) return "";
    if (out.size() == 8 || out.size() == 13 || out.size() == 18 ||
        out.size() == 23) {
      out.push_back('-');
    }
    out.push_back(static_cast<char>(absl::ascii_tolower(c)));
  }
  return out;
}

// Per character, so that no letter becomes two and no locale matters.
std::string UpperCase(absl::string_view text) {
  if (IsAscii(text)) return absl::AsciiStrToUpper(text);
  std::string out;
  const auto decoded = DecodeUtf8(text);
  if (!decoded.has_value()) return std::string(text);
  for (char32_t c : *decoded) {
    AppendUtf8(static_cast<char32_t>(u_toupper(static_cast<UChar32>(c))), out);
  }
  return out;
}

// Codes of the Microsoft systems compare without regard to case.
void ReadCodeOrGuid(Id& id) {
  std::string guid = CanonicalGuid(id.text);
  id.text = guid.empty() ? UpperCase(id.text) : std::move(guid);
}

Id ReadId(model::System system, absl::string_view object, std::string text) {
  Id id{absl::AsciiStrToLower(object), std::move(text)};
  if (id.object.empty()) id.object = "customer";
  switch (system) {
    case model::System::kDataverse:
      // Accounts, contacts and account numbers share one space: GUIDs do not
      // meet, and a field that refers to "the customer" does not say which.
      id.object = "customer";
      ReadCodeOrGuid(id);
      break;
    case model::System::kFinanceOperations:
    case model::System::kBusinessCentral:
      ReadCodeOrGuid(id);
      break;
    case model::System::kShopify:
      ReadShopifyGid(id);
      break;
    case model::System::kBigCommerce:
    case model::System::kAdobeCommerce:
      break;
  }
  return id;
}

// "0", all-zero GUIDs, and what programs print for a missing value.
bool IsNullId(absl::string_view text) {
  const bool zeros = text.find_first_not_of("0-") == absl::string_view::npos &&
                     text.find('0') != absl::string_view::npos;
  if (zeros) return true;
  for (absl::string_view word :
       {"null", "none", "nil", "undefined", "nan", "n/a", "#n/a", "-"}) {
    if (absl::EqualsIgnoreCase(text, word)) return true;
  }
  return false;
}

}  // namespace

KeyOutcome NormalizeExternalId(absl::string_view source_id,
                               model::System system, absl::string_view object,
                               absl::string_view raw) {
  std::string text(absl::StripAsciiWhitespace(raw));
  if (!IsAscii(text)) {
    const auto decoded = DecodeUtf8(text);
    if (!decoded.has_value()) {
      return NoKey(kKind, KeyProblem::kBadEncoding, raw);
    }
    text = EncodeUtf8(TrimBlank(Nfc(*decoded)));
  }
  if (text.empty()) return NoKey(kKind, KeyProblem::kEmpty, raw);
  if (IsSpreadsheetDamage(text)) {
    return NoKey(kKind, KeyProblem::kSpreadsheetDamage, raw);
  }
  Id id = ReadId(system, object, std::move(text));
  if (IsNullId(id.text)) return NoKey(kKind, KeyProblem::kNullId, raw);
  return WithKey(KeyFactory::ExternalId(absl::StrCat(source_id, "/", id.object),
                                        std::move(id.text)),
                 raw);
}

}  // namespace landfall::normalize
