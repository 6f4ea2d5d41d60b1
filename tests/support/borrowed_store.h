#pragma once

#include <map>
#include <memory>
#include <string>

#include "server/store/record_store.h"

namespace landfall::testing {

// Hands every call on, so that a store can outlive its reconciler and several
// can live over one store, one after the other.
class BorrowedStore : public store::RecordStore {
 public:
  // `store` must outlive this.
  explicit BorrowedStore(store::RecordStore& store) : store_(store) {}

  absl::Status Apply(const store::StoreBatch& batch) override {
    return store_.Apply(batch);
  }
  std::shared_ptr<const store::StoreView> View() const override {
    return store_.View();
  }
  absl::Status ForEach(
      absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit)
      const override {
    return store_.ForEach(visit);
  }
  absl::StatusOr<std::map<std::string, std::string>> Meta() const override {
    return store_.Meta();
  }
  const std::string& secret() const override { return store_.secret(); }
  absl::Status Purge() override { return store_.Purge(); }
  int64_t SizeBytes() const override { return store_.SizeBytes(); }

 private:
  store::RecordStore& store_;
};

}  // namespace landfall::testing
