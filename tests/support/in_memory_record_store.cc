#include "tests/support/in_memory_record_store.h"

#include <utility>

#include "server/base/status_macros.h"
#include "server/store/record_codec.h"

namespace landfall::testing {
namespace {

class MemoryView : public store::StoreView {
 public:
  MemoryView(std::shared_ptr<const InMemoryRecordStore::Rows> rows,
             absl::Status status, std::function<void()> on_end)
      : rows_(std::move(rows)),
        status_(std::move(status)),
        on_end_(std::move(on_end)) {}
  ~MemoryView() override {
    if (on_end_ != nullptr) on_end_();
  }

  absl::StatusOr<std::optional<model::Record>> Get(
      base::Hash128 id) const override {
    LF_RETURN_IF_ERROR(status_);
    const auto it = rows_->find(id);
    if (it == rows_->end()) return std::optional<model::Record>();
    LF_ASSIGN_OR_RETURN(model::Record record, store::DecodeRecord(it->second));
    return std::optional<model::Record>(std::move(record));
  }

 private:
  const std::shared_ptr<const InMemoryRecordStore::Rows> rows_;
  const absl::Status status_;
  const std::function<void()> on_end_;
};

}  // namespace

InMemoryRecordStore::InMemoryRecordStore()
    : secret_(base::Hasher::NewSecret()),
      rows_(std::make_shared<const Rows>()) {}

absl::Status InMemoryRecordStore::Apply(const store::StoreBatch& batch) {
  std::function<void()> on_apply;
  {
    absl::MutexLock lock(&mutex_);
    on_apply = on_apply_;
    LF_RETURN_IF_ERROR(write_status_);
    Put(batch);
  }
  if (on_apply != nullptr) on_apply();
  return absl::OkStatus();
}

void InMemoryRecordStore::Put(const store::StoreBatch& batch) {
  auto rows = std::make_shared<Rows>(*rows_);
  for (base::Hash128 id : batch.erases) rows->erase(id);
  for (const store::StoreBatch::Put& put : batch.puts) {
    (*rows)[put.id] = store::EncodeRecord(put.record);
  }
  for (const auto& [name, value] : batch.meta_puts) meta_[name] = value;
  rows_ = std::move(rows);
}

std::shared_ptr<const store::StoreView> InMemoryRecordStore::View() const {
  absl::MutexLock lock(&mutex_);
  return std::make_shared<MemoryView>(rows_, read_status_, on_end_of_view_);
}

absl::Status InMemoryRecordStore::ForEach(
    absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit) const {
  const std::shared_ptr<const Rows> rows = this->rows();
  for (const auto& [id, bytes] : *rows) {
    LF_ASSIGN_OR_RETURN(model::Record record, store::DecodeRecord(bytes));
    LF_RETURN_IF_ERROR(visit(id, std::move(record)));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, std::string>> InMemoryRecordStore::Meta()
    const {
  absl::MutexLock lock(&mutex_);
  return meta_;
}

int64_t InMemoryRecordStore::SizeBytes() const {
  int64_t total = 0;
  const std::shared_ptr<const Rows> rows = this->rows();
  for (const auto& [id, bytes] : *rows) {
    total += static_cast<int64_t>(sizeof(id) + bytes.size());
  }
  return total;
}

void InMemoryRecordStore::FailWrites(absl::Status status) {
  absl::MutexLock lock(&mutex_);
  write_status_ = std::move(status);
}

void InMemoryRecordStore::FailReads(absl::Status status) {
  absl::MutexLock lock(&mutex_);
  read_status_ = std::move(status);
}

void InMemoryRecordStore::OnApply(std::function<void()> hook) {
  absl::MutexLock lock(&mutex_);
  on_apply_ = std::move(hook);
}

void InMemoryRecordStore::OnEndOfView(std::function<void()> hook) {
  absl::MutexLock lock(&mutex_);
  on_end_of_view_ = std::move(hook);
}

std::shared_ptr<const InMemoryRecordStore::Rows> InMemoryRecordStore::rows()
    const {
  absl::MutexLock lock(&mutex_);
  return rows_;
}

}  // namespace landfall::testing
