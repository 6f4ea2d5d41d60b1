#pragma once

#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "server/reconcile/record_cache.h"
#include "server/store/record_store.h"

namespace landfall::reconcile {

// Reads stored records for one request and keeps them until its end, so that
// the answer can point into them. Not thread-safe; one per request.
class RequestRecords {
 public:
  // `view` must be the newest one as long as this lives; `cache` must outlive
  // it.
  RequestRecords(std::shared_ptr<const store::StoreView> view,
                 RecordCache* cache)
      : view_(std::move(view)), cache_(cache) {}

  // nullptr when the record is not held or cannot be read; the latter is kept
  // in status().
  const model::Record* Get(base::Hash128 id) {
    auto [it, inserted] = records_.try_emplace(id);
    if (!inserted || cache_->Find(id, &it->second)) return it->second.get();
    auto record = view_->Get(id);
    if (!record.ok()) {
      status_.Update(record.status());
      return nullptr;
    }
    if (record->has_value()) {
      it->second = std::make_shared<const model::Record>(**std::move(record));
    }
    cache_->Add(id, it->second);
    return it->second.get();
  }

  // The first read error of the request.
  const absl::Status& status() const { return status_; }

 private:
  std::shared_ptr<const store::StoreView> view_;
  RecordCache* const cache_;
  absl::flat_hash_map<base::Hash128, std::shared_ptr<const model::Record>>
      records_;
  absl::Status status_;
};

}  // namespace landfall::reconcile
