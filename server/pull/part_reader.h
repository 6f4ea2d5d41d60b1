#pragma once

#include <functional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/ingest/ingest.h"
#include "server/ingest/push.h"
#include "server/model/settings.h"
#include "server/pull/connector.h"
#include "server/pull/run_record.h"

namespace landfall::pull {

// What all parts of a run share. All must outlive the run.
struct RunContext {
  const model::Settings& settings;
  const model::Source& source;
  ingest::Ingest& ingest;
  const base::Clock& clock;
  Connector& connector;
  Exchange& exchange;
  std::string run;  // its id
  absl::Time started;
  bool accept_gone = false;
  // Told after each commit.
  std::function<void(const RunSums&)> progress{};
};

// Reads one part of a source into the store, page after page. Each page is one
// commit or a few, which also say how far the reading of changes has come, so
// that a crash neither loses nor doubles a row. Once the last page is stored,
// one commit ends the read: what did not come is deleted when everything was
// read, the legal entity counts as read at the start of the read, and the next
// bookmark stands.
//
// A read of everything that breaks off goes on where it was, for a day, if the
// connector's Question allows it. What came before is only known in memory, so
// after a restart such a read ends without a comparison: nobody is missing from
// it, and nothing is deleted by it. The next one compares. Not thread-safe; one
// per part and run.
class PartReader {
 public:
  // `state` is what the store holds; it changes with the store. Both must
  // outlive this.
  PartReader(const RunContext& context, const Part& part, PartState* state,
             RunSums* sums);

  // Whether everything is to be read: not if it can be helped, because it is
  // time, or because somebody says so. Who says so does not mean the rest of an
  // earlier read.
  enum class Everything { kNo, kDue, kAsked };

  // Reads what changed, or everything. FAILED_PRECONDITION: more would go than
  // may. Errors of the connector and of ingest are passed on.
  absl::Status Read(Everything everything);

 private:
  absl::Status ReadChanges(std::string place);
  absl::Status ReadEverything();
  absl::Status ReadEverythingOnce();
  bool CanGoOn() const;
  absl::Status GoOn();
  void NameEverything();
  // Reads all pages from a place on. The place that is stored is forgotten when
  // it is of no use any more.
  absl::Status ReadFrom(std::string place);
  absl::Status ReadPages(std::string place);
  absl::StatusOr<Page> ReadPage(const std::string& place);
  absl::Status Store(const Page& page);
  absl::Status StoreRows(const Page& page, size_t first, size_t end);
  absl::Status End(const Page& page);
  absl::Status EndAbsent();
  absl::Status ForgetPlace();
  // `last`: the page that ends the read, or nullptr before that.
  void MarkFull(const Page* last, ingest::UpsertBatch* batch);
  // Stores the batch together with the state that holds from then on.
  absl::Status Commit(ingest::UpsertBatch batch, const PartState& next);

  const RunContext& context_;
  const Part& part_;
  PartState& state_;
  RunSums& sums_;
  ingest::Push push_;
  std::set<std::string> places_;  // that were read
  std::string name_;              // of the push
  const std::string question_;
  bool full_ = false;
  bool compares_ = true;  // with what is held, at the end of everything
  bool begun_ = false;    // something was stored
  bool twice_ = false;    // much is gone, and it is read once more
  absl::Time started_;
};

}  // namespace landfall::pull
