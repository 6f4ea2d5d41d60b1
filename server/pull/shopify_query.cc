// Types of records -> documents of GraphQL. Entry points: ShopifySets,
// ShopifyPageDocument and ShopifyBulkDocument.
//
// The names are those of the Admin API, versions 2025-10 to 2026-10.
#include "server/pull/shopify_query.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/decode/json_text.h"
#include "server/pull/configured_fields.h"

namespace landfall::pull {
namespace {

// The first version with the tax number of a customer.
constexpr absl::string_view kTaxIdSince = "2026-07";

constexpr absl::string_view kCustomer =
    "id displayName createdAt updatedAt tags "
    "defaultEmailAddress { emailAddress } "
    "defaultAddress { countryCodeV2 zip company }";

constexpr absl::string_view kCompany =
    "id name externalId createdAt updatedAt "
    "mainContact { customer { id defaultEmailAddress { emailAddress } } }";

// Without an id: it is a record of its own only where all of it is asked for.
constexpr absl::string_view kHome =
    "shippingAddress { countryCode zip } billingAddress { countryCode zip }";

constexpr absl::string_view kLocation =
    "id name externalId createdAt updatedAt company { id } "
    "taxSettings { taxRegistrationId } "
    "shippingAddress { countryCode zip } billingAddress { countryCode zip }";

// Of orders and draft orders.
constexpr absl::string_view kBuyer =
    "customer { id displayName tags defaultEmailAddress { emailAddress } } "
    "purchasingEntity { ... on PurchasingCompany { "
    "company { id name externalId } "
    "contact { customer { id defaultEmailAddress { emailAddress } } } "
    "location { id externalId taxSettings { taxRegistrationId } "
    "shippingAddress { countryCode } billingAddress { countryCode } } } } "
    "shippingAddress { countryCodeV2 company name } "
    "billingAddress { countryCodeV2 company name }";

constexpr absl::string_view kOrder =
    "id name email poNumber createdAt processedAt updatedAt cancelledAt test "
    "tags currencyCode displayFinancialStatus customAttributes { key value } "
    "currentTotalPriceSet { shopMoney { amount currencyCode } } "
    "currentTotalTaxSet { shopMoney { amount } }";

constexpr absl::string_view kDraft =
    "id name email poNumber createdAt updatedAt status tags currencyCode "
    "customAttributes { key value } order { id } "
    "totalPriceSet { shopMoney { amount currencyCode } }";

// What a configuration may name beside that.
struct Extra {
  absl::string_view type;
  absl::string_view field;
};
constexpr Extra kExtras[] = {
    {"customer", "firstName"},
    {"customer", "lastName"},
    {"customer", "legacyResourceId"},
    {"customer", "note"},
    {"customer", "numberOfOrders"},
    {"customer", "phone"},
    {"customer", "state"},
    {"customer", "taxExempt"},
    {"customer", "verifiedEmail"},
    {"company", "customerSince"},
    {"company", "note"},
    {"company_location", "currency"},
    {"company_location", "note"},
    {"order", "cancelReason"},
    {"order", "closed"},
    {"order", "closedAt"},
    {"order", "displayFulfillmentStatus"},
    {"order", "edited"},
    {"order", "legacyResourceId"},
    {"order", "note"},
    {"order", "phone"},
    {"order", "presentmentCurrencyCode"},
    {"order", "returnStatus"},
    {"order", "sourceName"},
    {"order", "taxesIncluded"},
    {"draft_order", "completedAt"},
    {"draft_order", "invoiceSentAt"},
    {"draft_order", "legacyResourceId"},
    {"draft_order", "note2"},
};
constexpr absl::string_view kWithMetafields[] = {"customer", "company",
                                                 "order"};

constexpr int kMostMetafields = 50;

std::string InBrackets(absl::string_view arguments) {
  return arguments.empty() ? "" : absl::StrCat("(", arguments, ")");
}

bool IsExtra(absl::string_view type, absl::string_view field) {
  return std::any_of(std::begin(kExtras), std::end(kExtras),
                     [&](const Extra& extra) {
                       return extra.type == type && extra.field == field;
                     });
}

void AddConfigured(const std::vector<std::string>& paths, ShopifySet* set) {
  const bool has_metafields =
      std::find(std::begin(kWithMetafields), std::end(kWithMetafields),
                set->type) != std::end(kWithMetafields);
  std::set<std::string> namespaces;
  std::set<std::string> added;
  for (const std::string& path : paths) {
    absl::string_view rest = path;
    if (has_metafields && absl::ConsumePrefix(&rest, "metafields.")) {
      namespaces.insert(std::string(rest.substr(0, rest.find('.'))));
    } else if (IsExtra(set->type, path) && added.insert(path).second) {
      absl::StrAppend(&set->fields, " ", path);
    }
  }
  if (namespaces.empty()) return;
  // Not by their keys: asked so, the system spells the keys in another way.
  set->nested.push_back(
      {"metafields", kMostMetafields,
       namespaces.size() > 1
           ? ""
           : absl::StrCat("namespace: ",
                          decode::JsonString(*namespaces.begin())),
       "Metafield", "namespace key value"});
}

ShopifySet Customers(absl::string_view version) {
  ShopifySet set{"customer", "customers", std::string(kCustomer), {}};
  if (version >= kTaxIdSince) set.fields += " taxSettings { taxId }";
  set.many = true;
  set.whole_days = true;
  return set;
}

ShopifySet Orders() {
  ShopifySet set{"order",
                 "orders",
                 absl::StrCat(kOrder, " ", kBuyer),
                 {{"localizedFields", 20, "", "LocalizedField",
                   "key value purpose countryCode"}}};
  set.many = true;
  return set;
}

}  // namespace

std::vector<ShopifySet> ShopifySets(const model::Settings& settings,
                                    const model::Source& source,
                                    absl::string_view version) {
  // Customers first: the orders of one are then judged at once.
  std::vector<ShopifySet> sets = {
      Customers(version),
      {"company",
       "companies",
       std::string(kCompany),
       {{"locations", 5, "", "CompanyLocation", std::string(kHome)}}},
      {"company_location", "companyLocations", std::string(kLocation), {}},
      Orders(),
      {"draft_order", "draftOrders", absl::StrCat(kDraft, " ", kBuyer), {}}};
  for (ShopifySet& set : sets) {
    set.optional = set.type != "customer" && set.type != "order";
    AddConfigured(ConfiguredPaths(settings, source, set.type), &set);
  }
  return sets;
}

std::string ShopifyPageDocument(const ShopifySet& set,
                                absl::string_view order) {
  std::string text = absl::StrCat(
      "query($n: Int!, $q: String, $c: String) { rows: ", set.connection,
      "(first: $n, query: $q, after: $c, sortKey: ", order, ") { nodes { ",
      set.fields);
  for (const ShopifyNested& nested : set.nested) {
    absl::StrAppend(&text, " ", nested.name, "(first: ", nested.first,
                    nested.arguments.empty() ? "" : ", ", nested.arguments,
                    ") { nodes { ", nested.fields, " } }");
  }
  absl::StrAppend(&text, " } pageInfo { hasNextPage endCursor } } }");
  return text;
}

std::string ShopifyBulkDocument(const ShopifySet& set,
                                absl::string_view search) {
  std::string text = absl::StrCat(
      "{ ", set.connection,
      search.empty() ? "" : InBrackets("query: " + decode::JsonString(search)),
      " { edges { node { ", set.fields);
  for (const ShopifyNested& nested : set.nested) {
    absl::StrAppend(&text, " ", nested.name, InBrackets(nested.arguments),
                    " { edges { node { __typename ", nested.fields, " } } }");
  }
  absl::StrAppend(&text, " } } } }");
  return text;
}

}  // namespace landfall::pull
