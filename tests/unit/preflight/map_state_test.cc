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
      {"0", "contact", "CDS Contacts V2", "contact|cds contacts v2"},
      {"0", "quote", "CDS sales quotation header", "quote"},
      {"0", "msdyn_customergroup", "Customer groups", "msdyn_customergroup"},
      {"1", "msdyn_customergroup", "Customer groups", "none"},
      {"0", "accountleads", "Customers V3", "accountlead"},
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

TEST(StateCodeOfTest, IsWhatTheRowOfTheMapSays) {
  const struct {
    const char* table;
    const char* entity;
    const char* expected;
  } cases[] = {
      {"accounts", "Customers V3", "account"},
      {"contacts", "Customers V3", "contact"},
      {"contacts", "CDS Contacts V2", "contact|cds contacts v2"},
      {"msdyn_paymentterms", "Terms of payment", "msdyn_paymentterm"},
  };
  for (const auto& test : cases) {
    model::TableMap map;
    map.table = test.table;
    map.entity = test.entity;
    EXPECT_EQ(StateCodeOf(map), test.expected);
  }
}

}  // namespace
}  // namespace landfall::preflight
