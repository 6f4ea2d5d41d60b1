#include "server/pull/modified_walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace landfall::pull {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kStart = absl::FromUnixSeconds(1'780'000'000);
constexpr int kPageSize = 3;

// A system of rows with times of change that hands out pages by number.
struct System {
  std::map<int, int> changed;  // id -> seconds
  bool includes = true;
  bool says_total = false;
  bool sorts = true;

  AnswerPage Ask(const ModifiedWalk::Step& step) const {
    std::vector<std::pair<int, int>> rows;  // seconds, id
    for (const auto& [id, at] : changed) {
      const absl::Time time = absl::FromUnixSeconds(at);
      if (includes ? time >= step.from : time > step.from) {
        rows.emplace_back(at, id);
      }
    }
    if (sorts) std::sort(rows.begin(), rows.end());
    AnswerPage answer;
    if (says_total) answer.page.total = rows.size();
    const size_t first = size_t(step.page - 1) * kPageSize;
    for (size_t i = first; i < rows.size() && i < first + kPageSize; ++i) {
      answer.rows.push_back({absl::StrCat("{\"id\":", rows[i].second,
                                          ",\"at\":\"", rows[i].first, "\"}"),
                             1});
    }
    return answer;
  }
};

class ModifiedWalkTest : public ::testing::Test {
 protected:
  // Reads to the end; `meanwhile` is called before each request but the first.
  void Walk(std::string place, const std::function<void()>& meanwhile = {}) {
    std::set<std::string> places;
    rows_ = 0;
    while (true) {
      ASSERT_TRUE(places.insert(place).second) << "goes in circles: " << place;
      ASSERT_LT(places.size(), 1000u);
      Page page = walk_.Take(place, system_.Ask(ModifiedWalk::StepOf(place)),
                             kPageSize);
      for (const auto& row : page.rows) {
        seen_.insert(row.json);
        ++rows_;
      }
      bookmark_ = page.bookmark;
      if (page.next.empty()) return;
      place = page.next;
      if (meanwhile) meanwhile();
    }
  }
  bool Saw(int id) const {
    return seen_.count(absl::StrCat("{\"id\":", id, ",\"at\":\"",
                                    system_.changed.at(id), "\"}")) > 0;
  }

  ModifiedWalk walk_{"id", "at", true};
  System system_;
  std::set<std::string> seen_;
  int rows_ = 0;
  std::string bookmark_;
};

TEST_F(ModifiedWalkTest, ReadsEverythingWhateverTheSystemIsLike) {
  for (int variant = 0; variant < 8; ++variant) {
    SCOPED_TRACE(variant);
    system_.includes = (variant & 1) != 0;
    system_.says_total = (variant & 2) != 0;
    system_.sorts = (variant & 4) != 0;
    walk_ = ModifiedWalk("id", "at", system_.includes);
    system_.changed.clear();
    seen_.clear();
    for (int id = 0; id < 30; ++id) {
      // The middle ones were changed at once.
      system_.changed[id] = id < 8 ? 100 + id : id < 20 ? 200 : 400 - id;
    }
    Walk(walk_.First(absl::InfinitePast(), kStart));
    EXPECT_THAT(seen_, SizeIs(30));
  }
}

TEST_F(ModifiedWalkTest, MissesNothingThatIsThereWhileRowsComeAndGo) {
  for (uint32_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    system_.changed.clear();
    seen_.clear();
    int now = 1000;
    for (int id = 0; id < 40; ++id) {
      system_.changed[id] = id * 17 % 40 / 2 * 3;  // two at a time
    }
    const auto meanwhile = [&] {
      ++now;
      const int id = static_cast<int>(random() % 40);
      if (random() % 2 == 0) {
        system_.changed.erase(id);
      } else if (system_.changed.count(id) > 0) {
        system_.changed[id] = now;
      }
    };
    Walk(walk_.First(absl::InfinitePast(), kStart), meanwhile);
    for (const auto& [id, at] : system_.changed) EXPECT_TRUE(Saw(id)) << id;
  }
}

TEST_F(ModifiedWalkTest, GoesOnFromItsBookmark) {
  for (int id = 0; id < 10; ++id) system_.changed[id] = 1000 * id;
  Walk(walk_.First(absl::FromUnixSeconds(3000), kStart));
  EXPECT_THAT(seen_, SizeIs(7));
  // Shortly after, the newest one once more.
  const std::string soon = bookmark_;
  Walk(walk_.Since(soon, kStart + absl::Minutes(1)));
  EXPECT_EQ(rows_, 1);
  Walk(walk_.Since(soon, kStart + absl::Minutes(6)));
  Walk(walk_.Since(bookmark_, kStart + absl::Minutes(7)));
  EXPECT_EQ(rows_, 0) << "nothing changed, nothing is read";
  system_.changed[3] = 9001;
  Walk(walk_.Since(bookmark_, kStart + absl::Minutes(8)));
  EXPECT_EQ(rows_, 1);
  // What a slow transaction committed with an earlier time.
  system_.changed[4] = 8990;
  Walk(walk_.Since(bookmark_, kStart + absl::Minutes(9)));
  EXPECT_TRUE(Saw(4));
}

TEST_F(ModifiedWalkTest, WithoutRowsThereIsNothingToGoOnFrom) {
  Walk(walk_.First(absl::InfinitePast(), kStart));
  EXPECT_EQ(walk_.Since(bookmark_, kStart), "");
  EXPECT_EQ(walk_.Since("nonsense", kStart), "");
}

TEST_F(ModifiedWalkTest, TellsAPageThatCannotBeTheOneAskedFor) {
  for (int id = 0; id < 7; ++id) system_.changed[id] = 1000 * id;
  const std::string place = walk_.First(absl::FromUnixSeconds(4000), kStart);
  // An earlier one.
  Page page = walk_.Take(place, system_.Ask({}), kPageSize);
  EXPECT_EQ(page.next, place);
  EXPECT_THAT(page.rows, IsEmpty());
  // More of them than there are.
  AnswerPage few = system_.Ask({});
  few.page.total = 2;
  EXPECT_EQ(walk_.Take(place, std::move(few), kPageSize).next, place);
  // None, although there are some.
  AnswerPage none;
  none.page.total = 3;
  page = walk_.Take(place, std::move(none), kPageSize);
  EXPECT_EQ(page.next, place);
}

TEST_F(ModifiedWalkTest, TellsACountedPageThatComesTwice) {
  for (int id = 0; id < 9; ++id) system_.changed[id] = 5000;
  const std::string start = walk_.First(absl::FromUnixSeconds(5000), kStart);
  const AnswerPage answer = system_.Ask(ModifiedWalk::StepOf(start));
  const Page first = walk_.Take(start, answer, kPageSize);
  const Page counted = walk_.Take(first.next, answer, kPageSize);
  EXPECT_THAT(counted.rows, SizeIs(3));
  const Page again = walk_.Take(counted.next, answer, kPageSize);
  EXPECT_EQ(again.next, counted.next);
  EXPECT_THAT(again.rows, IsEmpty());
}

}  // namespace
}  // namespace landfall::pull
