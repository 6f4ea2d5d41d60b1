#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/reconcile/answer_memory.h"
#include "server/reconcile/full_push.h"
#include "server/reconcile/long_questions.h"
#include "server/reconcile/page_token.h"
#include "server/reconcile/reconciler.h"
#include "server/reconcile/request_records.h"
#include "server/reconcile/state.h"
#include "server/store/due_purges.h"

namespace landfall::reconcile {

// The reconciler of one process: a store on disk and the world in memory. A
// change goes to disk first and is then published under the state lock together
// with the store's view, so a reader sees one revision of both.
//
// Nobody holds the state lock for long while a writer waits for it, since that
// lets no new reader in. Long questions count themselves in `long_`, and the
// writer waits there before it asks for the lock.
class EmbeddedReconciler : public Reconciler {
 public:
  EmbeddedReconciler(std::shared_ptr<const index::Rulebook> rulebook,
                     std::unique_ptr<store::RecordStore> store,
                     std::unique_ptr<store::DuePurges> purges,
                     std::unique_ptr<State> state);

  absl::StatusOr<UpsertCounts> Upsert(UpsertBatch batch,
                                      absl::Time now) override;
  absl::Status Erase(const model::RecordRef& ref, absl::Time now) override;
  absl::StatusOr<AnswerRef> Check(
      const model::CheckQuery& query) const override;
  std::optional<absl::StatusOr<AnswerRef>> TryCheck(
      const model::CheckQuery& query) const override;
  absl::StatusOr<std::vector<absl::StatusOr<AnswerRef>>> CheckBatch(
      const std::vector<model::CheckQuery>& queries,
      base::Budget& budget) const override;
  absl::StatusOr<model::Card> GetCard(const model::CardQuery& query,
                                      base::Budget& budget) const override;
  absl::StatusOr<model::CardHistory> GetCardHistory(
      const model::CardHistoryQuery& query,
      base::Budget& budget) const override;
  absl::StatusOr<std::vector<model::Card>> ListCards(
      absl::Time as_of, absl::Time now, base::Budget& budget) const override;
  absl::StatusOr<model::CardRecordsPage> ListCardRecords(
      const model::CardRecordsQuery& query,
      base::Budget& budget) const override;
  absl::StatusOr<RecordView> GetRecord(
      const model::RecordQuery& query) const override;
  std::vector<SourceStatus> ListSources(absl::Time now) const override;
  const model::Settings& settings() const override {
    return rulebook_->settings();
  }

 private:
  struct Change;  // one record's step from what is held to what will be
  struct Changes;

  absl::Status Plan(model::Record record, absl::Time now,
                    Changes* changes) const;
  absl::Status Publish(Changes changes, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  void AddScopes(const UpsertBatch& batch, std::set<Scope>* scopes) const;
  // Notes what comes in a full push; plans at its end what is gone.
  absl::Status TakeFull(const UpsertBatch& batch, const std::set<Scope>& scopes,
                        absl::Time now, Changes* changes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  absl::Status Compare(FullPush* push, int max_gone_percent) const;
  static absl::Status Delete(const std::vector<base::Hash128>& gone,
                             absl::Time now, Changes* changes);
  // False when the record is surely not in the store. Writers only.
  bool IsHeld(base::Hash128 id) const ABSL_LOCKS_EXCLUDED(state_mutex_);
  // Everything of Erase but the files.
  absl::Status CommitErasure(const model::RecordRef& ref, absl::Time now);
  // The changes by which all goes that names what `ref` names.
  absl::StatusOr<Changes> PlanErasure(const model::RecordRef& ref) const;

  // Fewer answers than queries when a writer came, or the budget ended.
  std::vector<absl::StatusOr<AnswerRef>> CheckOneByOne(
      const std::vector<model::CheckQuery>& queries, base::Budget& budget) const
      ABSL_LOCKS_EXCLUDED(state_mutex_);
  absl::StatusOr<AnswerRef> CheckLocked(const model::CheckQuery& query,
                                        RequestRecords* records) const
      ABSL_SHARED_LOCKS_REQUIRED(state_mutex_);
  // CheckLocked without the memory. Fills what the answer is about. `row` is
  // that of the record asked about; kNone when the world has none, or for keys.
  absl::StatusOr<model::CheckAnswer> Decide(const model::CheckQuery& query,
                                            index::RowIndex row,
                                            const verdict::Question& question,
                                            const verdict::Context& context,
                                            RequestRecords* records,
                                            verdict::Touched* touched) const
      ABSL_SHARED_LOCKS_REQUIRED(state_mutex_);
  absl::StatusOr<model::CheckAnswer> DecideRecord(
      const model::CheckQuery& query, index::RowIndex row,
      const verdict::Question& question, const verdict::Context& context,
      RequestRecords* records, verdict::Touched* touched) const
      ABSL_SHARED_LOCKS_REQUIRED(state_mutex_);
  // The answer about a held record without a row in the world: that of the
  // customer behind it, else that it is none. nullptr when nothing is held.
  absl::StatusOr<AnswerRef> CheckBehind(const model::CheckQuery& query,
                                        base::Hash128 id,
                                        const verdict::Question& question,
                                        RequestRecords* records) const
      ABSL_SHARED_LOCKS_REQUIRED(state_mutex_);
  AnswerRef ShareLocked(model::CheckAnswer answer, model::CheckView view) const
      ABSL_SHARED_LOCKS_REQUIRED(state_mutex_);
  // GetRecord of a row of the world, and of everything else.
  absl::StatusOr<RecordView> ViewCustomer(model::CheckQuery query,
                                          index::RowIndex row,
                                          RequestRecords* records) const
      ABSL_SHARED_LOCKS_REQUIRED(state_mutex_);
  absl::StatusOr<RecordView> ViewOther(model::CheckQuery query,
                                       RequestRecords* records) const
      ABSL_SHARED_LOCKS_REQUIRED(state_mutex_);
  absl::StatusOr<model::Card> CardLocked(const cards::CardPlan& plan,
                                         absl::Time now,
                                         base::Budget& budget) const
      ABSL_SHARED_LOCKS_REQUIRED(state_mutex_);
  // What a question that is asked at `now` looks at.
  verdict::Context ContextLocked(absl::Time now,
                                 base::Budget* budget = nullptr) const
      ABSL_SHARED_LOCKS_REQUIRED(state_mutex_);
  std::string RevisionLocked() const ABSL_SHARED_LOCKS_REQUIRED(state_mutex_);

  // Constant after construction.
  const std::shared_ptr<const index::Rulebook> rulebook_;
  const std::unique_ptr<store::RecordStore> store_;  // synchronises itself
  const std::unique_ptr<store::DuePurges> purges_;   // synchronises itself
  const PageTokens tokens_;
  mutable match::NearMemory near_;  // synchronises itself
  mutable RecordCache cache_;       // synchronises itself
  mutable AnswerMemory answers_;    // synchronises itself

  // Serialises writers; taken before long_ and state_mutex_.
  absl::Mutex write_mutex_ ABSL_ACQUIRED_BEFORE(state_mutex_);
  FullPushes full_pushes_ ABSL_GUARDED_BY(write_mutex_);
  mutable LongQuestions long_;
  mutable absl::Mutex state_mutex_;
  std::unique_ptr<State> state_ ABSL_GUARDED_BY(state_mutex_);
};

}  // namespace landfall::reconcile
