// Very many customers that share a key: the work grows with their number and
// not with its square, and the answers are those of few.
#include <functional>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "server/index/walked.h"
#include "tests/support/test_engine.h"

namespace landfall::reconcile {
namespace {

constexpr int kMany = 600;
// What linear work may grow by when the number doubles. Quadratic grows by 4.
constexpr double kLinear = 2.6;

model::Record Account(int n, const std::string& email,
                      const std::string& number = "") {
  model::Record record;
  record.ref = {
      "crm", "account",
      absl::StrCat("00000000-0000-0000-0000-", absl::Dec(n, absl::kZeroPad12))};
  record.name = absl::StrCat("Account ", n);
  record.created = Now() - absl::Hours(24) + absl::Seconds(n);
  if (!email.empty()) record.fields.AddString("emailaddress1", email);
  if (!number.empty()) record.fields.AddString("accountnumber", number);
  record.fields.AddString("customertypecode", "3");
  record.fields.AddString("address1_country", "US");
  record.fields.Sort();
  record.body = model::UpstreamCustomer();
  return record;
}

model::Record Failed(int n, const std::string& email) {
  model::ErrorEvent event;
  event.customer.emplace();
  event.customer->emails = {email};
  return Failure(absl::StrCat("e", n), event);
}

using Batch = std::vector<model::Record>;

struct World {
  std::string name;
  std::function<Batch(int n)> records;  // of one customer, by its number
};

std::vector<World> Worlds() {
  return {
      {"accounts with one address",
       [](int n) { return Batch{Account(n, "all@contoso.com")}; }},
      {"accounts and masters with one address",
       [](int n) {
         return Batch{Account(n, "all@contoso.com"),
                      Master("USTR", absl::StrCat("C-", n), "all@contoso.com")};
       }},
      {"accounts and a master with one number",
       [](int n) {
         return Batch{Account(n, "", "4711"), Master("USTR", "4711", "")};
       }},
      {"shoppers with one address, and a guest",
       [](int n) {
         const std::string id = absl::StrCat(n);
         return Batch{Shopper(id, absl::StrCat("S ", n), "all@contoso.com"),
                      Order(absl::StrCat(1000000 + n), id, "US", "10"),
                      Order(absl::StrCat(2000000 + n), "", "US", "10", "USD",
                            "all@contoso.com")};
       }},
      {"shoppers of whom half are gone, with one address",
       [](int n) {
         model::Record shopper =
             Shopper(absl::StrCat(n), absl::StrCat("S ", n), "all@contoso.com");
         // The newest come first in a list of holders, and these are no more.
         if (n >= 2 && n % 2 == 0) shopper.deleted = Now() - absl::Hours(1);
         return Batch{shopper, Order(absl::StrCat(1000000 + n), absl::StrCat(n),
                                     "US", "10")};
       }},
      {"accounts and errors with one address", [](int n) {
         return Batch{Account(n, "all@contoso.com"),
                      Failed(n, "all@contoso.com")};
       }}};
}

void Store(const World& world, int from, int to, Engine* engine) {
  Batch batch;
  for (int n = from; n < to; ++n) {
    for (model::Record& record : world.records(n)) {
      batch.push_back(std::move(record));
    }
  }
  engine->Upsert(batch);
}

// What `work` walks through.
template <typename Work>
double Walked(Work work) {
  const int64_t before = index::walked;
  work();
  return static_cast<double>(index::walked - before);
}

struct Walks {
  double import = 0;
  double card = 0;
  double again = 0;
  double list = 0;
  double history = 0;
  double change = 0;
};

Walks WalksOf(const World& world, int size) {
  Engine engine;
  engine.ReadAll();
  Walks walks;
  walks.import = Walked([&] { Store(world, 0, size, &engine); });
  const auto cards = [&] { ASSERT_TRUE(engine->ListCards(Now(), Now()).ok()); };
  walks.card = Walked(cards);
  walks.again = Walked(cards);
  walks.list = Walked([&] {
    for (const char* card : {"dataverse-not-promoted", "ecom-absent"}) {
      ASSERT_TRUE(engine->ListCardRecords(ListOf(card, 100)).ok());
    }
  });
  walks.history = Walked([&] {
    model::CardHistoryQuery query;
    query.card = ListOf("new-customers", 1).card;
    query.from = Now() - absl::Hours(3);
    query.step = model::HistoryStep::kHour;
    ASSERT_TRUE(engine->GetCardHistory(query).ok());
  });
  Batch changed;
  for (int n = 0; n < size; ++n) {
    for (model::Record& record : world.records(n)) {
      record.name += " the second";
      changed.push_back(std::move(record));
    }
  }
  // From the front to the back of the lists and the other way round.
  walks.change = Walked([&] { engine.Upsert(changed); });
  return walks;
}

TEST(SharedKeyTest, CostsWorkInProportionToItsHolders) {
  for (const World& world : Worlds()) {
    SCOPED_TRACE(world.name);
    const Walks some = WalksOf(world, kMany);
    const Walks twice = WalksOf(world, 2 * kMany);
    const auto expect_linear = [](const char* what, double once, double more) {
      // Below this the constant part is greater than what grows.
      if (more < 50 * kMany) return;
      EXPECT_LE(more, kLinear * once) << what;
    };
    expect_linear("import", some.import, twice.import);
    expect_linear("card", some.card, twice.card);
    expect_linear("card again", some.again, twice.again);
    expect_linear("list", some.list, twice.list);
    expect_linear("history", some.history, twice.history);
    expect_linear("change", some.change, twice.change);
  }
}

// What is said of the first customers hangs on those who share the key with
// them, and not on how many there are once they are a hub.
TEST(SharedKeyTest, SaysTheSameOfACrowdAsOfAHub) {
  for (const World& world : Worlds()) {
    SCOPED_TRACE(world.name);
    std::string said;
    for (const int size : {20, 40, 200}) {
      Engine engine;
      engine.ReadAll();
      // One after the other, so that they come in another order.
      for (int n = 0; n < size; n += 10) Store(world, n, n + 10, &engine);
      std::string text;
      for (const model::Record& record : world.records(1)) {
        if (record.ref.type == "error_event") continue;
        const auto view = engine->GetRecord({record.ref, Now()});
        ASSERT_TRUE(view.ok()) << view.status();
        absl::StrAppend(&text, model::VerdictName(view->check->verdict), " ",
                        view->check->explanation, " ");
        for (const auto& reason : view->check->reasons) {
          absl::StrAppend(&text, model::ReasonName(reason.code), " ");
        }
      }
      if (said.empty()) said = text;
      EXPECT_EQ(text, said) << size;
    }
  }
}

}  // namespace
}  // namespace landfall::reconcile
