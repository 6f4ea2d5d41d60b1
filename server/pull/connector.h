#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/decode/payload_splitter.h"
#include "server/model/settings.h"
#include "server/pull/exchange.h"

namespace landfall::pull {

// Something that a source hands out as a whole: a table, the customers of a
// company. Each is read by itself, and how far is remembered for each.
struct Part {
  std::string name;  // in its source: "account", "customer.ukco"
  std::string type;  // of its records
  // Whose customers they are; nullptr: nobody's, or the rows say it.
  const model::LegalEntity* entity = nullptr;
  // Orders and the like: a read of everything asks only for what was changed so
  // short a time before it began, and what it does not bring is gone only
  // within that. See ChangedSince.
  absl::Duration reaches_back = absl::InfiniteDuration();
  // Few rows that come and go: what is gone is gone, however much of it, and
  // everything is when the part is not there.
  bool may_vanish = false;
  // Rows go as others come, so that much of it may be gone in a day. What two
  // reads of everything, one right after the other, do not show is gone,
  // however much of it.
  bool turns_over = false;
  // A log: what it does not show any more has happened all the same, so that
  // nothing of it is ever deleted for not being read.
  bool kept = false;

  // From when on a change makes a row part of a read of everything that began
  // at `started`; InfinitePast: every row is. What is asked for and what is
  // compared both go by this.
  absl::Time ChangedSince(absl::Time started) const {
    return started - reaches_back;
  }
};

// A page of a part. A place and a bookmark are the connector's own words; they
// hold no personal data but the number of a customer.
struct Page {
  std::vector<decode::PayloadElement> rows;
  int64_t unread_rows = 0;
  std::string next{};      // the place of the next page; "" on the last
  std::string bookmark{};  // on the last: from where changes are read later
  // The part is not there: the system has no such table. Nothing is known about
  // its rows then.
  bool absent = false;
  // On the last page of a read of everything: rows that came to be before this
  // may have been kept back, so that nothing is known about them.
  absl::Time created_since = absl::InfinitePast();
  // On the last: whether rows of the part are known to be missing, nobody knows
  // how many, or may be; nullopt: nobody asked.
  std::optional<bool> cut_short{};
};

// How one system is read, as a function of its answers: it keeps nothing that
// a restart would have to know. Not thread-safe; one per run.
class Connector {
 public:
  virtual ~Connector() = default;

  virtual std::vector<Part> Parts() const = 0;

  // What is asked for when everything of a part is read, such as its columns,
  // if a read that broke off may go on at its last place, days and restarts
  // later: every row that was there all the time must come before the place or
  // behind it. "": such a read has to begin again.
  virtual std::string Question(const Part&) const { return ""; }

  // The place at which everything of a part begins.
  virtual std::string First(const Part& part, absl::Time started) const = 0;
  // The place at which the changes since a bookmark begin; "" when the bookmark
  // is of no use any more and everything has to be read.
  virtual std::string Since(const Part& part, const std::string& bookmark,
                            absl::Time started) const = 0;

  // Reads one page. OUT_OF_RANGE: the system no longer knows what has changed
  // since the bookmark; everything has to be read. Other errors as of Exchange.
  virtual absl::StatusOr<Page> Read(const Part& part, const std::string& place,
                                    Exchange& exchange) = 0;
};

}  // namespace landfall::pull
