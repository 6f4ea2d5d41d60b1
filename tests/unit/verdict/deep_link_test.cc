#include "server/verdict/deep_link.h"

#include <gtest/gtest.h>

namespace landfall::verdict {
namespace {

constexpr char kTenant[] = "8b1f0c52-0000-4000-8000-00000000000a";

std::string LinkOf(model::System system, const std::string& url,
                   const std::string& account = "10000",
                   const std::string& company = "UK Trade Ltd") {
  model::Source source;
  source.system = system;
  source.url = url;
  model::LegalEntity entity;
  entity.id = "UKCO";
  entity.company = company;
  return DeepLink(source, entity, account);
}

TEST(DeepLinkTest, OpensTheCustomersOfALegalEntity) {
  const struct {
    const char* url;
    const char* link;
  } cases[] = {
      {"https://contoso.operations.dynamics.com",
       "https://contoso.operations.dynamics.com/"
       "?cmp=UKCO&mi=CustTableListPage"},
      {"https://contoso.operations.dynamics.com/data",
       "https://contoso.operations.dynamics.com/"
       "?cmp=UKCO&mi=CustTableListPage"},
      {"http://127.0.0.1:8080",
       "http://127.0.0.1:8080/?cmp=UKCO&mi=CustTableListPage"},
      {"", ""},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.url);
    EXPECT_EQ(LinkOf(model::System::kFinanceOperations, test.url), test.link);
  }
}

TEST(DeepLinkTest, OpensOneCustomerOfACompany) {
  const std::string query =
      "/?company=UK%20Trade%20Ltd&page=21&filter=%27No.%27%20IS%20%2710000%27";
  const std::string tenant = kTenant;
  const struct {
    std::string url;
    std::string place;  // "": no link
  } cases[] = {
      {"https://api.businesscentral.dynamics.com/v2.0/" + tenant +
           "/Production/api/v2.0",
       tenant + "/Production"},
      {"https://api.businesscentral.dynamics.com/v2.0/" + tenant + "/UAT",
       tenant + "/UAT"},
      {"https://API.businesscentral.dynamics.com/v2.0/Production/ODataV4",
       "Production"},
      {"https://businesscentral.dynamics.com/" + tenant + "/Production?page=22",
       tenant + "/Production"},
      {"https://api.businesscentral.dynamics.com/v2.0", ""},
      {"https://api.businesscentral.dynamics.com", ""},
      {"https://businesscentral.dynamics.com/a/b/c", ""},
      {"https://bc.contoso.example:7048/BC/api/v2.0", ""},
      {"https://businesscentral.dynamics.com.evil.example/a/b", ""},
      {"", ""},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.url);
    EXPECT_EQ(LinkOf(model::System::kBusinessCentral, test.url),
              test.place.empty() ? ""
                                 : "https://businesscentral.dynamics.com/" +
                                       test.place + query);
  }
}

TEST(DeepLinkTest, EncodesWhatThePlaceholdersHold) {
  const std::string url = "https://businesscentral.dynamics.com/t/e";
  EXPECT_EQ(
      LinkOf(model::System::kBusinessCentral, url, "A&B #1", "Größe & Co"),
      url +
          "/?company=Gr%C3%B6%C3%9Fe%20%26%20Co&page=21"
          "&filter=%27No.%27%20IS%20%27A%26B%20%231%27");
  // A quote would end the filter's value early.
  EXPECT_EQ(LinkOf(model::System::kBusinessCentral, url, "O'Neil"),
            url + "/?company=UK%20Trade%20Ltd&page=21");
}

TEST(DeepLinkTest, GivesNoneForACompanyThatIsOnlyAnId) {
  const std::string url = "https://businesscentral.dynamics.com/t/e";
  EXPECT_EQ(LinkOf(model::System::kBusinessCentral, url, "1", kTenant), "");
  EXPECT_EQ(LinkOf(model::System::kBusinessCentral, url, "1",
                   "{8B1F0C52-0000-4000-8000-00000000000A}"),
            "");
}

TEST(DeepLinkTest, GivesNoneForASystemThatIsNoMaster) {
  EXPECT_EQ(LinkOf(model::System::kDataverse, "https://a.example"), "");
}

}  // namespace
}  // namespace landfall::verdict
