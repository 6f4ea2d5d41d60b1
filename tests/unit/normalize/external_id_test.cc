#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/normalize/normalize.h"

namespace landfall::normalize {
namespace {

using model::System;

// "scope:text", or the problem.
std::string Ext(absl::string_view source, System system,
                absl::string_view object, absl::string_view raw) {
  const KeyOutcome outcome = NormalizeExternalId(source, system, object, raw);
  if (!outcome.key.has_value()) {
    return std::string(KeyProblemName(outcome.problem));
  }
  return absl::StrCat(outcome.key->scope(), ":", outcome.key->text());
}

struct Row {
  const char* name;
  const char* source;
  System system;
  const char* object;
  const char* input;
  const char* expected;
};

TEST(ExternalIdTest, NormalizesTheIdsOfEverySystem) {
  constexpr Row kRows[] = {
      {"gid", "acme", System::kShopify, "", "gid://shopify/Customer/6940095564",
       "acme/customer:6940095564"},
      {"number", "acme", System::kShopify, "customer", " 6940095564 ",
       "acme/customer:6940095564"},
      {"base64", "acme", System::kShopify, "",
       "Z2lkOi8vc2hvcGlmeS9DdXN0b21lci82OTQwMDk1NTY0",
       "acme/customer:6940095564"},
      {"other shop", "beta", System::kShopify, "", "6940095564",
       "beta/customer:6940095564"},
      {"gid overrides", "acme", System::kShopify, "customer",
       "gid://shopify/Company/6940095564", "acme/company:6940095564"},
      {"location", "acme", System::kShopify, "",
       "gid://shopify/CompanyLocation/7", "acme/company_location:7"},
      {"free text", "acme", System::kShopify, "company", " C-0010 ",
       "acme/company:C-0010"},
      {"damage", "acme", System::kShopify, "", "6.94E+09",
       "SPREADSHEET_DAMAGE"},
      {"decimals", "acme", System::kShopify, "", "6940095564.0",
       "SPREADSHEET_DAMAGE"},
      {"date", "acme", System::kBigCommerce, "", "1-Mar", "SPREADSHEET_DAMAGE"},
      {"bigcommerce", "abc", System::kBigCommerce, "", "15", "abc/customer:15"},
      {"bigcommerce 2", "xyz", System::kBigCommerce, "", "15",
       "xyz/customer:15"},
      {"entity", "mage", System::kAdobeCommerce, "", "42", "mage/customer:42"},
      {"increment", "mage", System::kAdobeCommerce, "", "000000042",
       "mage/customer:000000042"},
      {"braces", "crm", System::kDataverse, "account",
       "{A1B2C3D4-0000-1111-2222-333344445555}",
       "crm/customer:a1b2c3d4-0000-1111-2222-333344445555"},
      {"hex", "crm", System::kDataverse, "contact",
       "A1B2C3D4000011112222333344445555",
       "crm/customer:a1b2c3d4-0000-1111-2222-333344445555"},
      {"urn", "crm", System::kDataverse, "",
       "urn:uuid:a1b2c3d4-0000-1111-2222-333344445555",
       "crm/customer:a1b2c3d4-0000-1111-2222-333344445555"},
      {"null guid", "crm", System::kDataverse, "",
       "00000000-0000-0000-0000-000000000000", "NULL_ID"},
      {"account number", "crm", System::kDataverse, "account", "acc-0001 ",
       "crm/customer:ACC-0001"},
      {"bc", "bc", System::kBusinessCentral, "customer", "c00010",
       "bc/customer:C00010"},
      {"fno zeros", "fno", System::kFinanceOperations, "", "000123",
       "fno/customer:000123"},
      {"fno plain", "fno", System::kFinanceOperations, "", "123",
       "fno/customer:123"},
      {"fno case", "fno", System::kFinanceOperations, "", "us-001",
       "fno/customer:US-001"},
      {"zero", "abc", System::kBigCommerce, "", "0", "NULL_ID"},
      {"word", "abc", System::kBigCommerce, "", "NULL", "NULL_ID"},
      {"blank", "abc", System::kBigCommerce, "", " \t", "EMPTY"},
      {"bytes", "abc", System::kBigCommerce, "", "\xFF", "BAD_ENCODING"},
      {"nbsp", "abc", System::kBigCommerce, "", "\u00A015", "abc/customer:15"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(Ext(row.source, row.system, row.object, row.input), row.expected);
  }
}

}  // namespace
}  // namespace landfall::normalize
