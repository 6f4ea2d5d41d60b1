#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "server/normalize/normalize.h"
#include "tests/support/email_wrappings.h"

namespace landfall::normalize {
namespace {

using ::landfall::testing::EmailWrapping;
using ::landfall::testing::EmailWrappings;
using ::landfall::testing::LooksCut;
using ::landfall::testing::OnlyEmailKeyOf;

// The keys of a field, or the problem of what is none, joined by '|'.
std::string KeysOf(absl::string_view raw) {
  std::vector<std::string> texts;
  for (const KeyOutcome& outcome : NormalizeEmails(raw, {})) {
    texts.push_back(outcome.key.has_value()
                        ? outcome.key->text()
                        : std::string(KeyProblemName(outcome.problem)));
  }
  return absl::StrJoin(texts, "|");
}

// Valid, all different, and full of what wrappings are made of.
const std::vector<std::string>& Addresses() {
  static const auto* const kAll = new std::vector<std::string>{
      "ann@contoso.com",      "o'brien@contoso.com",  "'ann@contoso.com",
      "d'arc'@contoso.com",   "''@contoso.com",       "`ann`@contoso.com",
      "{ann}@contoso.com",    "{ann@contoso.com",     "o’brien@contoso.com",
      "a?b=c@contoso.com",    "50%25@contoso.com",    "x%40y@contoso.com",
      "mailto@contoso.com",   "ann+shop@contoso.com", "josé@contoso.com",
      "ann@xn--strae-oqa.de", "почта@contoso.com",    "!ann!@contoso.com"};
  return *kAll;
}

TEST(EmailWrappingTest, ChangesNoAddressHoweverItIsWrapped) {
  for (const std::string& address : Addresses()) {
    ASSERT_EQ(KeysOf(address), address);
    for (const EmailWrapping& a : EmailWrappings()) {
      const std::string once = a.Around(address);
      EXPECT_EQ(OnlyEmailKeyOf(once), address) << once;
      for (const EmailWrapping& b : EmailWrappings()) {
        const std::string twice = b.Around(once);
        if (LooksCut(twice)) continue;
        EXPECT_EQ(OnlyEmailKeyOf(twice), address) << twice;
      }
    }
  }
}

TEST(EmailWrappingTest, ChangesNoAddressThreeWrappingsDeep) {
  const std::string address = "o'brien@contoso.com";
  for (const EmailWrapping& a : EmailWrappings()) {
    for (const EmailWrapping& b : EmailWrappings()) {
      for (const EmailWrapping& c : EmailWrappings()) {
        const std::string twice = b.Around(a.Around(address));
        const std::string wrapped = c.Around(twice);
        if (LooksCut(twice) || LooksCut(wrapped)) continue;
        if (a.ends_item || b.ends_item) continue;
        EXPECT_EQ(OnlyEmailKeyOf(wrapped), address) << wrapped;
      }
    }
  }
}

TEST(EmailWrappingTest, TakesOffWhatIsMeantAsWrapping) {
  const std::pair<const char*, const char*> kRows[] = {
      {"'o'brien@contoso.com'", "o'brien@contoso.com"},
      {"‘ann@contoso.com’", "ann@contoso.com"},
      {"‘o’brien@contoso.com’", "o’brien@contoso.com"},
      {"\"<'ann@contoso.com'>\"", "ann@contoso.com"},
      {"<<ann@contoso.com>>", "ann@contoso.com"},
      {"''ann@contoso.com''", "ann@contoso.com"},
      {"ann@contoso.com <mailto:ann@contoso.com>", "ann@contoso.com"},
      {"[Ann](mailto:ann@contoso.com)", "ann@contoso.com"},
      {"(work) ann@contoso.com (home)", "ann@contoso.com"},
      {"mailto:o%27brien@contoso.com", "o'brien@contoso.com"},
      {"mailto://ann@contoso.com", "ann@contoso.com"},
      {"mailto:%EF%BC%A1nn@contoso.com", "ann@contoso.com"},
      {"\"john\\.smith\"@contoso.com", "john.smith@contoso.com"},
      {"ann@contoso.com?subject=Hi", "ann@contoso.com"},
      {"a\u2064nn@contoso.com\uFE0F", "ann@contoso.com"},
  };
  for (const auto& [raw, expected] : kRows) EXPECT_EQ(KeysOf(raw), expected);
}

TEST(EmailWrappingTest, SplitsListsThatAreWrappedAsAWhole) {
  const std::string both = "a@contoso.com|b@contoso.com";
  for (const char* raw :
       {"'a@contoso.com; b@contoso.com'", "'a@contoso.com'; 'b@contoso.com'",
        "[\"a@contoso.com\",\"b@contoso.com\"]",
        "“a@contoso.com”, “b@contoso.com”", "(a@contoso.com, b@contoso.com)",
        "Ann <a@contoso.com>, \"Bob, B\" <b@contoso.com>;",
        "mailto:a@contoso.com?subject=Hi;x; b@contoso.com"}) {
    EXPECT_EQ(KeysOf(raw), both) << raw;
  }
}

TEST(EmailWrappingTest, LeavesAloneWhatHasNoPartner) {
  const std::pair<const char*, const char*> kRows[] = {
      // Legal, whatever was meant.
      {"'ann@contoso.com", "'ann@contoso.com"},
      {"`ann@contoso.com", "`ann@contoso.com"},
      {"{x}ann@contoso.com", "{x}ann@contoso.com"},
      {"50%25@contoso.com", "50%25@contoso.com"},
      // No address, and never the one that it looks like.
      {"ann@contoso.com'", "BAD_DOMAIN"},
      {"ann@contoso.com”", "BAD_DOMAIN"},
      {"“ann@contoso.com", "BAD_CHAR_LOCAL"},
      {"«ann@contoso.com", "BAD_CHAR_LOCAL"},
      {"‘ann@contoso.com”", "BAD_DOMAIN"},
      // Cut off: the rest of the domain is not known.
      {"ann@contoso.co...", "BAD_DOMAIN"},
      {"ann@contoso.co..", "BAD_DOMAIN"},
      {"ann@contoso.co…", "BAD_DOMAIN"},
      {"'ann@contoso.co…'", "BAD_DOMAIN"},
      {"mailto:ann%FF@contoso.com", "BAD_ENCODING"},
  };
  for (const auto& [raw, expected] : kRows) {
    if (std::string(expected) == "BAD_DOMAIN") {
      EXPECT_FALSE(NormalizeEmails(raw, {})[0].key.has_value()) << raw;
    } else {
      EXPECT_EQ(KeysOf(raw), expected) << raw;
    }
  }
}

TEST(EmailWrappingTest, EndsOnEndlessWrappings) {
  for (const char* open : {"(", "\"", "'", "<", "mailto:", "Ann <", "?"}) {
    std::string raw;
    for (int i = 0; i < 20000; ++i) raw += open;
    EXPECT_NE(KeysOf(raw + "ann@contoso.com"), "ann@contoso.com") << open;
  }
}

}  // namespace
}  // namespace landfall::normalize
