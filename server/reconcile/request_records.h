#pragma once

#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "server/recall/recall.h"
#include "server/store/record_store.h"

namespace landfall::reconcile {

// Reads stored records for one request and keeps them until its end, so that
// the answer can point into them. Not thread-safe; one per request.
class RequestRecords {
 public:
  // `view` must be the newest one as long as this lives; `recall` must outlive
  // it.
  RequestRecords(std::shared_ptr<const store::StoreView> view,
                 recall::Recall& recall)
      : view_(std::move(view)), recall_(recall) {}

  // nullptr when the record is not held or cannot be read; the latter is kept
  // in status().
  const model::Record* Get(base::Hash128 id) {
    auto [it, inserted] = records_.try_emplace(id);
    if (!inserted || recall_.FindRecord(id, &it->second))
      return it->second.get();
    auto record = view_->Get(id);
    if (!record.ok()) {
      status_.Update(record.status());
      return nullptr;
    }
    if (record->has_value()) {
      it->second = std::make_shared<const model::Record>(**std::move(record));
    }
    recall_.KeepRecord(id, it->second);
    return it->second.get();
  }

  // Reads from `view` from now on. What was read before is forgotten.
  void Renew(std::shared_ptr<const store::StoreView> view) {
    view_ = std::move(view);
    records_.clear();
  }
  // Forgets what was read when it is a lot: a question about very many records
  // needs few of them at a time.
  void Trim() {
    constexpr size_t kALot = 4096;
    if (records_.size() > kALot) records_.clear();
  }
  const store::StoreView* view() const { return view_.get(); }

  // The first read error of the request.
  const absl::Status& status() const { return status_; }

 private:
  std::shared_ptr<const store::StoreView> view_;
  recall::Recall& recall_;
  absl::flat_hash_map<base::Hash128, recall::RecordRef> records_;
  absl::Status status_;
};

}  // namespace landfall::reconcile
