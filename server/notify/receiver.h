#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/config/source_connection.h"
#include "server/model/system.h"
#include "server/notify/notification.h"

namespace landfall::notify {

// What becomes of a notification.
enum class Outcome {
  kAccepted,      // the source is read soon
  kDuplicate,     // it came before
  kHandshake,     // the system asked whether this is the right address
  kBadSignature,  // whoever sent it does not know the secret
  kTooMany,       // it was not looked at
};
inline constexpr int kOutcomes = 5;
// "accepted", "bad_signature" and so on.
absl::string_view OutcomeName(Outcome outcome);

// A source that takes notifications.
struct Place {
  std::string source;
  model::System system = model::System::kDataverse;
  config::Secret secret;
  // Has what changed read soon. Must not wait.
  std::function<void()> hint;
};

// Takes notifications of the systems: a notification that is genuine and new is
// a hint that something has changed, whatever it says. What has changed is then
// read from the system itself, so that neither the order in which notifications
// come nor what they leave out can make anything wrong. Thread-safe.
class Receiver {
 public:
  // More notifications of one source than this are refused unseen.
  static constexpr double kMostPerSecond = 100;
  static constexpr double kMostAtOnce = 1000;
  // So many notifications of each source are remembered.
  static constexpr size_t kRemembered = 10'000;

  // `clock` must outlive this.
  Receiver(std::vector<Place> places, const base::Clock& clock);
  ~Receiver();

  // Whether the source takes any. What follows REQUIRES that.
  bool Takes(absl::string_view source) const;

  // The first step, before anything is read of it but for the source. Zero: go
  // on; otherwise it is refused and counted, and may come again after so long.
  absl::Duration Admit(absl::string_view source);

  // The second step: kAccepted, kDuplicate or kBadSignature.
  Outcome Take(absl::string_view source, const Notification& notification);

  // True when the source's system makes sure of the address, by having a token
  // answered, before it sends anything. Counts that.
  bool ShakesHands(absl::string_view source);

  // Since the start, by source and outcome.
  struct Figures {
    std::string source;
    std::array<int64_t, kOutcomes> by_outcome = {};
  };
  std::vector<Figures> Counts() const;

 private:
  struct Desk;

  Desk& Find(absl::string_view source) const;

  const base::Clock& clock_;
  std::map<std::string, std::unique_ptr<Desk>, std::less<>> desks_;  // constant
};

}  // namespace landfall::notify
