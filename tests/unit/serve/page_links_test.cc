// Links to the web page, and the address in the description.
#include "server/serve/http/page_links.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "server/serve/http/page_files.h"

namespace landfall::serve::http {
namespace {

const BaseUrl kBase{"https://landfall.contoso.com"};

v1::CheckPromotionRequest OfRecord(const char* id) {
  v1::CheckPromotionRequest request;
  request.mutable_record()->set_source("b2b");
  request.mutable_record()->set_type("customer");
  request.mutable_record()->set_id(id);
  return request;
}

TEST(PageLinksTest, LeadToTheRecord) {
  v1::CheckPromotionResponse response;
  AddPageLinks(kBase, OfRecord("a/ b"), &response);
  EXPECT_EQ(response.url(),
            "https://landfall.contoso.com/#/records/b2b/customer/a%2F%20b");
}

TEST(PageLinksTest, AreNotForKeysAndNotInBasic) {
  v1::CheckPromotionResponse response;
  AddPageLinks(kBase, v1::CheckPromotionRequest(), &response);
  EXPECT_FALSE(response.has_url());
  v1::CheckPromotionRequest basic = OfRecord("201");
  basic.set_view(v1::CheckView::BASIC);
  AddPageLinks(kBase, basic, &response);
  EXPECT_FALSE(response.has_url());
  AddPageLinks({}, OfRecord("201"), &response);
  EXPECT_FALSE(response.has_url());
}

TEST(PageLinksTest, StandWithEachCheckOfABatch) {
  v1::BatchCheckPromotionRequest request;
  *request.add_checks() = OfRecord("201");
  *request.add_checks() = OfRecord("202");
  *request.add_checks() = OfRecord("203");
  v1::BatchCheckPromotionResponse response;
  response.add_results()->mutable_check();
  response.add_results()->mutable_error();
  response.add_results()->mutable_check();
  AddPageLinks(kBase, request, &response);
  EXPECT_TRUE(absl::EndsWith(response.results(0).check().url(), "/201"));
  EXPECT_TRUE(response.results(1).has_error());
  EXPECT_TRUE(absl::EndsWith(response.results(2).check().url(), "/203"));
}

TEST(PageLinksTest, StandWithARecord) {
  v1::GetRecordResponse response;
  *response.mutable_record()->mutable_ref() = OfRecord("201").record();
  AddPageLinks(kBase, v1::GetRecordRequest(), &response);
  EXPECT_TRUE(absl::EndsWith(response.check().url(), "/201"));
}

TEST(PageFilesTest, TheDescriptionNamesThePublicAddress) {
  const PageFiles unknown;
  const PageFiles known("https://landfall.contoso.com");
  const PageFile* before = unknown.Find("/openapi.json");
  const PageFile* after = known.Find("/openapi.json");
  ASSERT_NE(before, nullptr);
  ASSERT_NE(after, nullptr);
  EXPECT_TRUE(absl::StrContains(before->content, R"("url": "/")"));
  EXPECT_FALSE(absl::StrContains(after->content, R"("url": "/")"));
  EXPECT_TRUE(absl::StrContains(after->content,
                                R"("url": "https://landfall.contoso.com")"));
  EXPECT_NE(before->etag, after->etag);
}

}  // namespace
}  // namespace landfall::serve::http
