#include "tests/support/in_memory_record_store.h"

#include <utility>

#include "server/base/status_macros.h"
#include "server/store/record_codec.h"

namespace landfall::testing {
namespace {

class MemoryView : public store::StoreView {
 public:
  MemoryView(std::shared_ptr<const InMemoryRecordStore::Content> content,
             absl::Status status, std::function<void()> on_end)
      : content_(std::move(content)),
        status_(std::move(status)),
        on_end_(std::move(on_end)) {}
  ~MemoryView() override {
    if (on_end_ != nullptr) on_end_();
  }

  store::Revision revision() const override { return content_->revision; }

  absl::StatusOr<std::optional<model::Record>> Get(
      base::Hash128 id) const override {
    LF_RETURN_IF_ERROR(status_);
    const auto it = content_->rows.find(id);
    if (it == content_->rows.end()) return std::optional<model::Record>();
    LF_ASSIGN_OR_RETURN(model::Record record, store::DecodeRecord(it->second));
    return std::optional<model::Record>(std::move(record));
  }

  absl::Status ForEach(
      absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit)
      const override {
    for (const auto& [id, bytes] : content_->rows) {
      LF_ASSIGN_OR_RETURN(model::Record record, store::DecodeRecord(bytes));
      LF_RETURN_IF_ERROR(visit(id, std::move(record)));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::map<std::string, std::string>> Values() const override {
    return content_->values;
  }
  absl::StatusOr<std::map<std::string, std::string>> Intents() const override {
    return content_->intents;
  }

 private:
  const std::shared_ptr<const InMemoryRecordStore::Content> content_;
  const absl::Status status_;
  const std::function<void()> on_end_;
};

void SetTexts(const store::StoreBatch::Texts& changes,
              std::map<std::string, std::string>* texts) {
  for (const auto& [name, text] : changes) {
    if (text.has_value()) {
      (*texts)[name] = *text;
    } else {
      texts->erase(name);
    }
  }
}

}  // namespace

InMemoryRecordStore::InMemoryRecordStore()
    : secret_(base::Hasher::NewSecret()),
      content_(std::make_shared<const Content>()) {}

absl::StatusOr<store::Revision> InMemoryRecordStore::Commit(
    const store::StoreBatch& batch) {
  absl::MutexLock commit_lock(&commit_mutex_);
  if (batch.empty()) return content()->revision;
  auto next = std::make_shared<Content>(*content());
  ++next->revision;
  for (base::Hash128 id : batch.erases) next->rows.erase(id);
  for (const store::StoreBatch::Put& put : batch.puts) {
    next->rows[put.id] = store::EncodeRecord(put.record);
  }
  SetTexts(batch.values, &next->values);
  SetTexts(batch.intents, &next->intents);
  const store::Revision revision = next->revision;
  std::function<void()> on_commit;
  {
    absl::MutexLock lock(&mutex_);
    on_commit = on_commit_;
    LF_RETURN_IF_ERROR(write_status_);
    content_ = std::move(next);
  }
  if (on_commit != nullptr) on_commit();
  followers_.Tell(revision, batch);
  return revision;
}

std::shared_ptr<const store::StoreView> InMemoryRecordStore::View() const {
  absl::MutexLock lock(&mutex_);
  return std::make_shared<MemoryView>(content_, read_status_, on_end_of_view_);
}

absl::StatusOr<std::unique_ptr<store::Following>> InMemoryRecordStore::Follow(
    store::Revision after, store::Sink sink) {
  absl::MutexLock commit_lock(&commit_mutex_);
  const store::Revision newest = content()->revision;
  if (after != newest) return store::NotNewestError(after, newest);
  return followers_.Add(std::move(sink));
}

int64_t InMemoryRecordStore::SizeBytes() const {
  int64_t total = 0;
  const std::shared_ptr<const Content> content = this->content();
  for (const auto& [id, bytes] : content->rows) {
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

void InMemoryRecordStore::OnCommit(std::function<void()> hook) {
  absl::MutexLock lock(&mutex_);
  on_commit_ = std::move(hook);
}

void InMemoryRecordStore::OnEndOfView(std::function<void()> hook) {
  absl::MutexLock lock(&mutex_);
  on_end_of_view_ = std::move(hook);
}

std::shared_ptr<const InMemoryRecordStore::Content>
InMemoryRecordStore::content() const {
  absl::MutexLock lock(&mutex_);
  return content_;
}

}  // namespace landfall::testing
