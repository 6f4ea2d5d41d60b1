#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/engine/engine.h"
#include "tests/support/in_memory_record_store.h"
#include "tests/support/set_clock.h"
#include "tests/support/test_engine.h"

namespace landfall::watch {

// What says where customers of the shop `web` are expected, see Watched.
inline constexpr char kExpectation[] =
    "expectation:\n"
    "  - {ship_to: [US], entity: USTR}\n"
    "  - {ship_to: [CA], entity: CATR}\n";

// A watched engine over a store in memory that outlives it, at a time that
// stands still. F&O source `erp` holds USTR and CATR and ages after an hour,
// `web` is a shop; both entities have just been read. It looks only when it is
// told to.
class Watched {
 public:
  explicit Watched(std::string more = "", WatchOptions options = {});

  // Closes the engine and opens another one over the same store; `more` stands
  // at the end of its configuration.
  void Restart(std::string more);
  void Restart() { Restart(more_); }

  void Upsert(const std::vector<model::Record>& records);
  void ReadAll();
  void Look();
  // Looks, and says what is new in the log: "ENTERED CHANGED ecom-absent
  // web/customer/1 Ann" and so on, one event each.
  std::vector<std::string> News();
  // The same of one card.
  std::vector<std::string> News(const std::string& card);
  // The whole log.
  std::vector<model::ListedEvent> Log() const;

  engine::Engine& engine() { return *engine_; }
  testing::InMemoryRecordStore& store() { return store_; }
  testing::SetClock& clock() { return clock_; }
  // Whatever else is to happen to the batches of the engine on their way.
  using Interceptor = std::function<void(const store::StoreBatch&)>;
  void Intercept(Interceptor interceptor) { *interceptor_ = interceptor; }

 private:
  std::string more_;
  const WatchOptions options_;
  testing::InMemoryRecordStore store_;
  testing::SetClock clock_;
  std::shared_ptr<Interceptor> interceptor_ = std::make_shared<Interceptor>();
  std::unique_ptr<engine::Engine> engine_;
  std::string cursor_;
};

// An event as News has it.
std::string TextOf(const model::CardEvent& event);

}  // namespace landfall::watch
