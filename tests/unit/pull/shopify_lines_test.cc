#include "server/pull/shopify_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/decode/decoder.h"

namespace landfall::pull {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kOne[] =
    R"({"id":"gid://shopify/Order/1","n":1.10,"a":{"b":[null]}})";
constexpr char kTwo[] = R"({ "id" : "gid://shopify/Order/2" })";
constexpr char kTaxOfOne[] =
    R"({"__typename":"LocalizedField","key":"TAX_CREDENTIAL_BR",)"
    R"("value":"\u00e4\"}","__parentId":"gid://shopify/Order/1"})";
constexpr char kIdOfOne[] =
    R"({"__typename":"Metafield","namespace":"erp","key":"id","value":"7",)"
    R"("__parentId": "gid://shopify/Order/1"})";

ShopifySet Orders() {
  return {"order",
          "orders",
          "id",
          {{"localizedFields", 2, "", "LocalizedField", "key value"},
           {"metafields", 2, "", "Metafield", "namespace key value"}}};
}

std::vector<std::string> TextsOf(const ShopifyLines& lines) {
  std::vector<std::string> texts;
  for (const auto& row : lines.rows) texts.push_back(row.json);
  return texts;
}

TEST(ShopifyLinesTest, PutsConnectionsIntoTheirRows) {
  const std::string text =
      absl::StrCat(kOne, "\n", kIdOfOne, "\n", kTaxOfOne, "\r\n\n", kTwo);
  const auto lines = ReadShopifyLines(Orders(), text, true);
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_THAT(
      TextsOf(*lines),
      ElementsAre(
          R"({"id":"gid://shopify/Order/1","n":1.10,"a":{"b":[null]},)"
          R"("localizedFields":{"nodes":[{"key":"TAX_CREDENTIAL_BR",)"
          R"("value":"\u00e4\"}"}]},"metafields":{"nodes":)"
          R"([{"namespace":"erp","key":"id","value":"7"}]}})",
          R"({"id":"gid://shopify/Order/2","localizedFields":{"nodes":[]},)"
          R"("metafields":{"nodes":[]}})"));
  EXPECT_EQ(lines->taken, text.size());
}

TEST(ShopifyLinesTest, MeanTheSameAsARowOfAPage) {
  model::Source source;
  source.id = "shop";
  source.system = model::System::kShopify;
  const decode::DecodeContext context{&source, "order", "",
                                      absl::FromUnixSeconds(1'780'000'000)};
  const auto lines = ReadShopifyLines(
      Orders(), absl::StrCat(kOne, "\n", kTaxOfOne, "\n", kIdOfOne), true);
  ASSERT_TRUE(lines.ok()) << lines.status();
  const auto from_file = decode::Decode(context, lines->rows.at(0).json);
  const auto from_page = decode::Decode(
      context, R"({"id":"gid://shopify/Order/1","n":1.10,"a":{"b":[null]},)"
               R"("localizedFields":{"nodes":[{"key":"TAX_CREDENTIAL_BR",)"
               R"("value":"ä\"}"}]},"metafields":{"nodes":[{"namespace":"erp",)"
               R"("key":"id","value":"7"}]}})");
  ASSERT_TRUE(from_file.ok()) << from_file.status();
  ASSERT_TRUE(from_page.ok()) << from_page.status();
  EXPECT_EQ(from_file->at(0).fields.entries(),
            from_page->at(0).fields.entries());
  EXPECT_THAT(from_file->at(0).tax_ids, SizeIs(1));
}

// Wherever a file is cut, the rows are those of the whole file.
TEST(ShopifyLinesTest, MayBeReadInParts) {
  const std::string text =
      absl::StrCat(kOne, "\n", kIdOfOne, "\n", kTaxOfOne, "\n", kTwo, "\n");
  const auto whole = ReadShopifyLines(Orders(), text, true);
  ASSERT_TRUE(whole.ok());
  for (size_t cut = 0; cut < text.size(); ++cut) {
    SCOPED_TRACE(cut);
    const auto first = ReadShopifyLines(
        Orders(), absl::string_view(text).substr(0, cut), false);
    ASSERT_TRUE(first.ok()) << first.status();
    ASSERT_LE(first->taken, cut);
    const auto rest = ReadShopifyLines(
        Orders(), absl::string_view(text).substr(first->taken), true);
    ASSERT_TRUE(rest.ok()) << rest.status();
    std::vector<std::string> rows = TextsOf(*first);
    for (const std::string& row : TextsOf(*rest)) rows.push_back(row);
    EXPECT_EQ(rows, TextsOf(*whole));
  }
}

TEST(ShopifyLinesTest, TakesNoMoreThanAPageHas) {
  const auto lines = ReadShopifyLines(
      Orders(),
      absl::StrCat(kOne, "\n", kIdOfOne, "\n", kIdOfOne, "\n", kIdOfOne, "\n"),
      true);
  ASSERT_TRUE(lines.ok());
  EXPECT_EQ(TextsOf(*lines).at(0),
            R"({"id":"gid://shopify/Order/1","n":1.10,"a":{"b":[null]},)"
            R"("localizedFields":{"nodes":[]},"metafields":{"nodes":)"
            R"([{"namespace":"erp","key":"id","value":"7"},)"
            R"({"namespace":"erp","key":"id","value":"7"}]}})");
}

TEST(ShopifyLinesTest, RefusesWhatItCannotPlace) {
  for (const std::string& text : {
           std::string(kIdOfOne),               // of nobody
           absl::StrCat(kTwo, "\n", kIdOfOne),  // of another row
           absl::StrCat(kOne, "\n",
                        "{\"__parentId\":\"gid://shopify/Order/1\"}"),
           std::string("{}"),
           std::string("[1]"),
           std::string("<html>"),
           absl::StrCat(kOne, "\n", "{\"id\":\"gid://shopify/Or"),
           absl::StrCat(kOne, kTwo),
       }) {
    EXPECT_EQ(ReadShopifyLines(Orders(), text, true).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
  EXPECT_THAT(ReadShopifyLines(Orders(), "", true)->rows, IsEmpty());
}

}  // namespace
}  // namespace landfall::pull
