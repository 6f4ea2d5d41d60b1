#pragma once

#include <memory>

#include "absl/functional/function_ref.h"
#include "server/live/long_reading.h"
#include "server/reconcile/request_records.h"
#include "server/verdict/assess.h"

namespace landfall::reconcile {

// A question that takes long, asked in slices: it gathers its answer while
// writers come and go, and judges again what they touched, until it holds at
// the revision that it ends with. Example: a card judges Ann and Bob, a batch
// changes Ann and adds Cid, the card judges everybody else, then Ann and Cid
// again; nothing has changed since, and that is the card of the revision of
// then. Not thread-safe: one for each question.
class LongQuestion {
 public:
  // Everything must outlive this.
  LongQuestion(const live::Live& live, recall::Recall& recall, absl::Time now,
               base::Budget& budget);

  // Answers with what the world says from now on: calls `gather`, and `mend`
  // with what has changed since until nothing has. Both read the world, give
  // way, and must come to an end. Whoever is overtaken by changes again and
  // again keeps writers out at last. The budget's status when it ends before,
  // or that of a record that cannot be read.
  absl::Status Settle(absl::FunctionRef<void()> gather,
                      absl::FunctionRef<void(const index::Changes&)> mend);

  // The three below may be used while `gather` and `mend` run, and between
  // Settle and Release: that is the revision of the answer.
  const live::State& state() const { return reading_.state(); }
  const verdict::Context& context() const { return *context_; }
  const model::Record* Find(base::Hash128 id);
  // Nothing that Find gave may be used afterwards.
  void GiveWay() {
    reading_.GiveWay();
    records_->Trim();
  }
  // Lets go of the world while `work` runs, which looks at what it has got.
  void Apart(absl::FunctionRef<void()> work);
  // Lets go of the world for good.
  void Release() { reading_.Close(); }

 private:
  live::LongReading reading_;
  base::Budget& budget_;
  std::unique_ptr<RequestRecords> records_;
  std::unique_ptr<const verdict::Context> context_;
};

}  // namespace landfall::reconcile
