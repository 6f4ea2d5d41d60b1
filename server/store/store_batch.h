#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/base/hash128.h"
#include "server/model/record.h"
#include "server/store/event_log.h"
#include "server/store/subscription.h"

namespace landfall::store {

// One atomic change. An id that is both erased and put is written; of two puts
// of an id the last counts.
struct StoreBatch {
  struct Put {
    base::Hash128 id;
    model::Record record;
  };
  // Small named texts to set; nullopt removes the name.
  using Texts = std::map<std::string, std::optional<std::string>>;

  std::vector<Put> puts;
  std::vector<base::Hash128> erases;
  // The records that `puts` and `erases` replace, as they were held before, for
  // whoever follows the store. Not stored.
  absl::flat_hash_map<base::Hash128, model::Record> replaced;
  // What is known beside the records: read times, cursors.
  Texts values;
  // Work that is due once the batch is stored and may outlast the process, by
  // name; whoever has done it removes it. Must hold no personal data in clear:
  // a purge does not look for names.
  Texts intents;

  // What is appended to the log of events, in this order.
  std::vector<LoggedEvent> events;
  // The revision in which `events` and `members` were worked out. When anybody
  // was forgotten since, Commit answers ABORTED: they may name that one.
  std::optional<Revision> worked_out_at;
  // Whom the log forgets in what it held before this batch.
  std::vector<Forgotten> forgotten;
  // Events up to this one are dropped.
  std::optional<EventCursor> drop_events_through;
  // Who stands on a card since, with what is to be known about that; nullopt:
  // nobody any more.
  std::map<MemberKey, std::optional<std::string>> members;

  // Who is told of events, by id, and what is on its way to whom; nullopt:
  // nothing any more.
  std::map<std::string, std::optional<Subscription>> subscriptions;
  std::map<DeliveryKey, std::optional<Delivery>> deliveries;
  // Events up to this one have become deliveries.
  std::optional<EventCursor> dispatched_through;

  bool empty() const {
    return puts.empty() && erases.empty() && values.empty() &&
           intents.empty() && events.empty() && forgotten.empty() &&
           !drop_events_through && members.empty() && !ChangesOutbox();
  }

  // Whether it says anything about subscriptions and deliveries.
  bool ChangesOutbox() const {
    return !subscriptions.empty() || !deliveries.empty() || dispatched_through;
  }
  // Whether an answer to a question may be another after it.
  bool ChangesAnswers() const {
    return !puts.empty() || !erases.empty() || !values.empty() ||
           !forgotten.empty();
  }
};

}  // namespace landfall::store
