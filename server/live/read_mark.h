#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/verdict/gap.h"

namespace landfall::live {

// Which push a call belongs to.
struct PushName {
  // As the caller named it; "": the calls without a name that came since the
  // last one that was complete.
  std::string id;
  // The call has no name and is a push by itself, whatever came before.
  bool whole = true;
};

// Rows that could not be read, of one legal entity's customers or of one record
// type.
//
// A push may take many calls, so each push under way has a part of its own.
// When it ends it says "this was everything". Then its part is all that is
// known to be missing: what earlier pushes could not read is mended or stands
// in this part once more. A part of another push that is still under way is
// kept for its end, but no longer counts.
//
//   push A: 2 rows rejected        parts: A 2              visible: 2 rows
//   push A: complete               parts: settled 2        visible: 2 rows
//   push B: nothing rejected, complete      none           visible: nothing
//
// Value type.
class ReadMark {
 public:
  // Notes that rows of `push` could not be read, if any. `vouched`: the caller
  // says that nobody is missing for that.
  void Add(const PushName& push, int64_t rows, bool cut_short, bool vouched,
           index::Micros now);

  // Ends `push`. True when it was everything: of its rows none, or at most
  // `tolerated`, could not be read, or somebody vouches.
  bool Complete(const PushName& push, bool vouched, int64_t tolerated,
                index::Micros now);

  // Forgets what other pushes than `push` could not read.
  void KeepOnly(const PushName& push);

  // What is known to be missing now.
  verdict::Gap Visible(int64_t tolerated) const;

  // A text for the store, "" when there is nothing to remember; and back.
  // nullopt: no such text.
  std::string Encode() const;
  static std::optional<ReadMark> Decode(absl::string_view text);

 private:
  struct Part {
    std::string push;
    bool settled = false;     // of the push that ended last
    bool superseded = false;  // kept for the end of its push only
    bool cut_short = false;
    bool vouched = false;
    index::Micros since = index::kNoTime;
    int64_t rows = 0;
  };

  static verdict::Gap Sum(const std::vector<const Part*>& parts,
                          int64_t tolerated);
  Part* Find(const std::string& push);
  // Keeps the number of parts small: the oldest ones become one.
  void Bound();

  std::vector<Part> parts_;  // in the order in which they came
};

}  // namespace landfall::live
