// What every RecordStore must do.
#include "tests/contract/record_store_contract.h"

#include <atomic>

#include "tests/support/purge.h"

namespace landfall::testing {

TEST_P(RecordStoreContract, StartsEmpty) {
  EXPECT_EQ(Name(1), "-");
  EXPECT_TRUE(All().empty());
  EXPECT_TRUE(store_->View()->Values()->empty());
  EXPECT_TRUE(store_->View()->Intents()->empty());
  EXPECT_EQ(store_->secret().size(), base::Hasher::kSecretSize);
}

TEST_P(RecordStoreContract, ReturnsWhatWasPut) {
  Put(1, "ann");
  Put(2, "bob");
  EXPECT_EQ(Name(1), "ann");
  const auto record = store_->View()->Get(Id(2));
  ASSERT_TRUE(record.ok() && record->has_value());
  EXPECT_EQ((*record)->ref.ToString(), "shop/customer/2");
  EXPECT_EQ((*record)->fields.Text("email"), "bob@contoso.com");
  EXPECT_EQ(std::get<model::UpstreamCustomer>((*record)->body).country, "US");
}

TEST_P(RecordStoreContract, ReplacesAndErases) {
  Put(1, "ann");
  Put(1, "anne");
  EXPECT_EQ(Name(1), "anne");
  Erase(1);
  EXPECT_EQ(Name(1), "-");
  Erase(1);  // erasing what is not there is no error
  Put(1, "ann again");
  EXPECT_EQ(Name(1), "ann again");
}

TEST_P(RecordStoreContract, WritesAnIdThatIsErasedAndPutInOneBatch) {
  Put(1, "old");
  store::StoreBatch batch;
  batch.puts.push_back({Id(1), SampleCustomer("1", "new")});
  batch.erases.push_back(Id(1));
  ASSERT_TRUE(store_->Commit(batch).ok());
  EXPECT_EQ(Name(1), "new");
}

TEST_P(RecordStoreContract, KeepsTheLastOfTwoPutsInOneBatch) {
  store::StoreBatch batch;
  batch.puts.push_back({Id(1), SampleCustomer("1", "first")});
  batch.puts.push_back({Id(1), SampleCustomer("1", "second")});
  ASSERT_TRUE(store_->Commit(batch).ok());
  EXPECT_EQ(Name(1), "second");
}

TEST_P(RecordStoreContract, KeepsMetaValuesApartFromRecords) {
  store::StoreBatch batch;
  batch.values = {{"revision", "7"}, {"cursor/shop", std::string("\0x", 2)}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  batch.values = {{"revision", "8"}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  const Texts want = {{"revision", "8"},
                      {"cursor/shop", std::string("\0x", 2)}};
  EXPECT_EQ(*store_->View()->Values(), want);
  EXPECT_TRUE(All().empty());
}

TEST_P(RecordStoreContract, RemovesNamedValues) {
  store::StoreBatch batch;
  batch.values = {{"cursor/a", "1"}, {"cursor/b", ""}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  batch.values = {{"cursor/a", std::nullopt}, {"never/there", std::nullopt}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  const Texts want = {{"cursor/b", ""}};  // an empty text is a text
  EXPECT_EQ(*store_->View()->Values(), want);
}

TEST_P(RecordStoreContract, KeepsIntentsUntilTheyAreRemoved) {
  store::StoreBatch batch;
  batch.values = {{"same-name", "value"}};
  batch.intents = {{"same-name", "due"}, {"other", "due too"}};
  batch.erases.push_back(Id(1));
  ASSERT_TRUE(store_->Commit(batch).ok());
  Texts want = {{"same-name", "due"}, {"other", "due too"}};
  EXPECT_EQ(*store_->View()->Intents(), want);
  const auto before = store_->View();
  store::StoreBatch done;
  done.intents = {{"same-name", std::nullopt}, {"other", "later"}};
  ASSERT_TRUE(store_->Commit(done).ok());
  EXPECT_EQ(*before->Intents(), want);
  want = {{"other", "later"}};
  EXPECT_EQ(*store_->View()->Intents(), want);
  EXPECT_EQ((*store_->View()->Values())["same-name"], "value");
}

TEST_P(RecordStoreContract, NumbersEveryCommit) {
  EXPECT_EQ(store_->View()->revision(), 0);
  store::StoreBatch put;
  put.puts.push_back({Id(1), SampleCustomer("1", "ann")});
  EXPECT_EQ(*store_->Commit(put), 1);
  EXPECT_EQ(*store_->Commit(put), 2) << "also when it changes nothing";
  store::StoreBatch erase;
  erase.erases.push_back(Id(1));
  EXPECT_EQ(*store_->Commit(erase), 3);
  store::StoreBatch value;
  value.values = {{"cursor", std::nullopt}};
  EXPECT_EQ(*store_->Commit(value), 4);
  store::StoreBatch intent;
  intent.intents = {{"purge", "due"}};
  EXPECT_EQ(*store_->Commit(intent), 5);
  EXPECT_EQ(store_->View()->revision(), 5);
}

TEST_P(RecordStoreContract, ChangesNothingWithAnEmptyBatch) {
  Put(1, "ann");
  EXPECT_EQ(*store_->Commit(store::StoreBatch()), 1);
  EXPECT_EQ(store_->View()->revision(), 1);
}

TEST_P(RecordStoreContract, ViewsDoNotChange) {
  Put(1, "ann");
  Put(2, "bob");
  const std::shared_ptr<const store::StoreView> before = store_->View();
  Put(1, "anne");
  Erase(2);
  Put(3, "cyd");
  const std::shared_ptr<const store::StoreView> after = store_->View();
  EXPECT_EQ(NameIn(*before, 1), "ann");
  EXPECT_EQ(NameIn(*before, 2), "bob");
  EXPECT_EQ(NameIn(*before, 3), "-");
  EXPECT_EQ(NamesIn(*before), (Names{{Id(1), "ann"}, {Id(2), "bob"}}));
  EXPECT_EQ(before->revision(), 2);
  EXPECT_EQ(after->revision(), 5);
  EXPECT_EQ(NameIn(*after, 1), "anne");
  EXPECT_EQ(NameIn(*after, 2), "-");
  EXPECT_EQ(NameIn(*after, 3), "cyd");
}

TEST_P(RecordStoreContract, ForEachVisitsEveryRecordOnce) {
  Names want;
  store::StoreBatch batch;
  for (uint64_t n = 0; n < 500; ++n) {
    // Spread over the whole range, so that the order of keys is exercised.
    const base::Hash128 id = {n * 0x9E3779B97F4A7C15u, n};
    want[id] = std::to_string(n);
    batch.puts.push_back({id, SampleCustomer("x", std::to_string(n))});
  }
  const base::Hash128 last = {~uint64_t{0}, ~uint64_t{0}};
  want[last] = "last";
  batch.puts.push_back({last, SampleCustomer("x", "last")});
  ASSERT_TRUE(store_->Commit(batch).ok());
  EXPECT_EQ(All(), want);
}

TEST_P(RecordStoreContract, ForEachStopsAtTheFirstError) {
  for (uint64_t n = 0; n < 5; ++n) Put(n, "x");
  int visits = 0;
  const absl::Status status = store_->View()->ForEach(
      [&](base::Hash128 /*id*/, model::Record /*record*/) {
        return ++visits == 3 ? absl::CancelledError("enough")
                             : absl::OkStatus();
      });
  EXPECT_EQ(visits, 3);
  EXPECT_EQ(status, absl::CancelledError("enough"));
}

TEST_P(RecordStoreContract, PurgeChangesNoAnswer) {
  Put(1, "ann");
  Put(2, "bob");
  Erase(1);
  ASSERT_TRUE(MustPurge(*store_));
  EXPECT_EQ(Name(1), "-");
  EXPECT_EQ(Name(2), "bob");
  ASSERT_TRUE(MustPurge(*store_));  // again, with nothing to do
  EXPECT_EQ(Name(2), "bob");
}

// A purge that asks for no more than an earlier one has done is done, whatever
// is still in use.
TEST_P(RecordStoreContract, PurgesAgainOnlyForWhatWasErasedSince) {
  Put(1, "ann");
  Erase(1);  // revision 2
  const auto view = store_->View();
  ASSERT_TRUE(MustPurge(*store_));
  Put(2, "bob");
  std::atomic<bool> cancelled{false};
  EXPECT_EQ(*store_->Purge(2, cancelled), store::Purged::kDone);
}

TEST_P(RecordStoreContract, SizeGrowsWithContent) {
  const int64_t before = store_->SizeBytes();
  for (uint64_t n = 0; n < 50; ++n) Put(n, std::string(1000, 'a' + n % 26));
  EXPECT_GT(store_->SizeBytes(), before);
}

TEST_P(RecordStoreContract, KeepsEverythingOverAReopen) {
  if (!GetParam().durable) GTEST_SKIP() << "this store has no disk";
  const std::string secret = store_->secret();
  Put(1, "ann");
  Put(2, "bob");
  Erase(1);
  store::StoreBatch batch;
  batch.values = {{"cursor", "3"}};
  batch.intents = {{"purge", "due"}};
  ASSERT_TRUE(store_->Commit(batch).ok());
  for (int round = 0; round < 2; ++round) {
    Open();
    EXPECT_EQ(Name(1), "-");
    EXPECT_EQ(Name(2), "bob");
    EXPECT_EQ(*store_->View()->Values(), (Texts{{"cursor", "3"}}));
    EXPECT_EQ(*store_->View()->Intents(), (Texts{{"purge", "due"}}));
    EXPECT_EQ(store_->View()->revision(), 4);
    EXPECT_EQ(store_->secret(), secret);
  }
}

TEST_P(RecordStoreContract, StoresDoNotShareTheirSecret) {
  const auto other = GetParam().open(folder_.Sub("other"));
  ASSERT_NE(other, nullptr);
  EXPECT_NE(other->secret(), store_->secret());
}

}  // namespace landfall::testing
