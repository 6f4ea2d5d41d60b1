#include <gtest/gtest.h>

#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

// The key of a field with one address, or its problem.
std::string One(absl::string_view raw) {
  const auto outcomes = NormalizeEmails(raw, {});
  if (outcomes.size() != 1) return "not one address";
  if (outcomes[0].key.has_value()) return outcomes[0].key->text();
  return std::string(KeyProblemName(outcomes[0].problem));
}

struct Row {
  const char* input;
  const char* expected;
};

TEST(EmailTest, UnifiesSpellings) {
  constexpr Row kRows[] = {
      {"John.Smith@Example.COM", "john.smith@example.com"},
      {"  john.smith@example.com\u00A0", "john.smith@example.com"},
      {"john.smith@example.com.", "john.smith@example.com"},
      {"<john.smith@example.com>", "john.smith@example.com"},
      {"\"Smith, John\" <john.smith@example.com>", "john.smith@example.com"},
      {"Smith, John <john.smith@example.com>", "john.smith@example.com"},
      {"mailto:John.Smith@example.com?subject=Hi", "john.smith@example.com"},
      {"<mailto:John.Smith@example.com>", "john.smith@example.com"},
      {"jo\u200Bhn.smith@example.com", "john.smith@example.com"},
      {"ｊｏｈｎ.ｓｍｉｔｈ＠ｅｘａｍｐｌｅ．ｃｏｍ", "john.smith@example.com"},
      {"john.smith@example。com", "john.smith@example.com"},
      {"\"john.smith\"@example.com", "john.smith@example.com"},
      {"'john.smith@example.com'", "john.smith@example.com"},
      {"\"john.smith@example.com\"", "john.smith@example.com"},
      {"john.smith@example.com;", "john.smith@example.com"},
      {"john.smith@example.com,\r\n", "john.smith@example.com"},
      {"john.smith+promo@example.com", "john.smith+promo@example.com"},
      {"johnsmith@gmail.com", "johnsmith@gmail.com"},
      {"john.smith@gmail.com", "john.smith@gmail.com"},
      {"user@straße.de", "user@xn--strae-oqa.de"},
      {"user@xn--strae-oqa.de", "user@xn--strae-oqa.de"},
      {"user@strasse.de", "user@strasse.de"},
      {"user@BÜCHER.example", "user@xn--bcher-kva.example"},
      {"İbrahim@example.com", "İbrahim@example.com"},
      {"IBRAHIM@EXAMPLE.COM", "ibrahim@example.com"},
      {"ısmail@example.com", "ısmail@example.com"},
      {"STRAUẞ@example.de", "strauß@example.de"},
      {"JOSÉ@example.es", "josé@example.es"},
      {"jose\u0301@example.es", "josé@example.es"},
      {"раураl@example.com", "раураl@example.com"},
      {"x²@example.com", "x²@example.com"},
      {"o'brien@example.ie", "o'brien@example.ie"},
      {"почта@пример.рф", "почта@xn--e1afmkfd.xn--p1ai"},
      {"info@acme.com", "info@acme.com"},
      {"ann@contoso.com", "ann@contoso.com"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.input);
    EXPECT_EQ(One(row.input), row.expected);
  }
}

TEST(EmailTest, SaysWhyAnAddressIsNoKey) {
  const std::string long_local = std::string(65, 'x') + "@example.com";
  const std::string long_label = "john@" + std::string(64, 'a') + ".com";
  const std::string label(60, 'a');
  const std::string long_address = "john@" + label + "." + label + "." + label +
                                   "." + label + ".example.com";
  const Row kRows[] = {
      {"", "EMPTY"},
      {" \t\u00A0", "EMPTY"},
      {"a..b@example.com", "DOT_RULE"},
      {".a@example.com", "DOT_RULE"},
      {"a@b@example.com", "TWO_AT"},
      {"plainaddress", "NO_AT"},
      {"@example.com", "EMPTY_LOCAL"},
      {"john@", "EMPTY_DOMAIN"},
      {"john@localhost", "NO_TLD"},
      {"john@[192.168.0.1]", "IP_LITERAL"},
      {"john@192.168.0.1", "NUMERIC_TLD"},
      {"john@exam ple.com", "BAD_DOMAIN"},
      {"john smith@example.com", "SPACE_IN_LOCAL"},
      {"john@under_score.com", "BAD_DOMAIN"},
      {"john@-bad.com", "BAD_DOMAIN"},
      {"john@bad..com", "BAD_DOMAIN"},
      {"john@xn--a.com", "BAD_DOMAIN"},
      {"\"a b\"@example.com", "QUOTED_LOCAL"},
      {"jo(h)n@example.com", "BAD_CHAR_LOCAL"},
      {"Ann <ann@example.com", "UNBALANCED_ANGLE"},
      {"j\u200Böhn@example.com", "INVISIBLE_CHAR"},
      {"john\xFF@example.com", "BAD_ENCODING"},
      {long_local.c_str(), "LOCAL_TOO_LONG"},
      {long_label.c_str(), "BAD_DOMAIN"},
      {long_address.c_str(), "TOO_LONG"},
      {"abc123@marketplace.amazon.com", "RELAY"},
      {"abc123@marketplace.amazon.co.uk", "RELAY"},
      {"x9@members.ebay.de", "RELAY"},
      {"q@privaterelay.appleid.com", "RELAY"},
      {"noreply@acme.com", "PLACEHOLDER_EMAIL"},
      {"No-Reply@acme.com", "PLACEHOLDER_EMAIL"},
      {"n/a@acme.com", "PLACEHOLDER_EMAIL"},
      {"a@a.com", "PLACEHOLDER_EMAIL"},
      {"abcabc@acme.com", "PLACEHOLDER_EMAIL"},
      {"guest@pos.local", "PLACEHOLDER_EMAIL"},
      {"ann@test.com", "PLACEHOLDER_EMAIL"},
      {"ann@shop.test", "PLACEHOLDER_EMAIL"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.input);
    EXPECT_EQ(One(row.input), row.expected);
  }
}

TEST(EmailTest, SplitsSeveralAddressesInTheirOrder) {
  const auto outcomes = NormalizeEmails(
      "john.smith@example.com; j.s@example.org\nbroken,\"a;b\"@example.com",
      {});
  ASSERT_EQ(outcomes.size(), 4u);
  EXPECT_EQ(outcomes[0].key->text(), "john.smith@example.com");
  EXPECT_EQ(outcomes[1].key->text(), "j.s@example.org");
  EXPECT_EQ(outcomes[2].problem, KeyProblem::kNoAt);
  EXPECT_EQ(outcomes[3].problem, KeyProblem::kQuotedLocal);
  EXPECT_EQ(outcomes[1].raw, "j.s@example.org");
}

TEST(EmailTest, RejectsConfiguredPlaceholderDomains) {
  const std::vector<std::string> domains = {"Example.com", "*.example"};
  const auto problem = [&domains](absl::string_view raw) {
    return NormalizeEmails(raw, domains)[0].problem;
  };
  EXPECT_EQ(problem("ann@example.com"), KeyProblem::kPlaceholderEmail);
  EXPECT_EQ(problem("ann@shop.example"), KeyProblem::kPlaceholderEmail);
  EXPECT_EQ(problem("ann@notexample.com"), KeyProblem::kNone);
}

}  // namespace
}  // namespace landfall::normalize
