#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/struct.pb.h"

namespace landfall::scenarios {

// Records on their way in: either payloads or a file as it is.
struct Import {
  std::string source;
  std::string type;
  std::string company;
  std::vector<std::string> payloads;  // JSON objects with the system's fields
  std::optional<std::string> file;    // the bytes of a file instead
  // Over gRPC: one payload a message of UpsertRecords, instead of one call.
  bool stream = false;
  bool accept_rejects = false;
  bool full = false;
  std::optional<int> max_gone;  // percent
};

// How a call is expected to fail.
struct ExpectedError {
  std::string status;  // "INVALID_ARGUMENT"
  std::string reason;  // "UNKNOWN_CARD"
  std::string field;   // "card"; the command line does not show it
  // Set: the command line finds it by itself, exits with 2 and says this.
  std::string usage;
};

enum class StepKind { kCall, kImport, kStream, kClock, kRestart };

// Something that happens in a scenario, and what comes of it.
struct Step {
  StepKind kind = StepKind::kCall;
  std::string name;                  // "step 3 (check)"
  std::string operation;             // "PromotionService.CheckPromotion"
  std::string request;               // JSON of the request
  std::vector<std::string> batches;  // kStream: JSON of each message
  Import import;
  std::optional<absl::Time> at;  // kClock: the new time, or
  absl::Duration later;          // how much later it is
  std::optional<google::protobuf::Value> expect;
  std::optional<ExpectedError> error;
  // Transports on which the request cannot be said at all.
  std::set<std::string> without;
};

struct Scenario {
  std::string title;
  std::string story;
  absl::Time now;
  std::string config;  // landfall.yaml, as JSON
  std::vector<Import> imports;
  std::vector<Step> steps;
};

// "tests/scenarios" in the source tree.
std::string ScenarioFolder();

// Paths of all scenarios below the folder, sorted, relative to it.
std::vector<std::string> ScenarioFiles();

// Reads one on top of base.yaml. INVALID_ARGUMENT with file and step: no YAML,
// an unknown or a missing key, a step that does several things or none.
absl::StatusOr<Scenario> ReadScenario(const std::string& file);

}  // namespace landfall::scenarios
