#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/pull/answer.h"
#include "server/pull/connector.h"

namespace landfall::pull {

// How the rows of a part are walked that a system finds and sorts by the time
// of their last change, but hands out by page numbers only. Numbers do not
// stand still while rows come and go: a row that is deleted moves another one
// from a page that is still to come to one that was read. So each request asks
// for the first page of what was changed since the newest row of the page
// before, oldest change first. What changes meanwhile moves to the end and is
// read there. Only where a page does not lead on in time, because all its rows
// were changed at once or the system does not sort, are pages counted.
//
// A place is of modified_place.h, and a bookmark is its KnownChanges. Value
// type.
class ModifiedWalk {
 public:
  // So long may a transaction of the system take.
  static constexpr absl::Duration kOverlap = absl::Minutes(5);

  // One request: page number `page`, from 1, of what was changed at `from` or
  // later. InfinitePast: of everything.
  struct Step {
    absl::Time from = absl::InfinitePast();
    int page = 1;
    // Pages are counted: rows need an order among those of one time.
    bool counted = false;
  };

  // The members of a row that hold its id and the time of its change, the
  // latter in a form of base::ParseTime or in seconds since 1970. `includes`:
  // whether rows of the very second that is asked for are known to come; times
  // are asked for in whole seconds.
  ModifiedWalk(absl::string_view id, absl::string_view time, bool includes)
      : id_(id), time_(time), includes_(includes) {}

  // The places where the rows changed since a time begin, and where those
  // changed since a bookmark do: "" when it is of no use.
  std::string First(absl::Time since, absl::Time started) const;
  std::string Since(const std::string& bookmark, absl::Time started) const;

  static Step StepOf(const std::string& place);

  // The page for the answer at a place, to a request for `page_size` rows. An
  // answer that cannot be one to this request leads back to the place.
  Page Take(const std::string& place, AnswerPage answer, int page_size) const;

 private:
  struct Times;

  Times TimesOf(const std::vector<decode::PayloadElement>& rows) const;
  // Whether the answer cannot be one to the request of a place.
  bool IsAnother(const std::string& place, const AnswerPage& answer,
                 int page_size) const;
  // What a request has to name so that rows of this time come.
  absl::Time ToInclude(absl::Time time) const {
    return includes_ ? time : time - absl::Seconds(1);
  }

  std::string id_;
  std::string time_;
  bool includes_;
};

}  // namespace landfall::pull
