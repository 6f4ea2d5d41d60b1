// Whatever reference stands in an answer is taken by every call that takes a
// reference. Random worlds, lived through over each transport.
// LANDFALL_CLOSURE_WORLDS sets how many, LANDFALL_SEED runs a single one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "tests/oracle/dice.h"
#include "tests/oracle/random_world.h"
#include "tests/scenarios/references.h"
#include "tests/scenarios/transport.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

using Refs = std::set<model::RecordRef>;

constexpr int kWindowDays = 366;

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

// Errors that name what answers name: customers of both sides, orders, and
// keys.
std::vector<model::Record> EventsAbout(
    const std::vector<model::Record>& records, oracle::Dice* dice) {
  std::vector<model::Record> events;
  for (const model::Record& record : records) {
    if (!dice->OneIn(4) ||
        std::holds_alternative<model::ErrorEvent>(record.body)) {
      continue;
    }
    model::Record event;
    event.ref = {record.ref.source, "error_event",
                 absl::StrCat("about/", record.ref.type, " ", events.size())};
    event.created = oracle::WorldEnd() - absl::Hours(1);
    model::ErrorEvent body;
    body.system = "other";
    body.message = "no table of messages knows this";
    const auto* order = std::get_if<model::Order>(&record.body);
    if (order != nullptr && !order->email.empty() && dice->Coin()) {
      body.customer.emplace();
      body.customer->emails = {order->email};
    } else {
      body.record = record.ref;
    }
    event.body = std::move(body);
    events.push_back(std::move(event));
  }
  return events;
}

// One world over one transport. One use.
class Closure {
 public:
  Closure(World& world, std::unique_ptr<Transport> transport)
      : world_(world), transport_(std::move(transport)) {}

  // Follows references from the cards through everything that answers name.
  void Follow(size_t most) {
    v1::ListCardsResponse cards;
    Ask("CardService.ListCards", v1::ListCardsRequest(), &cards);
    Note(cards);
    for (const v1::Card& card : cards.cards()) {
      v1::ListCardRecordsRequest request;
      request.set_card(card.card());
      request.set_window_days(kWindowDays);
      v1::ListCardRecordsResponse list;
      Ask("CardService.ListCardRecords", request, &list);
      Note(list);
    }
    while (!waiting_.empty() && followed_.size() < most) {
      const model::RecordRef ref = waiting_.front();
      waiting_.pop_front();
      followed_.push_back(ref);
      Visit(ref);
    }
  }

  void CheckTogether() {
    v1::BatchCheckPromotionRequest request;
    for (const model::RecordRef& ref : followed_) {
      *request.add_checks()->mutable_record() = ToMessage(ref);
    }
    if (followed_.empty()) return;
    v1::BatchCheckPromotionResponse response;
    if (transport_->name() == "cli" && followed_.size() > 20) return;
    Ask("PromotionService.BatchCheckPromotion", request, &response);
    for (int i = 0; i < response.results_size(); ++i) {
      EXPECT_TRUE(response.results(i).has_check())
          << followed_[i].ToString() << ": "
          << response.results(i).error().message();
    }
  }

  // Each can be erased, unless one before took it along, and is gone then.
  void EraseAll() {
    for (const model::RecordRef& ref : followed_) {
      SCOPED_TRACE(ref.ToString());
      v1::GetRecordResponse view;
      const bool held = Get(ref, &view, /*may_fail=*/true);
      v1::EraseRecordRequest request;
      request.set_source(ref.source);
      request.set_type(ref.type);
      request.set_id(ref.id);
      const Outcome outcome = Call("RecordService.EraseRecord", request);
      if (held) {
        EXPECT_TRUE(outcome.answer != nullptr) << Why(outcome);
      } else {
        EXPECT_TRUE(outcome.failure.has_value());
      }
      if (outcome.failure) {
        EXPECT_EQ(outcome.failure->reason, "RECORD_NOT_HELD");
      }
      EXPECT_FALSE(Get(ref, &view, /*may_fail=*/true));
    }
    Refs left;
    for (const model::RecordRef& ref : followed_) left.insert(ref);
    for (const model::RecordRef& ref : RefsOfCards()) {
      EXPECT_EQ(left.count(ref), 0u) << ref.ToString() << " is still listed";
    }
  }

  size_t found() const { return followed_.size(); }

 private:
  void Visit(const model::RecordRef& ref) {
    SCOPED_TRACE(ref.ToString());
    v1::CheckPromotionRequest request;
    *request.mutable_record() = ToMessage(ref);
    v1::CheckPromotionResponse check;
    Ask("PromotionService.CheckPromotion", request, &check);
    for (const v1::Reason& reason : check.reasons()) {
      EXPECT_NE(reason.code(), v1::ReasonCode::RECORD_NOT_HELD);
    }
    Note(check);
    v1::GetRecordResponse view;
    if (!Get(ref, &view, /*may_fail=*/false)) return;
    EXPECT_EQ(view.check().verdict(), check.verdict());
    Note(view);
    for (const model::RecordRef& other : SpellingsOf(world_.settings(), ref)) {
      SCOPED_TRACE(other.id);
      v1::GetRecordResponse same;
      Get(other, &same, /*may_fail=*/false);
      EXPECT_EQ(same.SerializeAsString(), view.SerializeAsString());
    }
  }

  bool Get(const model::RecordRef& ref, v1::GetRecordResponse* view,
           bool may_fail) {
    v1::GetRecordRequest request;
    request.set_source(ref.source);
    request.set_type(ref.type);
    request.set_id(ref.id);
    const Outcome outcome = Call("RecordService.GetRecord", request);
    if (outcome.answer != nullptr) view->CopyFrom(*outcome.answer);
    EXPECT_TRUE(may_fail || outcome.answer != nullptr) << Why(outcome);
    return outcome.answer != nullptr;
  }

  Refs RefsOfCards() {
    v1::ListCardsResponse cards;
    Ask("CardService.ListCards", v1::ListCardsRequest(), &cards);
    return ReferencesIn(cards);
  }

  void Note(const google::protobuf::Message& answer) {
    for (const model::RecordRef& ref : ReferencesIn(answer)) {
      if (known_.insert(ref).second) waiting_.push_back(ref);
    }
  }

  Outcome Call(const char* operation,
               const google::protobuf::Message& request) {
    return transport_->Call(*serve::calls::FindOperation(operation),
                            RequestJson(request));
  }

  void Ask(const char* operation, const google::protobuf::Message& request,
           google::protobuf::Message* response) {
    Outcome outcome = Call(operation, request);
    if (!outcome.said) {
      // The command line has no way to say it, so another one lists.
      outcome = MakeGrpcTransport(world_)->Call(
          *serve::calls::FindOperation(operation), RequestJson(request));
    }
    ASSERT_TRUE(outcome.answer != nullptr) << operation << ": " << Why(outcome);
    response->CopyFrom(*outcome.answer);
  }

  static std::string Why(const Outcome& outcome) {
    return outcome.failure ? outcome.failure->message : "";
  }

  World& world_;
  const std::unique_ptr<Transport> transport_;
  Refs known_;
  std::deque<model::RecordRef> waiting_;
  std::vector<model::RecordRef> followed_;
};

class ClosureTest : public ::testing::TestWithParam<const char*> {
 protected:
  std::unique_ptr<Transport> Make(World& world) {
    const std::string name = GetParam();
    if (name == "grpc") return MakeGrpcTransport(world);
    if (name == "http") return MakeHttpTransport(world);
    return MakeCliTransport(world);
  }

  void LiveThrough(uint64_t seed) {
    const oracle::RandomWorld random = oracle::MakeWorld(seed);
    auto world = World::Start(random.settings, oracle::WorldEnd());
    ASSERT_TRUE(world.ok()) << world.status();
    oracle::Dice dice(seed);
    for (const oracle::WorldStep& step : random.steps) {
      ASSERT_TRUE(
          (*world)->engine().ingest().Upsert(step.batch, step.now).ok());
    }
    ingest::UpsertBatch events;
    events.records = EventsAbout(oracle::FinalRecords(random), &dice);
    ASSERT_TRUE(
        (*world)->engine().ingest().Upsert(events, oracle::WorldEnd()).ok());
    Closure closure(**world, Make(**world));
    // Each call of the command line is a program.
    closure.Follow(std::string(GetParam()) == "cli" ? 12 : 1000);
    closure.CheckTogether();
    closure.EraseAll();
    found_ += closure.found();
  }

  size_t found_ = 0;
};

TEST_P(ClosureTest, TakesEveryReferenceThatItHandsOut) {
  const int only = FromEnvironment("LANDFALL_SEED", -1);
  const int first = only >= 0 ? only : 1;
  const int last =
      only >= 0 ? only : FromEnvironment("LANDFALL_CLOSURE_WORLDS", 5);
  for (int seed = first; seed <= last; ++seed) {
    SCOPED_TRACE(absl::StrCat("rerun with LANDFALL_SEED=", seed));
    LiveThrough(static_cast<uint64_t>(seed));
    if (HasFailure()) return;
  }
  EXPECT_GT(found_, 0u);
}

INSTANTIATE_TEST_SUITE_P(Over, ClosureTest,
                         ::testing::Values("grpc", "http", "cli"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace landfall::scenarios
