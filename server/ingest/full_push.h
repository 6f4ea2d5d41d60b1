#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/hash128.h"
#include "server/ingest/upsert_batch.h"
#include "server/model/record.h"
#include "server/model/settings.h"

namespace landfall::ingest {

// A part of what is held: source, type and legal entity (or area).
using Scope = std::tuple<std::string, std::string, std::string>;

// The part that a record belongs to.
Scope ScopeOf(const model::Settings& settings, const model::Record& record);

// A push that is everything of some parts, between its first call and its last.
// It knows what came, and after the comparison what did not. Value type.
struct FullPush {
  std::set<Scope> scopes;
  std::optional<Covered> covered;  // set: this counts, and no scope
  absl::flat_hash_set<base::Hash128> seen;
  bool unsure = false;    // rows of it could not be read
  bool compared = false;  // `held` and `gone` are known
  int64_t held = 0;
  std::vector<base::Hash128> gone;
  absl::Time used;

  // `gone` without what has come since. Pure.
  std::vector<base::Hash128> StillGone() const;
};

// Whether a push is about a record, if it is everything of its parts. Pure.
bool Covers(const FullPush& push, const model::Settings& settings,
            const model::Record& record);

// FAILED_PRECONDITION when `gone` of `held` records are more than so many
// percent, or all of them; `way_out` says what to do if it is so. Pure.
absl::Status CheckGone(int64_t gone, int64_t held, int max_gone_percent,
                       absl::string_view way_out = FullPart().way_out);

// The full pushes under way, in memory: a restart forgets them, and then they
// have deleted nothing. Bounded. Not thread-safe.
class FullPushes {
 public:
  // nullptr when there is no such push.
  FullPush* Find(const std::string& name);
  // Finds or begins one. When there are too many, the one that was not heard of
  // for the longest time is forgotten: it has to begin again.
  FullPush& Open(const std::string& name, absl::Time now);
  void Close(const std::string& name) { pushes_.erase(name); }

  // A record has come: it is gone for nobody.
  void NoteSeen(base::Hash128 id) {
    for (auto& [name, push] : pushes_) push.seen.insert(id);
  }
  bool empty() const { return pushes_.empty(); }
  // RESOURCE_EXHAUSTED: more ids are remembered than memory is meant for.
  absl::Status CheckSize() const;

 private:
  std::map<std::string, FullPush> pushes_;
};

}  // namespace landfall::ingest
