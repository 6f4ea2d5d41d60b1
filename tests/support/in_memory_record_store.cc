#include "tests/support/in_memory_record_store.h"

#include <algorithm>
#include <utility>

#include "server/base/status_macros.h"
#include "server/store/record_codec.h"
#include "server/store/subscription_codec.h"

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

  absl::Status ForEachEvent(
      store::EventCursor from, EventOrder order,
      absl::FunctionRef<bool(store::EventCursor, const store::LoggedEvent&)>
          visit) const override {
    const auto& events = content_->events;
    if (order == EventOrder::kOldestFirst) {
      for (auto it = events.upper_bound(from); it != events.end(); ++it) {
        if (!visit(it->first, it->second)) break;
      }
      return absl::OkStatus();
    }
    for (auto it = events.lower_bound(from); it != events.begin();) {
      --it;
      if (!visit(it->first, it->second)) break;
    }
    return absl::OkStatus();
  }
  absl::StatusOr<store::EventCursor> DroppedThrough() const override {
    return content_->dropped_through;
  }

  absl::Status ForEachMember(
      absl::FunctionRef<absl::Status(store::MemberKey, std::string)> visit)
      const override {
    for (const auto& [key, text] : content_->members) {
      LF_RETURN_IF_ERROR(visit(key, text));
    }
    return absl::OkStatus();
  }
  absl::StatusOr<std::optional<std::string>> Member(
      const store::MemberKey& key) const override {
    const auto it = content_->members.find(key);
    if (it == content_->members.end()) return std::optional<std::string>();
    return std::optional<std::string>(it->second);
  }

  absl::Status ForEachSubscription(
      absl::FunctionRef<absl::Status(std::string, store::Subscription)> visit)
      const override {
    for (const auto& [id, bytes] : content_->subscriptions) {
      LF_ASSIGN_OR_RETURN(store::Subscription subscription,
                          store::DecodeSubscription(bytes));
      LF_RETURN_IF_ERROR(visit(id, std::move(subscription)));
    }
    return absl::OkStatus();
  }
  absl::Status ForEachDelivery(
      absl::FunctionRef<absl::Status(store::DeliveryKey, store::Delivery)>
          visit) const override {
    for (const auto& [key, bytes] : content_->deliveries) {
      LF_ASSIGN_OR_RETURN(const store::Delivery delivery,
                          store::DecodeDelivery(bytes));
      LF_RETURN_IF_ERROR(visit(key, delivery));
    }
    return absl::OkStatus();
  }
  absl::StatusOr<store::EventCursor> DispatchedThrough() const override {
    return content_->dispatched_through;
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

void Forget(const store::Forgotten& who,
            InMemoryRecordStore::Content* content) {
  for (auto it = content->events.begin(); it != content->events.end();) {
    const auto& about = it->second.about;
    if (std::find(about.begin(), about.end(), who.id) == about.end()) {
      ++it;
    } else if (who.entirely) {
      it = content->events.erase(it);
    } else {
      (it++)->second.event.name.clear();
    }
  }
  if (!who.entirely) return;
  auto& members = content->members;
  auto it = members.lower_bound({who.id, ""});
  while (it != members.end() && it->first.record == who.id) {
    it = members.erase(it);
  }
}

void ChangeEvents(const store::StoreBatch& batch,
                  InMemoryRecordStore::Content* content) {
  for (const store::Forgotten& who : batch.forgotten) Forget(who, content);
  if (batch.drop_events_through) {
    content->dropped_through = *batch.drop_events_through;
    content->events.erase(
        content->events.begin(),
        content->events.upper_bound(*batch.drop_events_through));
  }
  for (const auto& [key, text] : batch.members) {
    if (text) {
      content->members[key] = *text;
    } else {
      content->members.erase(key);
    }
  }
  store::EventCursor cursor = {content->revision, 0};
  for (const store::LoggedEvent& event : batch.events) {
    content->events.emplace(cursor, event);
    ++cursor.position;
  }
}

void ChangeOutbox(const store::StoreBatch& batch,
                  InMemoryRecordStore::Content* content) {
  for (const auto& [id, subscription] : batch.subscriptions) {
    content->subscriptions.erase(id);
    if (subscription) {
      content->subscriptions[id] = store::EncodeSubscription(*subscription);
    }
  }
  for (const auto& [key, delivery] : batch.deliveries) {
    content->deliveries.erase(key);
    if (delivery) content->deliveries[key] = store::EncodeDelivery(*delivery);
  }
  if (batch.dispatched_through) {
    content->dispatched_through = *batch.dispatched_through;
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
  if (batch.worked_out_at && *batch.worked_out_at < last_forgetting_) {
    return store::ForgottenSinceError();
  }
  auto next = std::make_shared<Content>(*content());
  ++next->revision;
  for (base::Hash128 id : batch.erases) next->rows.erase(id);
  for (const store::StoreBatch::Put& put : batch.puts) {
    next->rows[put.id] = store::EncodeRecord(put.record);
  }
  SetTexts(batch.values, &next->values);
  SetTexts(batch.intents, &next->intents);
  ChangeEvents(batch, next.get());
  ChangeOutbox(batch, next.get());
  const store::Revision revision = next->revision;
  std::function<void()> on_commit;
  {
    absl::MutexLock lock(&mutex_);
    on_commit = on_commit_;
    LF_RETURN_IF_ERROR(write_status_);
    content_ = std::move(next);
  }
  if (!batch.forgotten.empty()) last_forgetting_ = revision;
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
