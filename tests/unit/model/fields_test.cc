#include "server/model/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/ascii.h"

namespace landfall::model {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Fields Sample() {
  Fields fields;
  fields.AddString("name", "Ann");
  fields.AddString("Emails.Value", "a");
  fields.AddString("Emails.Kind", "x");
  fields.AddString("Emails.Value", "b");
  fields.AddString("Emails.Kind", "y");
  fields.AddString("accountID", "1");
  fields.Sort();
  return fields;
}

TEST(FieldsTest, FindsNamesInAnyCase) {
  const Fields fields = Sample();
  for (std::string path :
       {"name", "emails.value", "emails.kind", "accountid"}) {
    SCOPED_TRACE(path);
    EXPECT_NE(fields.Find(path), nullptr);
    absl::AsciiStrToUpper(&path);
    EXPECT_NE(fields.Find(path), nullptr);
  }
  EXPECT_THAT(fields.All("EMAILS.value"), ElementsAre("a", "b"));
  EXPECT_EQ(fields.Find("account"), nullptr);
  EXPECT_THAT(fields.All("x"), IsEmpty());
}

TEST(FieldsTest, PrefersTheNameThatIsSpeltSo) {
  Fields fields;
  fields.AddString("VAT", "1");
  fields.AddString("vat", "2");
  fields.AddString("VAT", "3");
  fields.Sort();
  EXPECT_EQ(fields.Text("vat"), "2");
  EXPECT_THAT(fields.All("VAT"), ElementsAre("1", "3"));
  EXPECT_THAT(fields.All("Vat"), ElementsAre("1", "2", "3"));
}

}  // namespace
}  // namespace landfall::model
