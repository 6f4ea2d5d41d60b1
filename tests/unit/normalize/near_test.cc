#include "server/normalize/near.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

NormalKey Email(absl::string_view raw) {
  return *NormalizeEmails(raw, {})[0].key;
}

NormalKey Tax(absl::string_view raw, absl::string_view country) {
  return *NormalizeTaxId(raw, country).key;
}

NormalKey Ext(absl::string_view source, model::System system,
              absl::string_view object, absl::string_view raw) {
  return *NormalizeExternalId(source, system, object, raw).key;
}

// The names of the rules under which the two keys are near.
std::set<std::string> NearBy(const NormalKey& a, const NormalKey& b) {
  std::set<std::string> rules;
  for (const NearForm& form : NearForms(a)) {
    for (const NearForm& other : NearForms(b)) {
      if (form == other) rules.insert(std::string(NearRuleName(form.rule)));
    }
  }
  return rules;
}

TEST(NearFormsTest, NamesTheRuleBetweenTwoEmails) {
  struct Row {
    const char* a;
    const char* b;
    const char* rule;
  };
  constexpr Row kRows[] = {
      {"john.smith+promo@example.com", "john.smith@example.com",
       "EMAIL_PLUS_TAG"},
      {"johnsmith@gmail.com", "john.smith@googlemail.com", "EMAIL_GMAIL_DOTS"},
      {"x²@example.com", "x2@example.com", "EMAIL_NFKC"},
      {"user@strasse.de", "user@straße.de", "EMAIL_SHARP_S"},
      {"strauß@example.de", "strauss@example.de", "EMAIL_SHARP_S"},
      {"İbrahim@example.com", "ibrahim@example.com", "EMAIL_SHARP_S"},
      {"раураl@example.com", "paypal@example.com", "EMAIL_CONFUSABLE"},
      {"modern@example.com", "modem@example.com", "EMAIL_CONFUSABLE"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(NearBy(Email(row.a), Email(row.b)).count(row.rule), 1u);
  }
  EXPECT_TRUE(
      NearBy(Email("ann@example.com"), Email("bob@example.com")).empty());
  EXPECT_TRUE(
      NearBy(Email("a.nn@contoso.com"), Email("ann@contoso.com")).empty());
}

TEST(NearFormsTest, NamesTheRuleBetweenTwoTaxIds) {
  EXPECT_EQ(NearBy(Tax("NL004495445B01", ""), Tax("NL004495445B02", "")),
            std::set<std::string>{"TAX_ID_OTHER_BRANCH"});
  EXPECT_EQ(NearBy(Tax("123026635", "CA"), Tax("123026635RT0001", "CA")),
            std::set<std::string>{"TAX_ID_OTHER_BRANCH"});
  EXPECT_EQ(NearBy(Tax("FR40303265045", ""), Tax("303265045", "FR")),
            std::set<std::string>{"TAX_ID_OTHER_BRANCH"});
  EXPECT_EQ(NearBy(Tax("129390950", "DE"), Tax("129390950", "PT")),
            std::set<std::string>{"TAX_ID_OTHER_ISSUER"});
}

TEST(NearFormsTest, NamesTheRuleBetweenTwoExternalIds) {
  using model::System;
  const auto fno = [](absl::string_view id) {
    return Ext("fno", System::kFinanceOperations, "", id);
  };
  EXPECT_EQ(NearBy(fno("000123"), fno("123")).count("EXTERNAL_ID_ZEROS"), 1u);
  EXPECT_EQ(NearBy(fno("CUST-000123"), fno("123")),
            std::set<std::string>{"EXTERNAL_ID_PREFIX"});
  EXPECT_EQ(NearBy(Ext("a", System::kShopify, "", "c-1"),
                   Ext("a", System::kShopify, "", "C-1"))
                .count("EXTERNAL_ID_CASE"),
            1u);
  EXPECT_EQ(NearBy(Ext("a", System::kShopify, "", "77"),
                   Ext("b", System::kShopify, "", "77")),
            std::set<std::string>{"EXTERNAL_ID_OTHER_SCOPE"});
  EXPECT_EQ(NearBy(Ext("a", System::kShopify, "customer", "77"),
                   Ext("a", System::kShopify, "company", "77")),
            std::set<std::string>{"EXTERNAL_ID_OTHER_OBJECT"});
}

TEST(NearFormsTest, GivesOneFormPerRule) {
  for (const NormalKey& key : {Email("ann@gmail.com"), Tax("DE136695976", ""),
                               Ext("a", model::System::kShopify, "", "C-1")}) {
    std::set<NearRule> rules;
    for (const NearForm& form : NearForms(key)) {
      EXPECT_TRUE(rules.insert(form.rule).second);
    }
  }
}

TEST(EmailOneEditTest, VisitsEveryKindOfEditOnce) {
  std::multiset<std::string> seen;
  ForEachEmailOneEdit(Email("smith@contoso.com"),
                      [&seen](absl::string_view text) {
                        seen.insert(std::string(text));
                        return true;
                      });
  for (const char* expected :
       {"smit@contoso.com", "smithh@contoso.com", "asmith@contoso.com",
        "smyth@contoso.com", "simth@contoso.com", "smith1@contoso.com"}) {
    EXPECT_EQ(seen.count(expected), 1u) << expected;
  }
  EXPECT_EQ(seen.count("smith@contoso.com"), 0u);
  for (const std::string& text : seen) EXPECT_EQ(seen.count(text), 1u) << text;
}

// Whoever looks for the texts need not normalise them.
TEST(EmailOneEditTest, SpellsWhatIsAnAddressInItsNormalForm) {
  for (const char* address : {"smith@contoso.com", "a.b-c_d+tag@contoso.com",
                              "o'brien@contoso.com", "{smith}/x@contoso.com",
                              "smith@b\xC3\xBC"
                              "cher.example"}) {
    int keys = 0;
    ForEachEmailOneEdit(Email(address), [&](absl::string_view text) {
      const auto outcomes = NormalizeEmails(text, {});
      if (outcomes.size() != 1 || !outcomes[0].key) return true;
      EXPECT_EQ(outcomes[0].key->text(), text);
      return ++keys > 0;
    });
    EXPECT_GT(keys, 300) << address;
  }
}

TEST(EmailOneEditTest, KnowsTheHashOfATextBeforeItIsWritten) {
  const SpellingHash spelling(0x9e3779b97f4a7c15);
  for (const char* address :
       {"smith@contoso.com", "aabba@contoso.com", "a.b-c_d+tag@contoso.com",
        "smith@b\xC3\xBC"
        "cher.example"}) {
    uint64_t hash = 0;
    int texts = 0;
    ForEachEmailOneEdit(
        Email(address), spelling,
        [&](uint64_t next) {
          hash = next;
          return true;
        },
        [&](absl::string_view text) {
          EXPECT_EQ(hash, spelling.Of(text)) << text;
          return ++texts > 0;
        });
    EXPECT_GT(texts, 300) << address;
  }
}

TEST(EmailOneEditTest, WritesOnlyTheTextsThatMayBeHeld) {
  const SpellingHash spelling(0x9e3779b97f4a7c15);
  const uint64_t held = spelling.Of("smyth@contoso.com");
  std::vector<std::string> texts;
  ForEachEmailOneEdit(
      Email("smith@contoso.com"), spelling,
      [&](uint64_t hash) { return hash == held; },
      [&](absl::string_view text) {
        texts.emplace_back(text);
        return true;
      });
  EXPECT_EQ(texts, std::vector<std::string>{"smyth@contoso.com"});
}

TEST(EmailOneEditTest, StopsAndSkips) {
  int count = 0;
  ForEachEmailOneEdit(Email("smith@contoso.com"),
                      [&count](absl::string_view) { return ++count < 3; });
  EXPECT_EQ(count, 3);
  count = 0;
  ForEachEmailOneEdit(Email("anna@contoso.com"),
                      [&count](absl::string_view) { return ++count > 0; });
  EXPECT_EQ(count, 0);
}

TEST(NearTest, SaysBeforehandHowMuchThereIsToTry) {
  for (const char* address :
       {"smith@contoso.com", "aaaaaa@contoso.com", "a.b-c_d@contoso.com",
        "llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll@"
        "contoso.com"}) {
    const auto key = NormalizeEmails(address, {})[0].key;
    ASSERT_TRUE(key.has_value());
    size_t visited = 0;
    ForEachEmailOneEdit(*key, [&](absl::string_view) { return ++visited > 0; });
    EXPECT_LE(visited, MostEmailOneEdits(*key));
    EXPECT_GT(visited, MostEmailOneEdits(*key) / 3);
  }
}

TEST(NearTest, FindsTheTypographicApostropheNear) {
  const auto typed = NormalizeEmails("o’brien@contoso.com", {})[0].key;
  const auto plain = NormalizeEmails("o'brien@contoso.com", {})[0].key;
  ASSERT_TRUE(typed.has_value() && plain.has_value());
  EXPECT_FALSE(*typed == *plain);
  const NearForm wanted = {NearRule::kEmailNfkc, "o'brien@contoso.com"};
  const auto forms = NearForms(*typed);
  EXPECT_NE(std::find(forms.begin(), forms.end(), wanted), forms.end());
}

}  // namespace
}  // namespace landfall::normalize
