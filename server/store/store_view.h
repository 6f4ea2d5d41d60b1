#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/base/hash128.h"
#include "server/model/record.h"
#include "server/store/store_batch.h"

namespace landfall::store {

// Everything in the store at one revision. Immutable, thread-safe; outlives the
// commits that follow. Must not outlive the store.
//
// Every call answers DATA_LOSS when stored bytes cannot be read, and
// UNAVAILABLE when the disk cannot.
class StoreView {
 public:
  virtual ~StoreView() = default;

  // The last commit that the view shows.
  virtual Revision revision() const = 0;

  // nullopt when not held.
  virtual absl::StatusOr<std::optional<model::Record>> Get(
      base::Hash128 id) const = 0;

  // Calls `visit` with every record in no particular order; stops at its first
  // error and returns it.
  virtual absl::Status ForEach(
      absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit)
      const = 0;

  // The named values, see StoreBatch.
  virtual absl::StatusOr<std::map<std::string, std::string>> Values() const = 0;

  // The work that is still due, see StoreBatch.
  virtual absl::StatusOr<std::map<std::string, std::string>> Intents()
      const = 0;

  enum class EventOrder { kOldestFirst, kNewestFirst };
  // Calls `visit` with the events of the log that stand behind `from`, or
  // before it when the newest come first, until it answers false.
  virtual absl::Status ForEachEvent(
      EventCursor from, EventOrder order,
      absl::FunctionRef<bool(EventCursor, const LoggedEvent&)> visit) const = 0;
  // The last event that was dropped; the default when none ever was.
  virtual absl::StatusOr<EventCursor> DroppedThrough() const = 0;

  // Calls `visit` with everybody who stands on a card, in no particular order.
  virtual absl::Status ForEachMember(
      absl::FunctionRef<absl::Status(MemberKey, std::string)> visit) const = 0;
  // What is to be known of one of them; nullopt when it stands on no such card.
  virtual absl::StatusOr<std::optional<std::string>> Member(
      const MemberKey& key) const = 0;

  // Calls `visit` with every subscription by its id, or with every delivery, in
  // no particular order; stops at its first error and returns it.
  virtual absl::Status ForEachSubscription(
      absl::FunctionRef<absl::Status(std::string, Subscription)> visit)
      const = 0;
  virtual absl::Status ForEachDelivery(
      absl::FunctionRef<absl::Status(DeliveryKey, Delivery)> visit) const = 0;
  // The last event that has become deliveries; the default when none has.
  virtual absl::StatusOr<EventCursor> DispatchedThrough() const = 0;
};

}  // namespace landfall::store
