#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/normalize/normalize.h"

namespace landfall::testing {

// A way in which people and programs write an address down.
struct EmailWrapping {
  std::string before;
  std::string after;
  bool percent_encoded = false;
  // Ends one address of a list, so that nothing may follow but what closes.
  bool ends_item = false;

  std::string Around(absl::string_view address) const {
    if (!percent_encoded) return absl::StrCat(before, address, after);
    std::string out = before;
    for (char c : address) {
      if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
        out.push_back(c);
        continue;
      }
      char escape[4];
      std::snprintf(escape, sizeof(escape), "%%%02X",
                    static_cast<unsigned>(static_cast<unsigned char>(c)));
      out += escape;
    }
    return out + after;
  }
};

// The known ones. Each may stand around any of the others.
inline const std::vector<EmailWrapping>& EmailWrappings() {
  static const auto* const kAll = new std::vector<EmailWrapping>{
      // Quotes of ASCII, as typed and as programs escape them.
      {"'", "'"},
      {"\"", "\""},
      {"`", "`"},
      {"`", "'"},
      {"\\\"", "\\\""},
      // Of other languages.
      {"‘", "’"},
      {"‚", "‘"},
      {"’", "’"},
      {"“", "”"},
      {"„", "“"},
      {"„", "”"},
      {"”", "”"},
      {"«", "»"},
      {"« ", " »"},
      {"»", "«"},
      {"‹", "›"},
      {"›", "‹"},
      {"「", "」"},
      {"『", "』"},
      {"｢", "｣"},
      {"〝", "〞"},
      {"＂", "＂"},
      {"＇", "＇"},
      {"´", "´"},
      {"′", "′"},
      {"″", "″"},
      {"❝", "❞"},
      {"ʼ", "ʼ"},
      // Brackets, and what stands beside them.
      {"<", ">"},
      {"(", ")"},
      {"[", "]"},
      {"{", "}"},
      {"（", "）"},
      {"＜", "＞"},
      {"〈", "〉"},
      {"《", "》"},
      {"【", "】"},
      {"⟨", "⟩"},
      {"Ann <", ">"},
      {"\"Smith, Ann\" <", ">"},
      {"'O'Brien' <", ">"},
      {"Zoë D’Arc <", ">"},
      {"Ann (", ")"},
      {"Ann [mailto:", "]", true},
      {"", " (Ann)"},
      {"[external] ", ""},
      // Links.
      {"mailto:", "", true},
      {"MailTo:", "?subject=Hi%20there", true},
      {"mailto:", "?cc=bob%40contoso.com&body=a", true},
      {"SMTP:", ""},
      // What comes along.
      {"", "."},
      {"", "!"},
      {"", " :"},
      {"", ";", false, true},
      {"", ",", false, true},
      {"\t", " \r\n", false, true},
      {" ", "\t"},
      {"\u00A0", "\u3000"},
      {"\u200E", "\u202C"},
      {"\uFEFF", "\u200B"}};
  return *kAll;
}

// The only email key of a field; "" when there is none or more than one. What
// else stands there ("; (Ann)") is no address.
inline std::string OnlyEmailKeyOf(absl::string_view raw) {
  std::string only;
  for (const auto& outcome : normalize::NormalizeEmails(raw, {})) {
    if (!outcome.key.has_value()) continue;
    if (!only.empty()) return "";
    only = outcome.key->text();
  }
  return only;
}

// Two dots at the end say that the domain was cut off.
inline bool LooksCut(absl::string_view text) {
  return text.size() > 1 && text.substr(text.size() - 2) == "..";
}

}  // namespace landfall::testing
