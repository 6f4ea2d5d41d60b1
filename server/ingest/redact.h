#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/model/record.h"

namespace landfall::ingest {

// What a person is called in texts that others wrote, and the means to take it
// out of them. Not thread-safe while being filled.
class PersonTexts {
 public:
  // Takes over whatever is long and special enough to be told from ordinary
  // words: an address with an '@', a number of five characters or more, a name
  // of two words or more.
  void AddEmail(absl::string_view email);
  void AddNumber(absl::string_view number);
  void AddName(absl::string_view name);

  // True when `text`, without case and blanks around it, is one of the
  // addresses.
  bool HasEmail(absl::string_view text) const;

  // True when any of them stands in `text`, in whatever case.
  bool IsMentionedIn(absl::string_view text) const;

  // Puts "[erased]" in the place of each in `text`; true when that changed it.
  bool TakeOutOf(std::string* text) const;
  // The same for everything that an error event says.
  bool TakeOutOf(model::Record* event) const;

 private:
  struct Entry {
    std::string text;  // ASCII letters in lower case
    bool whole_words;
  };
  void Add(absl::string_view text, bool whole_words);

  std::vector<Entry> entries_;
};

}  // namespace landfall::ingest
