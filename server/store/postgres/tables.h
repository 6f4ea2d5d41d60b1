#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "server/store/event_log.h"
#include "server/store/postgres/parameters.h"

// The tables of schema landfall. What is stored has versions: a row holds from
// revision `born` until before revision `died`, so that a view can show an
// earlier revision for as long as it is in use. A commit ends the versions that
// it replaces and adds new ones; whatever ended long enough ago is deleted.

namespace landfall::store::postgres {

// `died` of a version that has not ended.
inline constexpr Revision kNever = std::numeric_limits<Revision>::max();

// A table whose rows have versions: some columns that name a thing, `body` that
// says what it is, `born` and `died`.
struct Table {
  struct KeyColumn {
    const char* name;
    const char* type;
  };

  const char* name;
  std::vector<KeyColumn> key;
  // The type of `about`, for the one table that has it; else nullptr.
  const char* about = nullptr;

  // Ends the versions that hold now of the things named by $2 and so on, as of
  // revision $1.
  std::string EndSql() const;
  // Adds versions as of revision $1: the columns of the key from $2 on, `about`
  // where there is one, and `body`, each as an array.
  std::string AddSql() const;
  // Deletes the versions that had ended at revision $1.
  std::string TrimSql() const;
};

extern const Table kRecords;        // id
extern const Table kNamed;          // kind, name: values, intents, places
extern const Table kEvents;         // revision, position; about
extern const Table kMembers;        // record, card
extern const Table kSubscriptions;  // id
extern const Table kDeliveries;     // subscription, revision, position

std::vector<const Table*> AllTables();

// What a row of kNamed is.
inline constexpr int64_t kValueKind = 1;
inline constexpr int64_t kIntentKind = 2;
inline constexpr int64_t kPlaceKind = 3;  // see below
// The last event that was dropped, and the last that became deliveries: bodies
// as PlaceBytes.
inline constexpr char kDroppedPlace[] = "dropped";
inline constexpr char kDispatchedPlace[] = "dispatched";

std::string PlaceBytes(EventCursor cursor);

}  // namespace landfall::store::postgres
