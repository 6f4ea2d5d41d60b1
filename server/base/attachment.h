#pragma once

#include <atomic>
#include <memory>

namespace landfall::base {

// A place in a shared value where a layer above keeps what it made of the
// value, so that both are forgotten together. Thread-safe.
class Attachment {
 public:
  class Content {
   public:
    virtual ~Content() = default;
  };

  Attachment() = default;
  ~Attachment() { delete content_.load(std::memory_order_relaxed); }
  Attachment(const Attachment&) = delete;
  Attachment& operator=(const Attachment&) = delete;

  // nullptr until something is kept.
  const Content* Get() const {
    return content_.load(std::memory_order_acquire);
  }

  // Keeps `content` unless something is kept already; returns what is kept.
  const Content* Keep(std::unique_ptr<const Content> content) const {
    const Content* kept = nullptr;
    if (content_.compare_exchange_strong(kept, content.get(),
                                         std::memory_order_acq_rel)) {
      kept = content.release();
    }
    return kept;
  }

 private:
  mutable std::atomic<const Content*> content_{nullptr};
};

}  // namespace landfall::base
