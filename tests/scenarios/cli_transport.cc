// A call as a person makes it: the program landfall asks the world over gRPC.
// Entry point: MakeCliTransport.
#include <fstream>
#include <regex>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "tests/scenarios/cli_words.h"
#include "tests/scenarios/import_file.h"
#include "tests/scenarios/program.h"
#include "tests/scenarios/transport.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

using google::protobuf::Value;

constexpr int kSuccess = 0;
constexpr int kServerError = 1;
constexpr int kWrongUsage = 2;
constexpr int kSomeRejected = 3;

// "landfall: NOT_FOUND (UNKNOWN_CARD): card: unknown card …"
Failure FailureOf(const ProgramResult& result) {
  Failure failure;
  failure.message = result.err;
  failure.usage = result.exit_code == kWrongUsage;
  static const std::regex kError("landfall: ([A-Z_]+) \\(([A-Z0-9_]+)\\): ");
  std::smatch parts;
  if (result.exit_code == kServerError &&
      std::regex_search(result.err, parts, kError)) {
    failure.status = parts[1];
    failure.reason = parts[2];
  } else if (!failure.usage) {
    failure.message =
        absl::StrCat("exit code ", result.exit_code, ": ", result.err);
  }
  return failure;
}

// "<file>:3: emailaddress1: cause" for each row that was not taken.
void AddRejects(const std::string& path, const std::string& err,
                v1::BatchUpsertRecordsResponse* response) {
  static const std::regex kReject(":([0-9]+): (?:([A-Za-z0-9_.@]+): )?(.*)");
  for (absl::string_view line : absl::StrSplit(err, '\n')) {
    if (line.substr(0, path.size()) != path) continue;
    const std::string rest(line.substr(path.size()));
    std::smatch parts;
    v1::Reject* reject = response->add_rejects();
    if (!std::regex_match(rest, parts, kReject)) {
      reject->set_cause(rest);
      continue;
    }
    int number = 0;
    if (absl::SimpleAtoi(parts[1].str(), &number)) reject->set_line(number);
    reject->set_field(parts[2]);
    reject->set_cause(parts[3]);
  }
}

class CliTransport : public Transport {
 public:
  explicit CliTransport(World& world) : world_(world) {}

  std::string name() const override { return "cli"; }

  Outcome Call(const serve::calls::Operation& operation,
               const std::string& request) override {
    const auto value = ValueOf(request);
    if (!value.ok()) return NotSaid();
    const std::string name = operation.method.name;
    if (name == "PromotionService.BatchCheckPromotion") {
      return CallEach(*value);
    }
    const auto words = WordsOf(name, *value);
    if (!words.has_value()) return NotSaid();
    return OutcomeOf(*operation.response, Run(*words));
  }

  Outcome Import(const scenarios::Import& import) override {
    const std::string path = absl::StrCat(world_.folder(), "/import");
    std::ofstream(path, std::ios::binary) << FileOf(import, world_.settings());
    std::vector<std::string> words = {"import", path};
    const std::pair<const char*, const std::string&> flags[] = {
        {"--source", import.source},
        {"--type", import.type},
        {"--company", import.company}};
    for (const auto& [flag, value] : flags) {
      if (!value.empty()) words.insert(words.end(), {flag, value});
    }
    if (import.accept_rejects) words.push_back("--accept-rejects");
    if (import.full) words.push_back("--full");
    if (import.max_gone.has_value()) {
      words.push_back(absl::StrCat("--max-gone=", *import.max_gone, "%"));
    }
    const ProgramResult result = Run(words);
    Outcome outcome =
        OutcomeOf(v1::BatchUpsertRecordsResponse::default_instance(), result);
    if (outcome.answer != nullptr) {
      AddRejects(
          path, result.err,
          static_cast<v1::BatchUpsertRecordsResponse*>(outcome.answer.get()));
    }
    return outcome;
  }

  // There is no command for a stream.
  Outcome Stream(const std::vector<std::string>& /*batches*/) override {
    return NotSaid();
  }

 private:
  ProgramResult Run(const std::vector<std::string>& command) {
    std::vector<std::string> words = {LANDFALL_PROGRAM};
    words.insert(words.end(), command.begin(), command.end());
    words.insert(words.end(), {"--format", "json", "--timeout", "120s",
                               "--server", world_.grpc_address()});
    return RunProgram(words);
  }

  static Outcome OutcomeOf(const google::protobuf::Message& type,
                           const ProgramResult& result) {
    Outcome outcome;
    const bool answered =
        result.exit_code == kSuccess || result.exit_code == kSomeRejected;
    if (!answered) {
      outcome.failure = FailureOf(result);
      return outcome;
    }
    outcome.answer.reset(type.New());
    const absl::Status read = ReadMessage(result.out, outcome.answer.get());
    if (!read.ok()) {
      outcome.answer.reset();
      outcome.failure = {"", "", "", read.ToString()};
    }
    return outcome;
  }

  // There is no command for a batch; people ask one after the other.
  Outcome CallEach(const Value& batch) {
    const auto& check =
        *serve::calls::FindOperation("PromotionService.CheckPromotion");
    auto response = std::make_unique<v1::BatchCheckPromotionResponse>();
    const Value* checks = Member(batch, "checks");
    if (checks == nullptr || checks->list_value().values_size() == 0 ||
        checks->list_value().values_size() > kMostChecks) {
      return NotSaid();
    }
    for (const Value& request : checks->list_value().values()) {
      Outcome one = Call(check, JsonOf(request));
      if (!one.said) return NotSaid();
      v1::CheckResult* result = response->add_results();
      if (one.answer != nullptr) {
        *result->mutable_check() =
            static_cast<const v1::CheckPromotionResponse&>(*one.answer);
        continue;
      }
      v1::ErrorReason::Value reason{};
      v1::ErrorReason::Value_Parse(one.failure->reason, &reason);
      result->mutable_error()->set_status(one.failure->status);
      result->mutable_error()->set_reason(reason);
    }
    Outcome outcome;
    outcome.answer = std::move(response);
    return outcome;
  }

  static constexpr int kMostChecks = 20;

  World& world_;
};

}  // namespace

std::unique_ptr<Transport> MakeCliTransport(World& world) {
  return std::make_unique<CliTransport>(world);
}

}  // namespace landfall::scenarios
