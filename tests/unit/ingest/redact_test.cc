#include "server/ingest/redact.h"

#include <gtest/gtest.h>

namespace landfall::ingest {
namespace {

PersonTexts Ann() {
  PersonTexts ann;
  ann.AddEmail("Ann@Contoso.com");
  ann.AddEmail("mailto");  // none
  ann.AddName("Ann Marsh");
  ann.AddName("Ann");  // a word like any other
  ann.AddNumber("DE136695976");
  ann.AddNumber("71");  // a number like any other
  return ann;
}

TEST(RedactTest, TakesAPersonOutOfATextAndNothingElse) {
  struct Case {
    const char* before;
    const char* after;
  };
  for (const Case& c : {
           Case{"", ""},
           Case{"Customer 71 of Annland failed",
                "Customer 71 of Annland failed"},
           Case{"Ann MARSH <ann@contoso.COM>", "[erased] <[erased]>"},
           Case{"\\nann@contoso.com\\n", "\\n[erased]\\n"},
           Case{"to=ann%40contoso.com&x", "to=[erased]&x"},
           Case{"ann@contoso.comann@contoso.com", "[erased][erased]"},
           Case{"Joann Marsh, Ann Marshall", "Joann Marsh, Ann Marshall"},
           Case{"VAT DE136695976.", "VAT [erased]."},
           Case{"XDE1366959761", "XDE1366959761"},
           Case{"bob@contoso.com", "bob@contoso.com"},
       }) {
    SCOPED_TRACE(c.before);
    std::string text = c.before;
    const bool mentioned = std::string(c.before) != c.after;
    EXPECT_EQ(Ann().TakeOutOf(&text), mentioned);
    EXPECT_EQ(text, c.after);
    EXPECT_EQ(Ann().IsMentionedIn(c.before), mentioned);
    EXPECT_FALSE(Ann().IsMentionedIn(text));
  }
}

TEST(RedactTest, TellsAnAddress) {
  EXPECT_TRUE(Ann().HasEmail(" ann@contoso.com "));
  EXPECT_FALSE(Ann().HasEmail("Ann Marsh"));
  EXPECT_FALSE(Ann().HasEmail("to ann@contoso.com"));
}

TEST(RedactTest, CleansEverythingThatAnEventSays) {
  model::Record record;
  record.name = "flow of ann@contoso.com";
  model::ErrorEvent event;
  event.flow = record.name;
  event.map = "ann@contoso.com";
  event.entity = "ann@contoso.com";
  event.code = "ann@contoso.com";
  event.message = "ann@contoso.com";
  event.customer.emplace();
  event.customer->name = "Ann Marsh";
  event.customer->tax_ids = {{"DE", "DE136695976"}};
  record.body = event;
  record.fields.AddString("payload", "x ann@contoso.com x");
  record.fields.AddString("other", "x");
  record.fields.Sort();
  EXPECT_TRUE(Ann().TakeOutOf(&record));
  const auto& clean = std::get<model::ErrorEvent>(record.body);
  EXPECT_EQ(record.name, "flow of [erased]");
  EXPECT_EQ(clean.flow, record.name);
  for (const std::string& text :
       {clean.map, clean.entity, clean.code, clean.message,
        clean.customer->name, clean.customer->tax_ids[0].value}) {
    EXPECT_EQ(text, "[erased]");
  }
  EXPECT_EQ(record.fields.Text("payload"), "x [erased] x");
  EXPECT_EQ(record.fields.Text("other"), "x");
  EXPECT_FALSE(Ann().TakeOutOf(&record));
}

}  // namespace
}  // namespace landfall::ingest
