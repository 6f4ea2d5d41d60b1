#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "server/store/record_store.h"

namespace landfall::testing {

// Hands every call on, so that a store can outlive its reconciler and several
// can live over one store, one after the other.
class BorrowedStore : public store::RecordStore {
 public:
  // `store` must outlive this.
  explicit BorrowedStore(store::RecordStore& store) : store_(store) {}

  absl::StatusOr<store::Revision> Commit(
      const store::StoreBatch& batch) override {
    return store_.Commit(batch);
  }
  std::shared_ptr<const store::StoreView> View() const override {
    return store_.View();
  }
  absl::StatusOr<std::unique_ptr<store::Following>> Follow(
      store::Revision after, store::Sink sink) override {
    return store_.Follow(after, std::move(sink));
  }
  const std::string& secret() const override { return store_.secret(); }
  absl::StatusOr<store::Purged> Purge(store::Revision through,
                                      std::atomic<bool>& cancelled) override {
    return store_.Purge(through, cancelled);
  }
  int64_t SizeBytes() const override { return store_.SizeBytes(); }

 private:
  store::RecordStore& store_;
};

}  // namespace landfall::testing
