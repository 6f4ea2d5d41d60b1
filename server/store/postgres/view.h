#pragma once

#include <map>
#include <optional>
#include <string>

#include "server/store/internal/views_in_use.h"
#include "server/store/postgres/pool.h"
#include "server/store/store_view.h"

namespace landfall::store::postgres {

// The tables as they are at one revision: the versions that hold there, which
// are kept as long as the view is in `views`. Every call asks the database and
// holds nothing there in between. UNAVAILABLE when it cannot be reached.
class View : public StoreView {
 public:
  // Both must outlive it.
  View(Pool& pool, Revision revision, internal::ViewsInUse& views)
      : pool_(pool), revision_(revision), views_(views) {
    views_.Add(revision_);
  }
  ~View() override { views_.Remove(revision_); }
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  Revision revision() const override { return revision_; }
  absl::StatusOr<std::optional<model::Record>> Get(
      base::Hash128 id) const override;
  absl::Status ForEach(
      absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit)
      const override;
  absl::StatusOr<std::map<std::string, std::string>> Values() const override;
  absl::StatusOr<std::map<std::string, std::string>> Intents() const override;
  absl::Status ForEachEvent(
      EventCursor from, EventOrder order,
      absl::FunctionRef<bool(EventCursor, const LoggedEvent&)> visit)
      const override;
  absl::StatusOr<EventCursor> DroppedThrough() const override;
  absl::Status ForEachMember(
      absl::FunctionRef<absl::Status(MemberKey, std::string)> visit)
      const override;
  absl::StatusOr<std::optional<std::string>> Member(
      const MemberKey& key) const override;
  absl::Status ForEachSubscription(
      absl::FunctionRef<absl::Status(std::string, Subscription)> visit)
      const override;
  absl::Status ForEachDelivery(
      absl::FunctionRef<absl::Status(DeliveryKey, Delivery)> visit)
      const override;
  absl::StatusOr<EventCursor> DispatchedThrough() const override;

 private:
  // "born <= 7 AND died > 7": for the end of a condition.
  std::string Holds() const;
  // Calls `visit` with `columns` of every row of `table`.
  absl::Status Scan(absl::string_view table, absl::string_view columns,
                    Connection::Visit visit) const;
  // The body of the one row of `table` where `condition`; nullopt when there is
  // none.
  absl::StatusOr<std::optional<std::string>> Body(
      absl::string_view table, absl::string_view condition,
      const Parameters& parameters) const;
  absl::StatusOr<std::map<std::string, std::string>> Texts(int64_t kind) const;
  absl::StatusOr<EventCursor> Place(absl::string_view name) const;

  Pool& pool_;
  const Revision revision_;
  internal::ViewsInUse& views_;
};

}  // namespace landfall::store::postgres
