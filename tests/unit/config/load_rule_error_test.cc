// Bad files and the exact words about them: rules, cards. Auth is in
// auth_test.cc.
#include <gtest/gtest.h>

#include "server/config/load.h"

namespace landfall::config {
namespace {

struct Case {
  const char* text;  // after kWorld, whose last line is 6
  const char* errors;
};

constexpr char kWorld[] =
    "sources:\n"
    "  - {id: erp, system: finance_operations}\n"
    "  - {id: crm, system: dataverse}\n"
    "  - {id: shop, system: shopify}\n"
    "legal_entities:\n"
    "  - {id: USTR, source: erp}\n";

void ExpectErrors(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    const absl::Status status =
        LoadConfigText(std::string(kWorld) + c.text, "f", "/etc").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(std::string(status.message()), c.errors);
  }
}

TEST(LoadRuleErrorTest, NamesBadExpectations) {
  ExpectErrors({
      {"expectation: [{entity: USTR}]\n",
       "f:7: expectation[0]: needs exactly one of customer, tag and ship_to; "
       "it "
       "has none"},
      {"expectation: [{tag: a, ship_to: [US], entity: USTR}]\n",
       "f:7: expectation[0]: needs exactly one of customer, tag and ship_to; "
       "write one line for each"},
      {"expectation: [{tag: a, entity: USTT}]\n",
       "f:7: expectation[0].entity: unknown legal entity \"USTT\"; did you "
       "mean "
       "\"USTR\"?"},
      {"expectation: [{tag: a}]\n", "f:7: expectation[0].entity: is required"},
      {"expectation: [{ship_to: [US, Narnia], entity: USTR}]\n",
       "f:7: expectation[0].ship_to[1]: unknown country \"Narnia\"; write its "
       "ISO 3166 code, such as US"},
      {"expectation: [{ship_to: [], entity: USTR}]\n",
       "f:7: expectation[0].ship_to: must name a country"},
      {"expectation: [{customer: shp/customer/1, entity: USTR}]\n",
       "f:7: expectation[0].customer: unknown source \"shp\"; did you mean "
       "\"shop\"?"},
      {"expectation: [{customer: shop/custmer/1, entity: USTR}]\n",
       "f:7: expectation[0].customer: unknown customer type \"custmer\" of "
       "source \"shop\"; did you mean \"customer\"?"},
      {"expectation: [{customer: shop/customer/guest-1, entity: USTR}]\n",
       "f:7: expectation[0].customer: not an id of source \"shop\": field "
       "'id': not the id of a guest; allowed is guest- and 16 hex digits, as "
       "lists hand it out"},
      {"expectation: [{customer: shop/order/1, entity: USTR}]\n",
       "f:7: expectation[0].customer: unknown customer type \"order\" of "
       "source "
       "\"shop\"; allowed: customer, company"},
      {"expectation: [{customer: erp/customer/1, entity: USTR}]\n",
       "f:7: expectation[0].customer: source \"erp\" is finance_operations, "
       "which has no upstream customers"},
      {"expectation: [{customer: shop, entity: USTR}]\n",
       "f:7: expectation[0].customer: must be source/type/id, such as "
       "b2b/customer/88"},
  });
  // The words about the id itself are the decoder's.
  const absl::Status status =
      LoadConfigText(std::string(kWorld) +
                         "expectation: [{customer: crm/account/x, entity: "
                         "USTR}]\n",
                     "f", "/etc")
          .status();
  EXPECT_EQ(std::string(status.message())
                .rfind("f:7: expectation[0].customer: not an id of source "
                       "\"crm\": ",
                       0),
            0u)
      << status;
}

TEST(LoadRuleErrorTest, NamesBadScopes) {
  ExpectErrors({
      {"scope: [{source: crm, type: contact, exclude: \"a eq\"}]\n",
       "f:7: scope[0].exclude: not a filter: column 5: expected a field, a "
       "value or a function, found the end"},
      {"scope: [{source: crn, type: contact, exclude: \"a eq 1\"}]\n",
       "f:7: scope[0].source: unknown source \"crn\"; did you mean \"crm\"?"},
      {"scope: [{source: crm, type: contcat, exclude: \"a eq 1\"}]\n",
       "f:7: scope[0].type: unknown customer type \"contcat\" of source "
       "\"crm\"; did you mean \"contact\"?"},
      {"scope: [{because: x}]\n",
       "f:7: scope[0].type: is required\n"
       "f:7: scope[0].source: is required\n"
       "f:7: scope[0].exclude: is required"},
  });
}

TEST(LoadRuleErrorTest, NamesBadDocuments) {
  ExpectErrors({
      {"documents: [{orders: crm, order_field: id, in: erp, document_field: "
       "x}]\n",
       "f:7: documents[0].orders: source \"crm\" is dataverse, which is no "
       "shop"},
      {"documents: [{order: x}]\n",
       "f:7: documents[0].order: unknown key; did you mean \"orders\"?\n"
       "f:7: documents[0].orders: is required\n"
       "f:7: documents[0].in: is required\n"
       "f:7: documents[0].order_field: is required\n"
       "f:7: documents[0].document_field: is required"},
  });
}

TEST(LoadRuleErrorTest, NamesBadMatching) {
  ExpectErrors({
      {"keys: [email, emial]\n",
       "f:7: keys[1]: unknown value \"emial\"; did you mean \"email\"?"},
      {"keys: []\n", "f:7: keys: must name one of email, external_id, tax_id"},
      {"keys: [email, email]\n", "f:7: keys[1]: is in the list twice"},
      {"hubs: {email: 1, tax_id: many}\n",
       "f:7: hubs.email: must be a whole number from 2 to 2147483647\n"
       "f:7: hubs.tax_id: must be a whole number from 2 to 2147483647"},
      {"placeholder_domains: [\"a@example.com\"]\n",
       "f:7: placeholder_domains[0]: must be a domain such as example.com"},
      {"placeholder_domains: [\"\"]\n",
       "f:7: placeholder_domains[0]: must not be empty"},
  });
}

TEST(LoadRuleErrorTest, NamesBadCards) {
  ExpectErrors({
      {"cards: [{id: ecom-abset}]\n",
       "f:7: cards[0].id: unknown card \"ecom-abset\"; did you mean "
       "\"ecom-absent\"? A new card needs like: <built-in id>"},
      {"cards: [{id: mine, like: ecom-absnt}]\n",
       "f:7: cards[0].like: unknown value \"ecom-absnt\"; did you mean "
       "\"ecom-absent\"?"},
      {"cards: [{id: ecom-absent, like: new-customers}]\n",
       "f:7: cards[0].like: \"ecom-absent\" is a built-in card itself"},
      {"cards: [{id: ecom-absent}, {id: ecom-absent}]\n",
       "f:7: cards[1].id: card \"ecom-absent\" is named twice"},
      {"cards: [{id: ecom-absent, window: 36h}]\n",
       "f:7: cards[0].window: must be whole days, such as 7d"},
      {"cards: [{id: ecom-absent, window: 0d}]\n",
       "f:7: cards[0].window: must be a duration from 1d to 366d, such as "
       "90s, "
       "15m, 1h or 7d"},
      {"cards: [{id: ecom-absent, window: 7d, window_days: 7}]\n",
       "f:7: cards[0].window_days: window and window_days exclude each other"},
      {"cards: [{id: ecom-absent, window_days: 0}]\n",
       "f:7: cards[0].window_days: must be a whole number from 1 to 366"},
      // No call takes a longer window, so such a card could never be answered.
      {"cards: [{id: ecom-absent, window: 367d}]\n",
       "f:7: cards[0].window: must be a duration from 1d to 366d, such as "
       "90s, 15m, 1h or 7d"},
      {"cards: [{id: mine, like: ecom-absent, window_days: 367}]\n",
       "f:7: cards[0].window_days: must be a whole number from 1 to 366"},
      {"cards: [{id: ecom-absent, clear_at: 11}]\n",
       "f:7: cards[0].clear_at: must be a whole number from 0 to 10"},
      {"cards: [{id: new-customers, hold: 5m}]\n",
       "f:7: cards[0].hold: the card has no alert"},
      {"cards: [{id: ecom-absent, alert_above: -1}]\n",
       "f:7: cards[0].alert_above: must be a whole number from 0 to "
       "2147483647"},
      {"cards: [{id: ecom-absent, count_awaiting: maybe}]\n",
       "f:7: cards[0].count_awaiting: must be true or false"},
      {"cards: [{id: ecom-absent, twin: ecom-absent}]\n",
       "f:7: cards[0].twin: a card cannot be its own twin"},
      {"cards: [{id: ecom-absent, twin: orders-blokced}]\n",
       "f:7: cards[0].twin: unknown card \"orders-blokced\"; did you mean "
       "\"orders-blocked\"?"},
      {"cards: [{title: x}]\n", "f:7: cards[0].id: is required"},
      {"cards: {id: x}\n", "f:7: cards: a list is expected here"},
  });
}

}  // namespace
}  // namespace landfall::config
