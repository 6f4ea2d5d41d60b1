#include "server/decode/flatten.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace landfall::decode {
namespace {

using model::Fields;
using model::FieldValue;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

using Texts = std::vector<std::pair<std::string, std::string>>;

Texts TextsOf(const Fields& fields) {
  Texts texts;
  for (const auto& [path, value] : fields.entries()) {
    texts.emplace_back(path, value.text);
  }
  return texts;
}

// The entries, or the error as the only one.
Texts Flat(absl::string_view json, const std::vector<NamedList>& lists = {}) {
  absl::StatusOr<Fields> fields = FlattenJson(json, lists);
  if (!fields.ok()) return {{"error", std::string(fields.status().message())}};
  return TextsOf(*fields);
}

TEST(FlattenTest, JoinsNestedObjectsWithDots) {
  EXPECT_THAT(Flat(R"({"b":{"c":{"d":"x"}},"a":"y"})"),
              ElementsAre(Pair("a", "y"), Pair("b.c.d", "x")));
}

TEST(FlattenTest, KeepsTheOrderOfArrayElementsUnderOnePath) {
  EXPECT_THAT(Flat(R"({"t":["z","a",["m"]],"l":[{"n":"2"},{"n":"1"}]})"),
              ElementsAre(Pair("l.n", "2"), Pair("l.n", "1"), Pair("t", "z"),
                          Pair("t", "a"), Pair("t", "m")));
}

TEST(FlattenTest, KeepsEveryCharacterOfANumber) {
  for (absl::string_view number :
       {"0", "-0", "18400.000000000001", "361.9500", "1.84e4", "1E+2", "-2e-7",
        "123456789012345678901234567890", "9007199254740993"}) {
    SCOPED_TRACE(std::string(number));
    absl::StatusOr<Fields> fields =
        FlattenJson(absl::StrCat("{\"n\": ", number, " }"), {});
    ASSERT_TRUE(fields.ok()) << fields.status();
    ASSERT_NE(fields->Find("n"), nullptr);
    EXPECT_EQ(fields->Find("n")->type, FieldValue::Type::kNumber);
    EXPECT_EQ(fields->Text("n"), number);
  }
}

TEST(FlattenTest, TellsTheTypesApartAndDropsNulls) {
  absl::StatusOr<Fields> fields =
      FlattenJson(R"({"s":"true","t":true,"f":false,"n":null,"e":""})", {});
  ASSERT_TRUE(fields.ok()) << fields.status();
  EXPECT_EQ(fields->Find("s")->type, FieldValue::Type::kString);
  EXPECT_EQ(fields->Find("t")->type, FieldValue::Type::kBool);
  EXPECT_EQ(fields->Text("t"), "true");
  EXPECT_EQ(fields->Text("f"), "false");
  EXPECT_EQ(fields->Find("n"), nullptr);
  EXPECT_NE(fields->Find("e"), nullptr);
}

TEST(FlattenTest, ReadsEscapesAndKeepsUtf8) {
  EXPECT_THAT(Flat(R"({"a\u0062":"Chlo\u00e9 \ud83d\ude00\n","c":"Sørensen"})"),
              ElementsAre(Pair("ab", "Chloé 😀\n"), Pair("c", "Sørensen")));
}

TEST(FlattenTest, LeavesConnectionLevelsOutOfThePath) {
  EXPECT_THAT(Flat(R"({"a":{"nodes":[{"id":"1"},{"id":"2"}]},
               "b":{"edges":[{"cursor":"c","node":{"id":"3"}}]}})"),
              ElementsAre(Pair("a.id", "1"), Pair("a.id", "2"),
                          Pair("b.cursor", "c"), Pair("b.id", "3")));
}

TEST(FlattenTest, KeepsNamesOfConnectionsThatAreNone) {
  EXPECT_THAT(Flat(R"({"nodes":"7","edges":{"node":"8"},"node":{"x":"9"}})"),
              ElementsAre(Pair("edges.node", "8"), Pair("node.x", "9"),
                          Pair("nodes", "7")));
}

TEST(FlattenTest, NamesThePairsOfANamedList) {
  const std::vector<NamedList> lists = {{"form_fields", "name", "value"}};
  EXPECT_THAT(Flat(R"({"form_fields":[{"value":"DE1","name":"VAT","id":7},
                              {"name":"Colours","value":["red","blue"]},
                              {"name":"Ship","value":{"to":"CA"}},
                              {"name":"Empty","value":null},
                              {"value":"nameless"},"bare"]})",
                   lists),
              ElementsAre(Pair("form_fields", "bare"),
                          Pair("form_fields.Colours", "red"),
                          Pair("form_fields.Colours", "blue"),
                          Pair("form_fields.Ship.to", "CA"),
                          Pair("form_fields.value", "nameless"),
                          Pair("form_fields.VAT", "DE1"),
                          Pair("form_fields.VAT.id", "7")));
}

TEST(FlattenTest, NamesMetafieldsByNamespaceAndKey) {
  const std::vector<NamedList> lists = {
      {"metafields", "key", "value", "namespace"}};
  EXPECT_THAT(Flat(R"({"metafields":{"edges":[
               {"node":{"namespace":"erp","key":"vat","value":"DE1"}}]}})",
                   lists),
              ElementsAre(Pair("metafields.erp.vat", "DE1")));
}

TEST(FlattenTest, TakesTheFirstListWhoseNameIsThere) {
  const std::vector<NamedList> lists = {
      {"attributes", "name", "value"},
      {"attributes", "attribute_id", "attribute_value"}};
  EXPECT_THAT(
      Flat(R"({"attributes":[{"attribute_id":7,"attribute_value":"x"},
                                     {"name":"VAT","value":"y"}]})",
           lists),
      ElementsAre(Pair("attributes.7", "x"), Pair("attributes.VAT", "y")));
}

TEST(FlattenTest, RejectsWhatIsNoJsonObject) {
  const std::pair<absl::string_view, absl::string_view> kCases[] = {
      {"", "not a valid JSON object"},
      {"   ", "not a valid JSON object"},
      {"[1]", "not a JSON object"},
      {"\"x\"", "not a JSON object"},
      {"5", "not a JSON object"},
      {"{\"a\":1", "not a valid JSON object"},
      {"{\"a\":1}}", "text follows"},
      {"{\"a\":1} {\"b\":2}", "text follows"},
      {"{\"a\" 1}", "not a valid JSON object"},
      {"{\"a\":1 \"b\":2}", "not a valid JSON object"},
      {"{\"a\":1,}", "not a valid JSON object"},
      {"{\"a\":[1,]}", "not a valid JSON object"},
      {"{\"a\":{]}", "not a valid JSON object"},
      {"{a:1}", "not a valid JSON object"},
      {"{\"a\":truex}", "not a valid JSON object"},
      {"{\"a\":nul}", "field 'a': not a JSON value"},
      {"{\"a\":01}", "field 'a': not a JSON number"},
      {"{\"a\":1.}", "field 'a': not a JSON number"},
      {"{\"a\":-}", "field 'a': not a JSON number"},
      {"{\"a\":1e}", "field 'a': not a JSON number"},
      {"{\"a\":1_000}", "field 'a': not a JSON number"},
      {"{\"a\":\"\xff\"}", "not valid UTF-8"},
      {"{\"a\":\"\\ud800\"}", "not a valid JSON object"},
      {"{\"a\":\"line\nbreak\"}", "not a valid JSON object"},
  };
  for (const auto& [json, message] : kCases) {
    SCOPED_TRACE(std::string(json));
    absl::StatusOr<Fields> fields = FlattenJson(json, {});
    ASSERT_FALSE(fields.ok());
    EXPECT_EQ(fields.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(fields.status().message()),
                HasSubstr(std::string(message)));
  }
}

TEST(FlattenTest, RejectsAKeyTwiceInOneObjectOnly) {
  EXPECT_THAT(Flat(R"({"x":{"a":"1","b":"2","\u0061":"3"}})"),
              ElementsAre(Pair("error",
                               "field 'x': an object has the same key twice")));
  EXPECT_THAT(Flat(R"({"x":{"a":"1"},"y":{"a":"2"}})"), SizeIs(2));
}

std::string Nested(int levels, absl::string_view open,
                   absl::string_view close) {
  std::string json = "{\"k\":";
  for (int i = 1; i < levels; ++i) absl::StrAppend(&json, open);
  json += "1";
  for (int i = 1; i < levels; ++i) absl::StrAppend(&json, close);
  return json + "}";
}

TEST(FlattenTest, LimitsTheDepth) {
  EXPECT_THAT(Flat(Nested(32, "{\"k\":", "}")),
              ElementsAre(Pair(HasSubstr("k.k"), "1")));
  EXPECT_THAT(Flat(Nested(32, "[", "]")), ElementsAre(Pair("k", "1")));
  for (const auto& json : {Nested(33, "{\"k\":", "}"), Nested(33, "[", "]"),
                           Nested(100000, "[", "]")}) {
    EXPECT_THAT(Flat(json),
                ElementsAre(Pair("error", HasSubstr("deeper than 32"))));
  }
}

std::string Scalars(int count) {
  std::string json = "{\"a\":[0";
  for (int i = 1; i < count; ++i) json += ",1";
  return json + "]}";
}

TEST(FlattenTest, LimitsTheNumberOfValues) {
  EXPECT_THAT(Flat(Scalars(4096)), SizeIs(4096));
  EXPECT_THAT(Flat(Scalars(4097)),
              ElementsAre(Pair("error", HasSubstr("more than 4096 values"))));
}

TEST(FlattenTest, LeavesOutPathsButStillReadsThem) {
  absl::StatusOr<Fields> fields =
      FlattenJson(R"({"items":[{"a":1}],"x":{"items":{"b":2},"c":[3]}})", {},
                  {"items", "x.c"});
  ASSERT_TRUE(fields.ok()) << fields.status();
  EXPECT_THAT(TextsOf(*fields), ElementsAre(Pair("x.items.b", "2")));
  const std::string many =
      absl::StrCat("{\"items\":", Scalars(5000), ",\"id\":1}");
  EXPECT_TRUE(FlattenJson(many, {}, {"items"}).ok());
  EXPECT_FALSE(FlattenJson(many, {}, {}).ok());
  EXPECT_FALSE(FlattenJson(R"({"items":[01]})", {}, {"items"}).ok());
}

TEST(FlattenTest, LimitsTheLengthOfAPath) {
  const std::vector<NamedList> lists = {{"f", "name", "value"}};
  const std::string fits(1024, 'n');
  const std::string name(1022, 'n');
  EXPECT_THAT(Flat(absl::StrCat("{\"", fits, "\":1}")), SizeIs(1));
  EXPECT_THAT(Flat(absl::StrCat("{\"", fits, "n\":1}")),
              ElementsAre(Pair("error", HasSubstr("longer than 1024"))));
  EXPECT_THAT(
      Flat(absl::StrCat("{\"f\":[{\"name\":\"", name, "\",\"value\":1}]}"),
           lists),
      ElementsAre(Pair("f." + name, "1")));
  EXPECT_THAT(
      Flat(absl::StrCat("{\"f\":[{\"name\":\"n", name, "\",\"value\":1}]}"),
           lists),
      ElementsAre(Pair("error", HasSubstr("longer than 1024"))));
}

TEST(FlattenTest, LimitsTheBytesOfARecord) {
  const std::string name(900, 'n');
  const std::string row = absl::StrCat("{\"", name, "\":[0");
  std::string json = row;
  for (int i = 0; i < 280; ++i) json += ",0";
  EXPECT_THAT(Flat(json + "]}"), SizeIs(281));
  for (int i = 0; i < 20; ++i) json += ",0";
  EXPECT_THAT(Flat(json + "]}"),
              ElementsAre(Pair("error", HasSubstr("more than 262144 bytes"))));
  // Names of pairs multiply the path of their list just as well.
  json = absl::StrCat("{\"", name, "\":[");
  for (int i = 0; i < 300; ++i) {
    absl::StrAppend(&json, i > 0 ? "," : "", R"({"k":"a)", i, R"(","v":1})");
  }
  EXPECT_THAT(Flat(json + "]}", {{name, "k", "v"}}),
              ElementsAre(Pair("error", HasSubstr("more than 262144 bytes"))));
  const std::string text(262000, 'x');
  EXPECT_THAT(Flat(absl::StrCat("{\"a\":\"", text, "\"}")), SizeIs(1));
  EXPECT_THAT(Flat(absl::StrCat("{\"a\":\"", text, text, "\"}")),
              ElementsAre(Pair("error", HasSubstr("more than 262144 bytes"))));
}

TEST(FlattenTest, BlanksAroundNamesMeanNothing) {
  EXPECT_THAT(Flat("{\" a\xC2\xA0\":1,\"\xEF\xBB\xBF"
                   "b\":{\"c \":2}}"),
              ElementsAre(Pair("a", "1"), Pair("b.c", "2")));
  EXPECT_THAT(Flat(R"({"a":1,"a ":2})"),
              ElementsAre(Pair("error", HasSubstr("same key twice"))));
}

TEST(FlattenTest, DoesNotQuoteValuesInErrors) {
  EXPECT_THAT(Flat(R"({"email":"ann@contoso.com","n":1x})"),
              ElementsAre(Pair("error", Not(HasSubstr("ann")))));
}

TEST(FlattenElementsTest, ReadsEachElementOnItsOwn) {
  absl::StatusOr<std::vector<Fields>> elements = FlattenElements(
      R"({"id":"1","addresses":[{"vat_id":"DE1","country_id":"DE"},
          {"country_id":"FR","addresses":[{"x":"1"}]}]})",
      "addresses", {});
  ASSERT_TRUE(elements.ok()) << elements.status();
  ASSERT_THAT(*elements, SizeIs(2));
  EXPECT_THAT(TextsOf((*elements)[0]),
              ElementsAre(Pair("country_id", "DE"), Pair("vat_id", "DE1")));
  EXPECT_THAT(TextsOf((*elements)[1]),
              ElementsAre(Pair("addresses.x", "1"), Pair("country_id", "FR")));
}

TEST(FlattenElementsTest, SeesThroughConnections) {
  absl::StatusOr<std::vector<Fields>> elements = FlattenElements(
      R"({"locations":{"edges":[{"node":{"id":"1"}},{"node":{"id":"2"}}]}})",
      "locations", {});
  ASSERT_TRUE(elements.ok()) << elements.status();
  ASSERT_THAT(*elements, SizeIs(2));
  EXPECT_EQ((*elements)[1].Text("id"), "2");
}

TEST(FlattenElementsTest, FindsNothingWhereThereIsNoArray) {
  for (absl::string_view json :
       {R"({"a":1})", R"({"locations":{"id":"1"}})", R"({"locations":"x"})"}) {
    absl::StatusOr<std::vector<Fields>> elements =
        FlattenElements(json, "locations", {});
    ASSERT_TRUE(elements.ok()) << elements.status();
    EXPECT_THAT(*elements, IsEmpty());
  }
}

}  // namespace
}  // namespace landfall::decode
