#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "server/base/clock.h"
#include "server/base/hash128.h"
#include "server/deliver/callback_rules.h"
#include "server/deliver/draft.h"
#include "server/deliver/limits.h"
#include "server/http_client/http_client.h"
#include "server/model/event.h"

namespace landfall::deliver {

// The JSON of an event, as the log of events gives it.
using EventBody = std::function<std::string(const model::ListedEvent&)>;

// Tries deliveries, one at a time: reads the event as it stands in the log now,
// so that an erasure reaches it, signs it and sends it. Not thread-safe but for
// Cancel.
class Sender {
 public:
  // All must outlive this.
  Sender(const store::RecordStore& store, const base::Hasher& hasher,
         const CallbackRules& rules, const EventBody& body,
         const base::Clock& clock, const Limits& limits);

  // nullopt when it was cancelled: then nothing is known of it.
  std::optional<Outcome> Try(const Task& task);

  // Ends the attempt that is under way, and all later ones.
  void Cancel();

 private:
  // nullopt: there is nothing to deliver any more.
  absl::StatusOr<std::optional<model::CardEvent>> Read(const Task& task) const;
  http_client::Request RequestFor(const Task& task,
                                  const model::CardEvent& event) const;

  const store::RecordStore& store_;
  const base::Hasher& hasher_;
  const CallbackRules& rules_;
  const EventBody& body_;
  const base::Clock& clock_;
  http_client::HttpClient https_;
  http_client::HttpClient plain_;
};

}  // namespace landfall::deliver
