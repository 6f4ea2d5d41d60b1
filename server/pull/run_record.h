#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace landfall::pull {

// What a run did.
struct RunSums {
  int64_t read = 0;  // rows
  int64_t inserted = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  int64_t deleted = 0;
  int64_t rejected = 0;
};

// One run of a source, from its start on.
struct RunRecord {
  enum class State { kRunning, kSucceeded, kFailed };

  std::string id;
  absl::Time started;
  absl::Time finished = absl::InfiniteFuture();  // until it has
  bool full = false;                             // everything is compared
  State state = State::kRunning;
  RunSums sums{};
  std::string error{};  // of a failed run; safe to show
};

// How far a part of a source was read.
struct PartState {
  // From where changes are read; "": everything has to be read.
  std::string bookmark;
  // The page at which a read goes on, and when that read began; "": it has
  // ended.
  std::string place;
  absl::Time place_started = absl::InfinitePast();
  absl::Time read = absl::InfinitePast();  // start of the last complete read
  absl::Time full = absl::InfinitePast();  // likewise, of everything
  // What the read at `place` asks for if it reads everything; "": changes.
  std::string question{};
};

// Texts for the store, and back: DATA_LOSS when it is no such text. Pure.
std::string EncodeRuns(const std::vector<RunRecord>& runs);
absl::StatusOr<std::vector<RunRecord>> DecodeRuns(absl::string_view text);
std::string EncodePart(const PartState& state);
absl::StatusOr<PartState> DecodePart(absl::string_view text);

// The names under which the store keeps them.
std::string RunsKey(absl::string_view source);
std::string PartKey(absl::string_view source, absl::string_view part);

}  // namespace landfall::pull
