#include "server/pull/run_record.h"

#include <gtest/gtest.h>

namespace landfall::pull {
namespace {

TEST(RunRecordTest, ComesBackAsItWas) {
  RunRecord run;
  run.id = "17";
  run.started = absl::FromUnixMicros(1'780'000'000'000'001);
  run.finished = run.started + absl::Seconds(3);
  run.full = true;
  run.state = RunRecord::State::kFailed;
  run.sums = {1, 2, 3, 4, 5, 6};
  run.error = "two\nlines\tand a tab";
  const auto runs = DecodeRuns(EncodeRuns({run, RunRecord()}));
  ASSERT_TRUE(runs.ok()) << runs.status();
  ASSERT_EQ(runs->size(), 2u);
  EXPECT_EQ(EncodeRuns(*runs), EncodeRuns({run, (*runs)[1]}));
  EXPECT_EQ((*runs)[0].error, run.error);
  EXPECT_EQ((*runs)[0].sums.rejected, 6);
  EXPECT_EQ((*runs)[1].finished, absl::InfiniteFuture());
  EXPECT_TRUE(DecodeRuns("")->empty());
}

TEST(RunRecordTest, PartsComeBackAsTheyWere) {
  const PartState state{"a b\t", "", absl::InfinitePast(),
                        absl::FromUnixMicros(5), absl::InfinitePast()};
  const auto back = DecodePart(EncodePart(state));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->bookmark, state.bookmark);
  EXPECT_EQ(back->read, state.read);
  EXPECT_EQ(back->full, state.full);
}

TEST(RunRecordTest, KnowsPartsFromBeforePlacesOfEverything) {
  const auto part = DecodePart("b\tp\t5\t6\t7");
  ASSERT_TRUE(part.ok()) << part.status();
  EXPECT_EQ(part->place, "p");
  EXPECT_EQ(part->full, absl::FromUnixMicros(7));
  EXPECT_EQ(part->question, "");
  PartState state = *part;
  state.question = "q";
  EXPECT_EQ(DecodePart(EncodePart(state))->question, "q");
}

TEST(RunRecordTest, DamagedTextsAreToldApart) {
  for (const char* text : {"x", "1\t2", "\\q\t\tnever\tnever\tnever"}) {
    EXPECT_EQ(DecodePart(text).status().code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(DecodeRuns(text).status().code(), absl::StatusCode::kDataLoss);
  }
}

}  // namespace
}  // namespace landfall::pull
