#pragma once

#include "server/index/changes.h"
#include "server/live/live.h"

namespace landfall::live {

// What changes in the world between any two looks of somebody who stays, for as
// long as that takes. What it holds does not grow without bound, see
// index::Changes. Not thread-safe: for whoever looks.
class ChangeFeed {
 public:
  // `live` must outlive this.
  explicit ChangeFeed(const Live& live) : live_(live) {}
  ChangeFeed(const ChangeFeed&) = delete;
  ChangeFeed& operator=(const ChangeFeed&) = delete;
  ~ChangeFeed();

  // What has changed since the last call: everything, the first time. REQUIRES:
  // the caller holds the world.
  index::Changes Take();

 private:
  const Live& live_;
  bool listens_ = false;
  index::Changes changes_;  // written by the writer
};

}  // namespace landfall::live
