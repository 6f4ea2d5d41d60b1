// What every RecordStore must do for those who follow it.
#include <thread>

#include "tests/contract/record_store_contract.h"

namespace landfall::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What a follower was told: "revision:names of the puts/number of erases".
class Told {
 public:
  store::Sink Sink() {
    return [this](store::Revision revision, const store::StoreBatch& batch) {
      std::string line = std::to_string(revision) + ":";
      for (const auto& put : batch.puts) line += put.record.name;
      lines_.push_back(line + "/" + std::to_string(batch.erases.size()));
    };
  }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
};

}  // namespace

TEST_P(RecordStoreContract, TellsFollowersEveryCommitOnceInOrder) {
  Put(1, "before");
  Told told;
  const auto following = store_->Follow(1, told.Sink());
  ASSERT_TRUE(following.ok()) << following.status();
  Put(1, "ann");
  Put(2, "bob");
  ASSERT_TRUE(store_->Commit(store::StoreBatch()).ok());  // no commit
  Erase(1);
  EXPECT_THAT(told.lines(), ElementsAre("2:ann/0", "3:bob/0", "4:/1"));
}

TEST_P(RecordStoreContract, HandsTheWholeBatchToFollowers) {
  store::StoreBatch batch;
  batch.values = {{"cursor", "7"}, {"old", std::nullopt}};
  batch.intents = {{"purge", "due"}};
  int calls = 0;
  const auto following = store_->Follow(
      0, [&](store::Revision /*revision*/, const store::StoreBatch& given) {
        ++calls;
        EXPECT_EQ(given.values, batch.values);
        EXPECT_EQ(given.intents, batch.intents);
      });
  ASSERT_TRUE(following.ok()) << following.status();
  ASSERT_TRUE(store_->Commit(batch).ok());
  EXPECT_EQ(calls, 1);
}

TEST_P(RecordStoreContract, ShowsTheCommitToWhoeverIsTold) {
  std::string seen;
  const auto following = store_->Follow(
      0, [&](store::Revision revision, const store::StoreBatch& /*batch*/) {
        EXPECT_EQ(store_->View()->revision(), revision);
        seen = Name(1);
      });
  ASSERT_TRUE(following.ok()) << following.status();
  Put(1, "ann");
  EXPECT_EQ(seen, "ann");
}

TEST_P(RecordStoreContract, StopsTellingWhenTheFollowingEnds) {
  Told first;
  Told second;
  auto one = store_->Follow(0, first.Sink());
  ASSERT_TRUE(one.ok()) << one.status();
  Put(1, "ann");
  const auto two = store_->Follow(1, second.Sink());
  ASSERT_TRUE(two.ok()) << two.status();
  Put(2, "bob");
  one->reset();
  Put(3, "cyd");
  EXPECT_THAT(first.lines(), ElementsAre("1:ann/0", "2:bob/0"));
  EXPECT_THAT(second.lines(), ElementsAre("2:bob/0", "3:cyd/0"));
}

TEST_P(RecordStoreContract, CanOnlyBeFollowedFromARevisionThatIsThere) {
  Put(1, "ann");
  Told told;
  // Whether an old revision can be followed is up to the store; if so, what
  // came after it is told first.
  const auto old = store_->Follow(0, told.Sink());
  if (old.ok()) {
    EXPECT_THAT(told.lines(), ElementsAre("1:ann/0"));
  } else {
    EXPECT_TRUE(absl::IsOutOfRange(old.status())) << old.status();
    EXPECT_THAT(told.lines(), IsEmpty());
  }
  EXPECT_TRUE(absl::IsOutOfRange(store_->Follow(2, told.Sink()).status()));
}

// What starts from a snapshot and takes the changes after it has everything,
// while several threads write.
TEST_P(RecordStoreContract, StartsFromASnapshotAndTheChangesAfterIt) {
  constexpr uint64_t kEach = 40;
  std::vector<std::thread> writers;
  for (uint64_t writer = 0; writer < 3; ++writer) {
    writers.emplace_back([this, writer] {
      for (uint64_t n = 0; n < kEach; ++n) {
        Put(writer * kEach + n, std::to_string(n));
        if (n % 4 == 3) Erase(writer * kEach + n - 2);
      }
    });
  }
  Names copy;
  std::shared_ptr<const store::StoreView> view;
  Names changes;                      // names to set
  std::vector<base::Hash128> erased;  // no id is written again
  store::Revision last = 0;
  std::unique_ptr<store::Following> following;
  while (following == nullptr) {
    view = store_->View();
    last = view->revision();
    auto followed = store_->Follow(
        last, [&](store::Revision revision, const store::StoreBatch& batch) {
          EXPECT_EQ(revision, ++last);
          for (const auto& put : batch.puts) {
            changes[put.id] = put.record.name;
          }
          erased.insert(erased.end(), batch.erases.begin(), batch.erases.end());
        });
    if (followed.ok()) following = *std::move(followed);
  }
  copy = NamesIn(*view);
  for (std::thread& writer : writers) writer.join();
  for (const auto& [id, name] : changes) copy[id] = name;
  for (const base::Hash128& id : erased) copy.erase(id);
  EXPECT_EQ(copy, All());
  EXPECT_EQ(last, store_->View()->revision());
}

}  // namespace landfall::testing
