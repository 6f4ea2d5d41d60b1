#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace landfall::testing {

// Stands between a client and the socket of a PostgreSQL server, on a port of
// its own, and cuts connections as it is told. Thread-safe.
class CuttingProxy {
 public:
  // `socket` is the file of the server's socket.
  explicit CuttingProxy(std::string socket);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  // The same database as `url`, through this.
  std::string Through(const std::string& url) const;

  enum class Cut {
    kNever,
    kBeforeTheServer,  // what has the COMMIT in it does not reach the server
    kBeforeTheClient,  // the server has made the commit, and nobody hears of it
  };
  // What happens to the next connection with a COMMIT.
  void CutNextCommit(Cut cut) { cut_ = cut; }
  // Cuts every new connection at once, until it is told otherwise.
  void Refuse(bool refuse) { refuse_ = refuse; }

 private:
  void Accept();
  void Serve(int client);
  // One piece from `from` to `to`; false when the connection is to end.
  bool Pass(int from, int to, bool from_client);

  const std::string socket_;
  const int listener_;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> refuse_{false};
  std::atomic<Cut> cut_{Cut::kNever};
  absl::Mutex mutex_;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
  std::thread acceptor_;
};

}  // namespace landfall::testing
