#include "server/serve/calls/rendered_check.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "server/serve/api/convert.h"
#include "server/serve/json/json_writer.h"
#include "tests/unit/serve/fake_reconciler.h"

namespace landfall::serve::calls {
namespace {

v1::CheckPromotionResponse Message(const model::CheckAnswer& answer,
                                   absl::Time as_of) {
  v1::CheckPromotionResponse message;
  api::FillCheck(answer, as_of, &message);
  return message;
}

// Nothing set, everything set, and text that looks like the place of the time.
std::vector<model::CheckAnswer> Answers() {
  model::CheckAnswer odd = landfall::testing::FullAnswer();
  odd.explanation = R"(","asOf":"1970-01-01T00:00:00Z")";
  odd.revision = "\\\",\"asOf\":\"1970-01-01T00:00:00Z";
  return {model::CheckAnswer(), landfall::testing::FullAnswer(), odd};
}

TEST(RenderedCheckTest, IsWhatTheMessageWouldBe) {
  for (const model::CheckAnswer& answer : Answers()) {
    const RenderedCheck rendered(answer);
    EXPECT_EQ(rendered.verdict(), api::FromVerdict(answer.verdict));
    for (const absl::Time as_of :
         {absl::UnixEpoch(), absl::FromUnixMicros(1781000000123456),
          absl::FromUnixSeconds(-1), absl::FromUnixSeconds(1781000000)}) {
      const v1::CheckPromotionResponse message = Message(answer, as_of);
      std::string text = "before";
      rendered.AppendJson(as_of, &text);
      EXPECT_EQ(text, "before" + json::JsonOf(message));
      std::string wire;
      rendered.AppendWire(as_of, &wire);
      v1::CheckPromotionResponse read;
      ASSERT_TRUE(read.ParseFromString(wire));
      EXPECT_TRUE(
          google::protobuf::util::MessageDifferencer::Equals(read, message));
    }
  }
}

TEST(RenderedCheckTest, IsMadeOnceAndOnlyWhenAskedAgain) {
  const recall::SharedAnswer answer(landfall::testing::FullAnswer());
  EXPECT_EQ(RenderedCheck::Of(answer), nullptr);
  answer.asked_again = true;
  const RenderedCheck* rendered = RenderedCheck::Of(answer);
  ASSERT_NE(rendered, nullptr);
  EXPECT_EQ(RenderedCheck::Of(answer), rendered);
}

}  // namespace
}  // namespace landfall::serve::calls
