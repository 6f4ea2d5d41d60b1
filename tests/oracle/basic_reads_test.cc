// Holds answers in the view BASIC, given without reading records, against whole
// answers about the same customers of random worlds.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/index/derive.h"
#include "server/index/guests.h"
#include "server/verdict/basic.h"
#include "server/verdict/evidence.h"
#include "server/verdict/explain.h"
#include "tests/oracle/basic_view.h"
#include "tests/oracle/random_world.h"

namespace landfall::oracle {
namespace {

using index::Micros;
using index::Row;
using index::RowIndex;

constexpr int kWorlds = 60;

// A random world as the rules see it, with its records and what is remembered.
class Trial {
 public:
  explicit Trial(const RandomWorld& world)
      : rulebook_(*index::Rulebook::Create(
            world.settings,
            base::Hasher(std::string(base::Hasher::kSecretSize, 's')))),
        world_(rulebook_, &recall_),
        times_(std::vector<Micros>(rulebook_->entity_count(),
                                   absl::ToUnixMicros(WorldEnd()))) {
    for (const model::Record& record : FinalRecords(world)) {
      world_.Apply(std::monostate(), index::DeriveFacts(*rulebook_, record));
      records_[rulebook_->RecordId(record.ref)] = record;
    }
    // Some were never read: nobody is missing there.
    if (world.seed % 3 == 0) times_.Set(0, index::kNoTime);
  }

  // Asks about everybody who exists at `as_of`.
  void AskAll(absl::Time as_of, model::KeyKinds keys) {
    verdict::Question question;
    question.keys = keys;
    const Micros at = absl::ToUnixMicros(as_of);
    question.window = {at - absl::ToInt64Microseconds(absl::Hours(24 * 60)),
                       at};
    for (RowIndex row = 0; row < world_.row_count(); ++row) {
      if (world_.row(row).Is(Row::kMaster) ||
          !world_.Exists(world_.row(row), at) ||
          index::Registered(world_, row, at) != row) {
        continue;
      }
      Ask(row, question);
    }
  }

  int answers() const { return answers_; }
  int with_reads() const { return with_reads_; }
  const std::set<model::ReasonCode>& codes() const { return codes_; }

 private:
  void Ask(RowIndex row, const verdict::Question& question) {
    const verdict::Context context = {
        world_, verdict::Freshness(times_, absl::ToUnixMicros(WorldEnd())),
        prices_, &recall_};
    const verdict::Assessment assessment =
        verdict::AssessCustomer(context, row, question);
    int reads = 0;
    const auto lookup = [&](base::Hash128 id) -> const model::Record* {
      ++reads;
      const auto found = records_.find(id);
      return found == records_.end() ? nullptr : &found->second;
    };
    // The whole answer first, so that near masters are remembered.
    const model::CheckAnswer full =
        verdict::ExplainCustomer(context, assessment, question, lookup, {});
    reads = 0;
    const model::CheckAnswer basic =
        verdict::BasicOfCustomer(context, assessment, question, lookup);
    EXPECT_EQ(WrongInBasic(full, basic), "");
    ++answers_;
    if (reads > 0) {
      ++with_reads_;
      std::string why;
      for (const model::Reason& reason : basic.reasons) {
        absl::StrAppend(&why, model::ReasonName(reason.code), " ");
      }
      EXPECT_TRUE(MayRead(context, assessment, question)) << why;
    }
    for (const model::Reason& reason : basic.reasons) {
      codes_.insert(reason.code);
    }
  }

  // The rare customers of whom the world alone does not know enough.
  bool MayRead(const verdict::Context& context,
               const verdict::Assessment& assessment,
               const verdict::Question& question) const {
    const Row& row = world_.row(assessment.row);
    const bool by_errors =
        !verdict::SubjectsOf(world_, assessment, question.as_of()).empty();
    const bool by_near =
        verdict::WantsNear(assessment) &&
        (index::MayHaveGuests(world_, assessment.row) ||
         question.keys != context.world.rulebook().settings().keys);
    bool by_orders = !row.Is(Row::kHeld) || row.own_emails == 0;
    world_.ForEachOrderEver(
        assessment.row, question.as_of(), [&](const index::OrderRow& order) {
          by_orders |= order.unusable_key || order.customer != assessment.row;
        });
    return by_errors || by_near || by_orders || HasKeysOfOthers(row) ||
           !world_.LocationsOf(row).empty();
  }

  // An order may name the record and bring a key that the record itself has not
  // got, such as an external ID; whose is whose is in the records alone.
  bool HasKeysOfOthers(const Row& row) const {
    uint32_t usable = 0;
    for (uint32_t s = row.first_slot; s != index::kNone;
         s = world_.keys().slot(s).next_of_row) {
      const index::KeySlot& slot = world_.keys().slot(s);
      usable += slot.role == index::KeyRole::kExact && world_.Counts(slot);
    }
    return usable != world_.traits().KeySketchOf(row.traits).usable_keys();
  }

  const std::shared_ptr<const index::Rulebook> rulebook_;
  recall::Recall recall_{true};
  index::World world_;
  verdict::ReadTimes times_;
  const rates::PriceTable prices_{rulebook_->settings()};
  std::map<base::Hash128, model::Record> records_;
  int answers_ = 0;
  int with_reads_ = 0;
  std::set<model::ReasonCode> codes_;
};

TEST(BasicReadsTest, SaysWhatTheWholeAnswerSaysAndHardlyEverReadsARecord) {
  int answers = 0;
  int with_reads = 0;
  std::set<model::ReasonCode> codes;
  for (uint64_t seed = 1; seed <= kWorlds; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const RandomWorld world = MakeWorld(seed);
    Trial trial(world);
    for (const absl::Time as_of : world.as_ofs) {
      trial.AskAll(as_of, world.settings.keys);
      trial.AskAll(as_of, model::KeyKinds().With(model::KeyKind::kTaxId));
    }
    answers += trial.answers();
    with_reads += trial.with_reads();
    codes.insert(trial.codes().begin(), trial.codes().end());
    if (HasFailure()) return;
  }
  // These worlds are made of odd customers; even of them most need no read.
  EXPECT_LT(with_reads * 2, answers);
  for (const model::ReasonCode code :
       {model::ReasonCode::kNearMatch, model::ReasonCode::kNoUsableKey,
        model::ReasonCode::kMandatoryFieldMissing,
        model::ReasonCode::kExcludedByMapFilter,
        model::ReasonCode::kConflictingKeys}) {
    EXPECT_TRUE(codes.contains(code)) << model::ReasonName(code);
  }
  RecordProperty("answers", answers);
  RecordProperty("with_reads", with_reads);
}

}  // namespace
}  // namespace landfall::oracle
