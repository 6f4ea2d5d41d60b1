// A scenario and a transport -> failures of the current test.
// Entry point: RunScenario.
#include "tests/scenarios/runner.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/error_reason.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "server/serve/json/json_writer.h"
#include "tests/scenarios/agreement.h"
#include "tests/scenarios/basic_view.h"
#include "tests/scenarios/expected.h"
#include "tests/scenarios/transport.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

using google::protobuf::util::MessageDifferencer;

// The same in every run, so that a failure can be repeated.
constexpr unsigned kShuffleSeed = 20260609;

std::unique_ptr<Transport> MakeTransport(const std::string& name,
                                         World& world) {
  if (name == "grpc") return MakeGrpcTransport(world);
  if (name == "http") return MakeHttpTransport(world);
  if (name == "cli") return MakeCliTransport(world);
  return MakeEngineTransport(world);
}

// Every import twice, all in another order. Who said it and when stays.
std::vector<Import> Retold(std::vector<Import> imports) {
  std::minstd_rand dice(kShuffleSeed);
  const auto shuffle = [&dice](auto& list) {
    for (size_t i = list.size(); i > 1; --i) {
      std::swap(list[i - 1], list[dice() % i]);
    }
  };
  for (Import& import : imports) shuffle(import.payloads);
  std::vector<Import> twice = imports;
  twice.insert(twice.end(), imports.begin(), imports.end());
  shuffle(twice);
  return twice;
}

// What cannot be the same in two worlds or on two transports.
void IgnoreDifferences(const std::string& transport,
                       MessageDifferencer* differencer) {
  const auto ignore = [&](const google::protobuf::Message& type,
                          const char* field) {
    differencer->IgnoreField(type.GetDescriptor()->FindFieldByName(field));
  };
  ignore(v1::CheckPromotionResponse::default_instance(), "revision");
  ignore(v1::CheckPromotionResponse::default_instance(), "url");  // over HTTP
  ignore(v1::Card::default_instance(), "revision");
  ignore(v1::ListCardRecordsResponse::default_instance(), "next_page_token");
  ignore(v1::ListCardRecordsResponse::default_instance(), "next_link");
  // Sealed by the secret of each world.
  ignore(v1::ListEventsResponse::default_instance(), "next_cursor");
  if (transport != "cli") return;
  // The command line shows neither.
  ignore(v1::BatchUpsertRecordsResponse::default_instance(), "entities");
  for (const char* field : {"incomplete_entities", "held", "gone_unsure"}) {
    ignore(v1::BatchUpsertRecordsResponse::default_instance(), field);
  }
  for (const char* field : {"code", "message", "field"}) {
    ignore(v1::Error::default_instance(), field);
  }
}

// A world, and how it is asked.
struct Side {
  std::unique_ptr<World> world;
  std::unique_ptr<Transport> transport;
};

class Run {
 public:
  Run(const Scenario& scenario, std::string transport)
      : scenario_(scenario), name_(std::move(transport)) {}

  void Play() {
    if (!Open(name_, scenario_.imports, &looked_at_)) return;
    const bool retell = name_ == "engine";
    if (!Open("engine", retell ? Retold(scenario_.imports) : scenario_.imports,
              &reference_)) {
      return;
    }
    for (const Step& step : scenario_.steps) {
      SCOPED_TRACE(step.name);
      Play(step);
      if (::testing::Test::HasFatalFailure()) return;
    }
    if (name_ == "cli") return;  // it has no pages
    EXPECT_EQ(absl::StrJoin(Disagreements(*looked_at_.world,
                                          *looked_at_.transport, imports_),
                            "\n"),
              "");
  }

 private:
  bool Open(const std::string& transport, const std::vector<Import>& imports,
            Side* side) {
    auto world = World::Start(scenario_.config, scenario_.now);
    EXPECT_TRUE(world.ok()) << world.status();
    if (!world.ok()) return false;
    side->world = *std::move(world);
    side->transport = MakeTransport(transport, *side->world);
    imports_ = scenario_.imports;
    for (const Import& import : imports) {
      const Outcome outcome = side->transport->Import(import);
      const auto* counts = static_cast<const v1::BatchUpsertRecordsResponse*>(
          outcome.answer.get());
      const bool taken = counts != nullptr && counts->rejected() == 0;
      EXPECT_TRUE(taken) << import.source << "/" << import.type << ": "
                         << Describe(outcome);
      if (!taken) return false;
    }
    return true;
  }

  static std::string Describe(const Outcome& outcome) {
    if (!outcome.said) return "cannot be said";
    if (outcome.answer != nullptr) return serve::json::JsonOf(*outcome.answer);
    return absl::StrCat(outcome.failure->status, " ", outcome.failure->reason,
                        " ", outcome.failure->field, ": ",
                        outcome.failure->message);
  }

  void Play(const Step& step) {
    switch (step.kind) {
      case StepKind::kClock:
        for (Side* side : {&looked_at_, &reference_}) {
          side->world->SetTime(step.at.value_or(side->world->now()) +
                               step.later);
        }
        return;
      case StepKind::kRestart:
        for (Side* side : {&looked_at_, &reference_}) {
          const absl::Status status = side->world->Restart();
          ASSERT_TRUE(status.ok()) << status;
        }
        return;
      case StepKind::kImport:
      case StepKind::kStream:
      case StepKind::kCall:
        PlayCall(step);
        return;
    }
  }

  static Outcome Ask(const Step& step, Side& side) {
    if (step.kind == StepKind::kImport) {
      return side.transport->Import(step.import);
    }
    if (step.kind == StepKind::kStream) {
      return side.transport->Stream(step.batches);
    }
    return side.transport->Call(*serve::calls::FindOperation(step.operation),
                                step.request);
  }

  void PlayCall(const Step& step) {
    if (step.kind == StepKind::kImport) imports_.push_back(step.import);
    const Outcome outcome = Ask(step, looked_at_);
    const Outcome reference = Ask(step, reference_);
    EXPECT_EQ(outcome.said, step.without.count(name_) == 0)
        << "whether " << name_ << " can say it is not what `without` says";
    if (!outcome.said) {
      // What was done must be done in both.
      if (step.kind == StepKind::kImport) {
        EXPECT_FALSE(reference.said) << "a step that only some can take";
      }
      return;
    }
    if (step.error.has_value()) {
      CheckFailure(*step.error, outcome);
    } else {
      CheckAnswer(step, outcome);
    }
    CheckBasic(step, outcome);
    if (!reference.said) return;
    Compare(outcome, reference);
  }

  void CheckFailure(const ExpectedError& expected, const Outcome& outcome) {
    ASSERT_TRUE(outcome.failure.has_value()) << Describe(outcome);
    const Failure& failure = *outcome.failure;
    if (name_ == "cli" && !expected.usage.empty()) {
      EXPECT_TRUE(failure.usage) << Describe(outcome);
      EXPECT_NE(failure.message.find(expected.usage), std::string::npos)
          << failure.message;
      return;
    }
    EXPECT_EQ(failure.status, expected.status) << Describe(outcome);
    EXPECT_EQ(failure.reason, expected.reason) << Describe(outcome);
    if (name_ != "cli") {
      EXPECT_EQ(failure.field, expected.field) << Describe(outcome);
    }
  }

  static void CheckAnswer(const Step& step, const Outcome& outcome) {
    ASSERT_TRUE(outcome.answer != nullptr) << Describe(outcome);
    const auto actual = ValueOf(serve::json::JsonOf(*outcome.answer));
    ASSERT_TRUE(actual.ok()) << actual.status();
    const std::string mismatches =
        absl::StrJoin(Mismatches(*step.expect, *actual), "\n");
    EXPECT_EQ(mismatches, "") << Describe(outcome);
  }

  // Every check is asked in the other view too.
  void CheckBasic(const Step& step, const Outcome& outcome) {
    if (step.kind != StepKind::kCall || outcome.answer == nullptr ||
        step.operation != "PromotionService.CheckPromotion" ||
        absl::StrContains(step.request, "\"view\"")) {
      return;
    }
    EXPECT_EQ(BasicDifference(*looked_at_.transport, step.request,
                              static_cast<const v1::CheckPromotionResponse&>(
                                  *outcome.answer)),
              "");
  }

  void Compare(const Outcome& outcome, const Outcome& reference) {
    ASSERT_EQ(outcome.answer == nullptr, reference.answer == nullptr)
        << Describe(outcome) << "\n"
        << Describe(reference);
    if (outcome.answer == nullptr) {
      if (outcome.failure->usage) return;  // never asked
      EXPECT_EQ(outcome.failure->status, reference.failure->status);
      EXPECT_EQ(outcome.failure->reason, reference.failure->reason);
      return;
    }
    MessageDifferencer differencer;
    IgnoreDifferences(name_, &differencer);
    std::string difference;
    differencer.ReportDifferencesToString(&difference);
    EXPECT_TRUE(differencer.Compare(*reference.answer, *outcome.answer))
        << "not what the reference says:\n"
        << difference;
  }

  const Scenario& scenario_;
  const std::string name_;
  Side looked_at_;
  Side reference_;
  std::vector<Import> imports_;
};

}  // namespace

void RunScenario(const Scenario& scenario, const std::string& transport) {
  Run(scenario, transport).Play();
}

}  // namespace landfall::scenarios
