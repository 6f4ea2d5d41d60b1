#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace landfall::pull {

// What a system's clock and ours may differ by, for who asks a system that has
// no row yet to tell its time.
inline constexpr absl::Duration kClocksDiffer = absl::Hours(24);

// How far the changes of a part are known that a system finds by its own times
// of modification. A transaction may end some time after the times that it gave
// its rows, so what was modified shortly before the newest change is read once
// more, until that one was known for longer than a transaction takes. Value
// type.
struct KnownChanges {
  absl::Time newest = absl::InfinitePast();  // by the system's clock
  // The start of the read that found it, by our clock; InfinitePast: so long
  // ago that nothing older is to come.
  absl::Time seen = absl::InfinitePast();

  // From when on changes have to be asked for.
  absl::Time AskAfter(absl::Duration overlap) const;
  // What is known after a read that began at `started` and found nothing newer
  // than `found`.
  KnownChanges After(absl::Time found, absl::Time started,
                     absl::Duration overlap) const;
};

// A page on the way through everything, or through changes. Value type.
struct ModifiedPlace {
  bool changes = false;
  KnownChanges known{};                     // when the read began
  absl::Time found = absl::InfinitePast();  // the newest change so far
  absl::Time started = absl::InfinitePast();
  std::string link{};  // "": the first page

  // The changes that are known once the read has ended here.
  KnownChanges Known(absl::Duration overlap) const;
};

// Where a read of everything begins, and where one of the changes since a
// bookmark does: nullopt when the bookmark knows of no change, so that
// everything has to be read. Pure.
ModifiedPlace PlaceOfEverything(absl::Time started);
std::optional<ModifiedPlace> PlaceOfChanges(absl::string_view bookmark,
                                            absl::Time started);

// Texts for places and bookmarks, and back; what is no such text comes back as
// the default. No place is "", as of Connector::Since. Pure.
std::string EncodePlace(const ModifiedPlace& place);
std::string EncodePlace(const std::optional<ModifiedPlace>& place);
ModifiedPlace DecodePlace(absl::string_view text);
std::string EncodeKnown(const KnownChanges& known);
KnownChanges DecodeKnown(absl::string_view text);

}  // namespace landfall::pull
