// What the app may see of a shop. Entry points: SeesAllShopifyOrders and
// CheckSeesShopifyEmails.
#include "server/pull/shopify_access.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/pull/shopify_answer.h"

namespace landfall::pull {
namespace {

constexpr char kScopes[] = "read the app's access scopes";
constexpr char kEmails[] = "read customers that have an email";

constexpr absl::string_view kEmailPaths[] = {
    "defaultEmailAddress.emailAddress", "email",
    "customer.defaultEmailAddress.emailAddress",
    "purchasingEntity.contact.customer.defaultEmailAddress.emailAddress"};

model::Fields FieldsOf(absl::string_view body) {
  return decode::FlattenJson(body, {}).value_or(model::Fields());
}

}  // namespace

absl::StatusOr<bool> SeesAllShopifyOrders(ShopifyAdmin& admin,
                                          Exchange& exchange) {
  LF_ASSIGN_OR_RETURN(
      const ShopifyAdmin::Answer answer,
      admin.Ask({"{ currentAppInstallation { accessScopes { handle } } }", "{}",
                 kScopes},
                exchange));
  if (answer.refused) return false;
  const model::Fields fields = FieldsOf(answer.body);
  return std::any_of(
      fields.entries().begin(), fields.entries().end(), [](const auto& entry) {
        return absl::EndsWith(entry.first, "accessScopes.handle") &&
               entry.second.text == "read_all_orders";
      });
}

bool LacksShopifyEmail(const decode::PayloadElement& row) {
  const model::Fields fields = FieldsOf(row.json);
  return std::all_of(
      std::begin(kEmailPaths), std::end(kEmailPaths),
      [&](absl::string_view path) { return fields.Text(path).empty(); });
}

absl::Status CheckSeesShopifyEmails(ShopifyAdmin& admin, Exchange& exchange) {
  // A star finds those that have any value.
  LF_ASSIGN_OR_RETURN(
      const ShopifyAdmin::Answer answer,
      admin.Ask(
          {"{ found: customers(first: 1, query: \"email:*\") { nodes { id "
           "defaultEmailAddress { emailAddress } } pageInfo { "
           "hasNextPage endCursor } } }",
           "{}", kEmails},
          exchange));
  if (answer.refused) return admin.Refusal(answer, kEmails);
  const absl::StatusOr<ShopifyRows> rows =
      ReadShopifyRows(answer.body, "found");
  if (!rows.ok()) {
    return absl::UnavailableError(
        absl::StrCat(kEmails, ": the answer holds no rows"));
  }
  if (rows->rows.empty() || !LacksShopifyEmail(rows->rows.front())) {
    return absl::OkStatus();
  }
  return absl::PermissionDeniedError(
      absl::StrCat(kEmails,
                   ": the app may not see the email (protected "
                   "customer data)"));
}

}  // namespace landfall::pull
