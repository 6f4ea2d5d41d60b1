// Every scenario of this folder on every transport, and that together they
// leave nothing out.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "landfall/v1/source_service.pb.h"
#include "landfall/v1/subscription_service.pb.h"
#include "landfall/v1/verdict.pb.h"
#include "server/model/settings.h"
#include "server/serve/calls/operations.h"
#include "tests/scenarios/runner.h"
#include "tests/scenarios/scenario.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

using google::protobuf::Value;

class ScenarioTest
    : public ::testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(ScenarioTest, ComesOutAsItSays) {
  const auto& [file, transport] = GetParam();
  const auto scenario = ReadScenario(file);
  ASSERT_TRUE(scenario.ok()) << scenario.status().message();
  RunScenario(*scenario, transport);
}

std::string NameOf(
    const ::testing::TestParamInfo<ScenarioTest::ParamType>& info) {
  const auto& [file, transport] = info.param;
  return absl::StrReplaceAll(absl::StripSuffix(file, ".yaml"),
                             {{"/", "_"}, {"-", "_"}}) +
         "_" + transport;
}

INSTANTIATE_TEST_SUITE_P(
    All, ScenarioTest,
    ::testing::Combine(::testing::ValuesIn(ScenarioFiles()),
                       ::testing::Values("engine", "grpc", "http", "cli")),
    NameOf);

// What the scenarios together speak of.
struct Coverage {
  std::set<std::string> words;  // every text in an expectation
  std::set<std::string> operations;
  std::set<std::string> cards;
};

void AddWords(const Value& value, std::set<std::string>* words) {
  if (value.has_string_value()) words->insert(value.string_value());
  for (const Value& element : value.list_value().values()) {
    AddWords(element, words);
  }
  for (const auto& [name, member] : value.struct_value().fields()) {
    words->insert(name);
    AddWords(member, words);
  }
}

Coverage WholeCoverage() {
  Coverage coverage;
  for (const std::string& file : ScenarioFiles()) {
    const auto scenario = ReadScenario(file);
    EXPECT_TRUE(scenario.ok()) << scenario.status().message();
    if (!scenario.ok()) continue;
    for (const Step& step : scenario->steps) {
      if (step.expect.has_value()) AddWords(*step.expect, &coverage.words);
      if (step.kind == StepKind::kImport) {
        coverage.operations.insert(step.import.stream
                                       ? "RecordService.UpsertRecords"
                                       : "RecordService.BatchUpsertRecords");
      }
      if (!step.operation.empty()) coverage.operations.insert(step.operation);
      if (step.kind != StepKind::kCall) continue;
      const auto request = ValueOf(step.request);
      if (request.ok()) coverage.cards.insert(TextOf(*request, "card"));
    }
  }
  return coverage;
}

// Names of the enum's values without the one that is never returned.
std::set<std::string> ValuesOf(const google::protobuf::EnumDescriptor& type) {
  std::set<std::string> names;
  for (int i = 1; i < type.value_count(); ++i) {
    names.insert(type.value(i)->name());
  }
  return names;
}

std::set<std::string> Missing(const std::set<std::string>& wanted,
                              const std::set<std::string>& found) {
  std::set<std::string> missing;
  std::set_difference(wanted.begin(), wanted.end(), found.begin(), found.end(),
                      std::inserter(missing, missing.end()));
  return missing;
}

TEST(ScenarioCoverageTest, ShowsEveryVerdictOutcomeAndReason) {
  const std::set<std::string> words = WholeCoverage().words;
  for (const google::protobuf::EnumDescriptor* type :
       {v1::ReasonCode::Value_descriptor(), v1::Verdict::Value_descriptor(),
        v1::Outcome::Value_descriptor(), v1::Expectation::Value_descriptor(),
        v1::ExpectedBecause::Value_descriptor(),
        v1::SourceState::Value_descriptor()}) {
    SCOPED_TRACE(type->full_name());
    EXPECT_THAT(Missing(ValuesOf(*type), words), ::testing::IsEmpty());
  }
}

TEST(ScenarioCoverageTest, AsksForEveryBuiltInCard) {
  std::set<std::string> cards;
  for (const auto& card : model::BuiltInCards()) cards.insert(card.id);
  EXPECT_THAT(Missing(cards, WholeCoverage().cards), ::testing::IsEmpty());
}

// A stream that goes on until it is ended is no step of a story; the tests in
// end_to_end follow it.
constexpr char kEndless[] = "CardService.WatchCard";

// Every RPC of every service, streams included.
std::set<std::string> AllOperations() {
  std::set<std::string> operations;
  for (const google::protobuf::FileDescriptor* file :
       {v1::CheckPromotionRequest::descriptor()->file(),
        v1::GetCardRequest::descriptor()->file(),
        v1::GetRecordRequest::descriptor()->file(),
        v1::ListSourcesRequest::descriptor()->file(),
        v1::ListSubscriptionsRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) {
      const google::protobuf::ServiceDescriptor& service = *file->service(i);
      for (int j = 0; j < service.method_count(); ++j) {
        operations.insert(service.name() + "." + service.method(j)->name());
      }
    }
  }
  operations.erase(kEndless);
  return operations;
}

TEST(ScenarioCoverageTest, MakesEveryCallOfTheContract) {
  const std::set<std::string> wanted = AllOperations();
  // A new service file that nobody added above has unary calls at least.
  for (const auto& operation : serve::calls::Operations()) {
    EXPECT_EQ(wanted.count(operation.method.name), 1u) << operation.method.name;
  }
  EXPECT_THAT(Missing(wanted, WholeCoverage().operations),
              ::testing::IsEmpty());
}

}  // namespace
}  // namespace landfall::scenarios
