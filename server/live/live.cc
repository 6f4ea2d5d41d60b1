// Commits of the store -> revisions of the world. Entry points: Open, OnCommit.
#include "server/live/live.h"

#include <optional>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/container/flat_hash_map.h"
#include "server/base/check.h"
#include "server/base/no_way_back.h"
#include "server/base/status_macros.h"
#include "server/index/derive.h"
#include "server/match/near_blocks.h"

namespace landfall::live {
namespace {

// So many records ahead the places of a record in memory are fetched.
constexpr size_t kAhead = 8;

// What a commit does to one record, and to the world.
struct Step {
  base::Hash128 id;
  const model::Record* before = nullptr;  // nullptr: was not held
  const model::Record* after = nullptr;   // nullptr: is held no more
  index::Facts facts_before;
  index::Facts facts_after;
};

index::Facts FactsOf(const index::Rulebook& rulebook,
                     const model::Record* record) {
  if (record == nullptr) return std::monostate();
  return index::DeriveFacts(rulebook, *record);
}

// One step for each record that the batch names, in the order of its puts.
std::vector<Step> StepsOf(const index::Rulebook& rulebook,
                          const store::StoreBatch& batch) {
  std::vector<Step> steps;
  absl::flat_hash_map<base::Hash128, size_t> known;
  const auto step_of = [&](base::Hash128 id) -> Step& {
    const auto [it, inserted] = known.try_emplace(id, steps.size());
    if (inserted) {
      Step step;
      step.id = id;
      const auto replaced = batch.replaced.find(id);
      if (replaced != batch.replaced.end()) step.before = &replaced->second;
      steps.push_back(std::move(step));
    }
    return steps[it->second];
  };
  for (const auto& put : batch.puts) step_of(put.id).after = &put.record;
  for (const base::Hash128& id : batch.erases) step_of(id);
  for (Step& step : steps) {
    step.facts_before = FactsOf(rulebook, step.before);
    step.facts_after = FactsOf(rulebook, step.after);
  }
  return steps;
}

bool IsLocation(const index::Facts& facts) {
  return std::holds_alternative<index::LocationFacts>(facts);
}

// The blocks of every master whose keys change, as they were and as they are;
// nullopt when they do not tell to whom a change matters: a company location
// has values of customers whom it does not name.
std::optional<std::vector<match::NearBlock>> NearBlocksOf(
    const index::Rulebook& rulebook, const std::vector<Step>& steps) {
  std::vector<match::NearBlock> blocks;
  for (const Step& step : steps) {
    if (IsLocation(step.facts_before) || IsLocation(step.facts_after)) {
      return std::nullopt;
    }
    if (!match::ChangesNear(step.facts_before, step.facts_after)) continue;
    for (const model::Record* record : {step.before, step.after}) {
      if (record == nullptr) continue;
      match::AddBlocksOfMaster(index::KeyOutcomes(rulebook, *record), &blocks);
    }
  }
  return blocks;
}

}  // namespace

// The lock is taken and given back in different functions, which the analysis
// cannot follow: nobody but these few touches it so.
Live::Reading::~Reading() ABSL_NO_THREAD_SAFETY_ANALYSIS {
  if (live_ != nullptr) live_->state_mutex_.ReaderUnlock();
}

const State& Live::Reading::operator*() const ABSL_NO_THREAD_SAFETY_ANALYSIS {
  return *live_->state_;
}

Live::Reading Live::Read() const ABSL_NO_THREAD_SAFETY_ANALYSIS {
  state_mutex_.ReaderLock();
  return Reading(*this);
}

std::optional<Live::Reading> Live::TryRead() const
    ABSL_NO_THREAD_SAFETY_ANALYSIS {
  if (!state_mutex_.ReaderTryLock()) return std::nullopt;
  return Reading(*this);
}

absl::StatusOr<std::unique_ptr<Live>> Live::Open(
    std::shared_ptr<const index::Rulebook> rulebook, store::RecordStore& store,
    recall::Recall& recall) {
  std::unique_ptr<Live> live(new Live(std::move(rulebook), recall));
  LF_ASSIGN_OR_RETURN(auto state,
                      LoadState(live->rulebook_, store, &live->touched_));
  const store::Revision from = state->revision;
  {
    absl::MutexLock lock(&live->state_mutex_);
    live->state_ = std::move(state);
  }
  Live* const follower = live.get();
  LF_ASSIGN_OR_RETURN(
      live->following_,
      store.Follow(from, [follower, &store](store::Revision revision,
                                            const store::StoreBatch& batch) {
        follower->OnCommit(store, revision, batch);
      }));
  return live;
}

void Live::OnCommit(const store::RecordStore& store, store::Revision revision,
                    const store::StoreBatch& batch) {
  // What is stored must be seen: the store can make a new state, half of one
  // cannot be mended.
  const base::NoWayBack no_way_back;
  std::vector<Step> steps = StepsOf(*rulebook_, batch);
  std::shared_ptr<const store::StoreView> view = store.View();
  absl::StatusOr<std::optional<rates::PriceTable>> prices =
      PricesFrom(rulebook_->settings(), batch.values);
  LF_CHECK(prices.ok());
  // If readers only begin to remember some while this waits for the lock, they
  // are all forgotten.
  std::optional<std::vector<match::NearBlock>> near;
  if (recall_.RemembersNear()) near = NearBlocksOf(*rulebook_, steps);
  writer_waits_.store(true, std::memory_order_relaxed);
  long_questions_.EnterWriter();
  const absl::Cleanup leave = [this] { long_questions_.LeaveWriter(); };
  absl::MutexLock lock(&state_mutex_);
  writer_waits_.store(false, std::memory_order_relaxed);
  State& state = *state_;
  LF_CHECK(revision == state.revision + 1);
  if (!steps.empty()) recall_.OnCommit(near);
  for (size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (i + kAhead < steps.size()) {
      state.world.Prefetch(steps[i + kAhead].facts_after);
    }
    state.Apply(step.id, step.facts_before, step.facts_after,
                step.after != nullptr);
    touched_.OnFacts(state.world, step.facts_before, step.facts_after);
    recall_.OnRecord(step.id);
    if (step.before != nullptr) state.Count(*step.before, -1);
    if (step.after != nullptr) state.Count(*step.after, 1);
  }
  if (!batch.values.empty()) touched_.OnReads();
  LF_CHECK(state.SetValues(batch.values).ok());
  // The old ones go when nobody waits any more.
  if (prices->has_value()) std::swap(state.prices, **prices);
  state.view = std::move(view);
  state.revision = revision;
}

}  // namespace landfall::live
