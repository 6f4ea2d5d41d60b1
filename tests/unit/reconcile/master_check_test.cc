// The answer about a master customer: whom it stands for, and where those are
// missing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/reconcile/engine.h"

namespace landfall::reconcile {
namespace {

using model::Verdict;

const char kMaster[] = "erp/customer/ustr:C-1";
const char kMail[] = "ann@contoso-mail.com";

// The link goes wherever masters are shown.
TEST(MasterCheckTest, LinksToTheSystem) {
  const std::string url = "https://contoso.operations.dynamics.com";
  Engine engine(", url: \"" + url + "\"");
  engine.Upsert({Shopper("1", "Ann", kMail), Order("101", "1", "US", "100"),
                 Master("USTR", "C-1", kMail)});
  for (const char* ref : {kMaster, "web/customer/1"}) {
    SCOPED_TRACE(ref);
    const model::CheckAnswer answer = engine.Check(ref);
    ASSERT_EQ(answer.entities.size(), 1u);
    ASSERT_EQ(answer.entities[0].customers.size(), 1u);
    EXPECT_EQ(answer.entities[0].customers[0].url,
              url + "/?cmp=USTR&mi=CustTableListPage");
  }
  EXPECT_EQ(engine.Check("web/customer/1").verdict, Verdict::kPromoted);
}

}  // namespace
}  // namespace landfall::reconcile
