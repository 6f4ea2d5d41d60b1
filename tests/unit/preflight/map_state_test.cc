#include "server/preflight/map_state.h"

#include <gtest/gtest.h>

namespace landfall::preflight {
namespace {

model::Fields Row(const std::string& state, const std::string& internal,
                  const std::string& external) {
  model::Fields row;
  const auto add = [&row](const char* path, const std::string& text) {
    if (!text.empty()) {
      row.Add(path, {model::FieldValue::Type::kString, text});
    }
  };
  add("statecode", state);
  add("msdyn_internalentityname", internal);
  add("msdyn_externalentityname", external);
  row.Sort();
  return row;
}

TEST(PromotionOfTest, TellsWhoseCustomersAreSent) {
  const struct {
    const char* state;
    const char* internal;
    const char* external;
    const char* expected;
  } cases[] = {
      {"0", "account", "Customers V3", "account"},
      {"0", "Contacts", "customers v3", "contact"},
      {"0", " account ", " CustCustomerV3Entity", "account"},
      {"1", "account", "Customers V3", "none"},
      {"0", "contact", "CDS Contacts V2", "none"},
      {"0", "quote", "CDS sales quotation header", "none"},
      {"0", "accountleads", "Customers V3", "none"},
      // A map that may be running is not said to stand still.
      {"", "account", "Customers V3", "account"},
      {"2", "contact", "Customers V3", "contact"},
      {"0", "account", "", "account"},
      {"0", "", "", "any"},
      {"", "quote", "CDS sales quotation header", ""},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(testing::Message()
                 << test.state << "|" << test.internal << "|" << test.external);
    EXPECT_EQ(PromotionOf(Row(test.state, test.internal, test.external)),
              test.expected);
  }
}

}  // namespace
}  // namespace landfall::preflight
