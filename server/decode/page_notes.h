#pragma once

#include "absl/strings/string_view.h"
#include "server/decode/payload_splitter.h"
#include "server/model/fields.h"

namespace landfall::decode {

// Collects what the members of a page beside its rows say: a next link, how
// many rows there are in all. One use per page; not thread-safe.
class PageNotes {
 public:
  // Whether a member of that name says something about the page.
  static bool Matters(absl::string_view name);

  // Notes a member whose name Matters(); `value` is its JSON text. A value that
  // is no JSON says nothing.
  void Add(absl::string_view name, absl::string_view value);

  // Sets `next` and `total` of the page.
  void Fill(PayloadPage* page);

 private:
  model::Fields fields_;
};

}  // namespace landfall::decode
