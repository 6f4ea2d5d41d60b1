#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/base/clock.h"
#include "server/base/status_macros.h"
#include "server/ingest/ingest.h"
#include "server/reconcile/reconciler.h"

namespace landfall::testing {

// 9 June 2026, 08:00 UTC: "now" in these tests.
inline absl::Time TestNow() { return absl::FromUnixSeconds(1780992000); }

class FixedClock : public base::Clock {
 public:
  absl::Time Now() const override { return TestNow(); }
};

// One F&O master for USTR and CATR, one Business Central master with two
// companies, one with a single company, Dataverse and two shops.
model::Settings TestSettings();

// An answer in which every field is set.
model::CheckAnswer FullAnswer();
model::Card FullCard();
model::CardRecord FullCardRecord();
// Three points, the second without anybody who landed.
model::CardHistory FullCardHistory();
model::ListedEvent FullEvent();

// Answers with canned values and remembers what it was asked. It holds no
// rules: these tests are about the transport. Thread-safe.
class FakeReconciler : public reconcile::Reconciler, public ingest::Ingest {
 public:
  FakeReconciler() : settings_(TestSettings()) {}

  // Replace before serving; called without a lock.
  std::function<absl::StatusOr<model::CheckAnswer>(const model::CheckQuery&)>
      on_check = [](const model::CheckQuery&) { return FullAnswer(); };
  std::function<absl::StatusOr<ingest::UpsertCounts>(
      const ingest::UpsertBatch&)>
      on_upsert = [](const ingest::UpsertBatch& batch) {
        ingest::UpsertCounts counts;
        counts.inserted = static_cast<int>(batch.records.size());
        return counts;
      };
  std::function<absl::StatusOr<model::CardRecordsPage>(
      const model::CardRecordsQuery&)>
      on_list = [](const model::CardRecordsQuery&) {
        return model::CardRecordsPage{{FullCardRecord()}, "inner", 17, "here"};
      };
  std::function<absl::StatusOr<reconcile::RecordView>(
      const model::RecordQuery&)>
      on_get_record = [](const model::RecordQuery&) {
        return absl::NotFoundError("Landfall does not hold that record");
      };
  std::function<absl::StatusOr<model::Card>(const model::CardQuery&)>
      on_get_card = [](const model::CardQuery&) { return FullCard(); };

  std::function<absl::StatusOr<model::CardHistory>(
      const model::CardHistoryQuery&)>
      on_get_history =
          [](const model::CardHistoryQuery&) { return FullCardHistory(); };

  std::function<absl::StatusOr<model::EventsPage>(const model::EventsQuery&)>
      on_list_events = [](const model::EventsQuery&) {
        return model::EventsPage{{FullEvent()}, "next", true};
      };

  // What a long question does before it answers, and how it ends when that
  // fails.
  std::function<absl::Status(base::Budget&)> during_long_question =
      [](base::Budget&) { return absl::OkStatus(); };
  // Whether a check would have to wait.
  std::atomic<bool> writer_is_busy{false};

  std::vector<ingest::UpsertBatch> batches() const {
    absl::MutexLock lock(&mutex_);
    return batches_;
  }
  std::vector<model::RecordRef> erased() const {
    absl::MutexLock lock(&mutex_);
    return erased_;
  }

  absl::StatusOr<ingest::UpsertCounts> Upsert(ingest::UpsertBatch batch,
                                              absl::Time) override;
  absl::Status Erase(const model::RecordRef& ref, absl::Time) override;
  absl::StatusOr<reconcile::AnswerRef> Check(
      const model::CheckQuery& query) const override;
  std::optional<absl::StatusOr<reconcile::AnswerRef>> TryCheck(
      const model::CheckQuery& query) const override;
  absl::StatusOr<std::vector<absl::StatusOr<reconcile::AnswerRef>>> CheckBatch(
      const std::vector<model::CheckQuery>& queries,
      base::Budget& budget) const override {
    LF_RETURN_IF_ERROR(during_long_question(budget));
    std::vector<absl::StatusOr<reconcile::AnswerRef>> answers;
    for (const auto& query : queries) answers.push_back(Check(query));
    return answers;
  }
  absl::StatusOr<model::Card> GetCard(const model::CardQuery& query,
                                      base::Budget& budget) const override {
    LF_RETURN_IF_ERROR(during_long_question(budget));
    return on_get_card(query);
  }
  absl::StatusOr<model::CardHistory> GetCardHistory(
      const model::CardHistoryQuery& query,
      base::Budget& budget) const override {
    LF_RETURN_IF_ERROR(during_long_question(budget));
    return on_get_history(query);
  }
  absl::StatusOr<std::vector<model::Card>> ListCards(
      absl::Time, absl::Time, base::Budget& budget) const override;
  absl::StatusOr<model::CardRecordsPage> ListCardRecords(
      const model::CardRecordsQuery& query,
      base::Budget& budget) const override {
    LF_RETURN_IF_ERROR(during_long_question(budget));
    return on_list(query);
  }
  absl::StatusOr<reconcile::RecordView> GetRecord(
      const model::RecordQuery& query) const override {
    return on_get_record(query);
  }
  absl::StatusOr<model::EventsPage> ListEvents(
      const model::EventsQuery& query) const override {
    return on_list_events(query);
  }
  bool CatchUp(base::Budget&) const override { return false; }
  std::vector<reconcile::SourceStatus> ListSources(absl::Time) const override;
  const model::Settings& settings() const override { return settings_; }

 private:
  const model::Settings settings_;
  mutable absl::Mutex mutex_;
  std::vector<ingest::UpsertBatch> batches_ ABSL_GUARDED_BY(mutex_);
  std::vector<model::RecordRef> erased_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace landfall::testing
