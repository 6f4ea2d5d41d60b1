#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace landfall::watch {

struct AlertNote {
  bool firing = false;
  // Since when the count has stood beyond the limit at which that ends.
  std::optional<absl::Time> turning_since{};

  friend bool operator==(const AlertNote& a, const AlertNote& b) {
    return a.firing == b.firing && a.turning_since == b.turning_since;
  }
};

// What the watch knew, beside who stands on which card, when it last wrote
// something down. Value type.
struct Notes {
  // The rules by which everybody was judged, see RulesMark. Empty: not yet
  // everybody has been written down once.
  std::string rules;
  absl::Time at;                            // of the look that this is about
  std::map<std::string, AlertNote> alerts;  // by card
  std::map<std::string, bool> stale;        // by source

  // A text for the store, and back; nullopt: no such text.
  std::string Encode() const;
  static std::optional<Notes> Decode(absl::string_view text);
};

// The name under which the store keeps them among its values.
inline constexpr char kNotesName[] = "watch";

}  // namespace landfall::watch
