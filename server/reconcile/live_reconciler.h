#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "server/live/live.h"
#include "server/recall/recall.h"
#include "server/reconcile/log_keeper.h"
#include "server/reconcile/page_token.h"
#include "server/reconcile/reconciler.h"
#include "server/reconcile/request_records.h"
#include "server/verdict/stands_until.h"

namespace landfall::reconcile {

// Answers from the live world. Thread-safe; immutable but for what `recall`
// keeps.
class LiveReconciler : public Reconciler {
 public:
  // All must outlive this. `secret` is the store's; `keeper` is nullptr when
  // nobody writes down who enters and leaves cards.
  LiveReconciler(const live::Live& live, recall::Recall& recall,
                 absl::string_view secret, LogKeeper* keeper = nullptr);

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
  absl::StatusOr<model::EventsPage> ListEvents(
      const model::EventsQuery& query) const override;
  bool CatchUp(base::Budget& budget) const override {
    return keeper_ != nullptr && keeper_->CatchUp(budget);
  }
  std::vector<SourceStatus> ListSources(absl::Time now) const override;
  const model::Settings& settings() const override {
    return rulebook_.settings();
  }

 private:
  // Calls `use` with the kept cards and the time that they can be asked about,
  // when a question about `as_of` that is asked at `now` may be answered from
  // them and nobody else has them for long.
  bool UseKept(absl::Time as_of, absl::Time now,
               absl::FunctionRef<void(KeptCards&, absl::Time)> use) const;
  // Lets a writer in between any two; fewer answers than queries when one came,
  // or the budget ended.
  std::vector<absl::StatusOr<AnswerRef>> CheckOneByOne(
      const std::vector<model::CheckQuery>& queries,
      base::Budget& budget) const;
  absl::StatusOr<AnswerRef> CheckAt(const live::State& state,
                                    const model::CheckQuery& query,
                                    RequestRecords* records) const;
  // CheckAt without what is remembered. Fills what the answer is about. `row`
  // is that of the record asked about; kNone when the world has none, or for
  // keys.
  absl::StatusOr<model::CheckAnswer> Decide(const model::CheckQuery& query,
                                            index::RowIndex row,
                                            const verdict::Question& question,
                                            const verdict::Context& context,
                                            RequestRecords* records,
                                            verdict::Touched* touched) const;
  absl::StatusOr<model::CheckAnswer> DecideRecord(
      const model::CheckQuery& query, index::RowIndex row,
      const verdict::Question& question, const verdict::Context& context,
      RequestRecords* records, verdict::Touched* touched) const;
  // The answer about a held record that is no customer itself: that of the
  // customer behind an order or an error event, else that it is none. nullptr
  // when nothing is held under `id`. REQUIRES: the world has no row for it.
  absl::StatusOr<AnswerRef> CheckBehind(const live::State& state,
                                        const model::CheckQuery& query,
                                        base::Hash128 id,
                                        const verdict::Question& question,
                                        RequestRecords* records) const;
  // GetRecord of a row of the world, and of everything else.
  absl::StatusOr<RecordView> ViewCustomer(const live::State& state,
                                          model::CheckQuery query,
                                          index::RowIndex row,
                                          RequestRecords* records) const;
  absl::StatusOr<RecordView> ViewOther(const live::State& state,
                                       model::CheckQuery query,
                                       RequestRecords* records) const;
  // What a question that is asked at `now` looks at.
  verdict::Context ContextAt(const live::State& state, absl::Time now,
                             base::Budget* budget = nullptr) const;

  const live::Live& live_;
  recall::Recall& recall_;
  const index::Rulebook& rulebook_;
  const PageTokens tokens_;
  LogKeeper* const keeper_;
};

// An answer of this revision as it is handed out.
AnswerRef Share(const live::State& state, model::CheckAnswer answer,
                model::CheckView view);

}  // namespace landfall::reconcile
