#pragma once

#include <functional>
#include <string>

namespace landfall::deliver {

// What happened to a subscription, for the logs. The id is a secret: it may
// only be written down hashed.
struct Note {
  enum class Kind {
    kCreated,
    kRenewed,
    kDeleted,
    kGone,       // ended, because the receiver says so
    kExpired,    // ended, because nobody renewed it
    kFailing,    // several attempts failed
    kRecovered,  // an attempt went well after that
    kSetAside,   // `count` deliveries are not tried any more
  };

  Kind kind = Kind::kCreated;
  std::string id;
  std::string caller;  // who did it; empty when nobody, or nobody known, did
  std::string owner;
  std::string host;
  int count = 0;
  std::string error{};
};

// Called on any thread, without locks of this module but for the planner's: it
// must not ask this module anything.
using Observer = std::function<void(const Note&)>;

}  // namespace landfall::deliver
