// Wishes -> subscriptions in the store. Entry points: Create, Delete, List.
#include "server/deliver/subscriptions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/base/hmac_sha256.h"
#include "server/base/status_macros.h"
#include "server/deliver/selection.h"
#include "server/deliver/signature.h"
#include "server/reconcile/event_cursor.h"

namespace landfall::deliver {
namespace {

using store::Subscription;
using store::SubscriptionEnd;

// 192 bits: whoever knows an id may end its subscription.
constexpr size_t kIdBytes = 24;
// How long a host's name is looked for.
constexpr absl::Duration kLookUpWithin = absl::Seconds(5);

std::string NewId() {
  return absl::StrCat("sub_",
                      absl::WebSafeBase64Escape(base::RandomBytes(kIdBytes)));
}

bool Lives(const Subscription& subscription) {
  return subscription.end == SubscriptionEnd::kNone;
}

// Whether the same was asked for before.
bool IsFor(const Subscription& subscription, const Wish& wish) {
  return Lives(subscription) && subscription.owner == wish.owner &&
         subscription.url == wish.url &&
         IsSame(subscription.filter, wish.filter);
}

Subscription MadeFor(const Wish& wish, const std::string& host,
                     store::Revision now) {
  Subscription made;
  made.owner = wish.owner;
  made.url = wish.url;
  made.host = host;
  made.secret = NewSecret();
  made.filter = wish.filter;
  made.after = reconcile::EndOf(now);
  return made;
}

absl::Status TooMany(int count, absl::string_view whose) {
  return absl::FailedPreconditionError(
      absl::StrCat("there are ", count, " subscriptions", whose,
                   ", and no more are taken; delete one first"));
}

}  // namespace

absl::Status Subscriptions::MakeRoom(const Outbox::Planning& planning,
                                     const std::string& owner,
                                     Draft* draft) const {
  const Limits& limits = deliverer_.limits();
  const std::map<std::string, SubscriptionRef> all = planning.All();
  int own = 0;
  std::optional<std::pair<absl::Time, std::string>> oldest_ended;
  for (const auto& [id, subscription] : all) {
    if (!Lives(*subscription)) {
      const std::pair ended(*subscription->ended, id);
      if (!oldest_ended || ended < *oldest_ended) oldest_ended = ended;
    } else if (subscription->owner == owner) {
      ++own;
    }
  }
  if (own >= limits.subscriptions_of_one) {
    return TooMany(own, " of this caller");
  }
  if (static_cast<int>(all.size()) < limits.subscriptions) {
    return absl::OkStatus();
  }
  if (!oldest_ended) return TooMany(limits.subscriptions, "");
  draft->Remove(oldest_ended->second);
  return absl::OkStatus();
}

absl::StatusOr<Subscribed> Subscriptions::Create(const Wish& wish) {
  const CallbackRules& rules = deliverer_.rules();
  LF_ASSIGN_OR_RETURN(http_client::Endpoint endpoint, rules.Check(wish.url));
  http_client::Options options = rules.ClientOptions(endpoint.https);
  options.connect_within = kLookUpWithin;
  http_client::HttpClient client(std::move(options));
  LF_RETURN_IF_ERROR(rules.CheckResolved(wish.url, client).status());

  const absl::Time now = deliverer_.clock().Now();
  Subscribed subscribed{"", "", now + deliverer_.limits().lease};
  Note note{Note::Kind::kCreated, "", wish.owner, wish.owner, endpoint.host};
  {
    Outbox::Planning planning(deliverer_.outbox());
    Draft draft(planning, deliverer_.limits(), now);
    for (const auto& [id, old] : planning.All()) {
      if (!IsFor(*old, wish)) continue;
      subscribed.id = id;
      note.kind = Note::Kind::kRenewed;
      draft.batch().subscriptions[id] = *old;
    }
    if (subscribed.id.empty()) {
      LF_RETURN_IF_ERROR(MakeRoom(planning, wish.owner, &draft));
      subscribed.id = NewId();
      Subscription made =
          MadeFor(wish, endpoint.host, planning.View()->revision());
      made.created = now;
      subscribed.secret = SecretText(made.secret);
      draft.batch().subscriptions[subscribed.id] = std::move(made);
    }
    draft.batch().subscriptions[subscribed.id]->expires = subscribed.expires;
    LF_RETURN_IF_ERROR(planning.Commit(draft.batch()));
  }
  note.id = subscribed.id;
  deliverer_.Tell(note);
  return subscribed;
}

absl::Status Subscriptions::Delete(const std::string& id,
                                   absl::string_view caller) {
  Note note;
  {
    Outbox::Planning planning(deliverer_.outbox());
    const SubscriptionRef subscription = planning.Find(id);
    if (subscription == nullptr) return absl::OkStatus();
    Draft draft(planning, deliverer_.limits(), deliverer_.clock().Now());
    draft.Remove(id);
    LF_RETURN_IF_ERROR(planning.Commit(draft.batch()));
    note = {Note::Kind::kDeleted, id, std::string(caller), subscription->owner,
            subscription->host};
  }
  deliverer_.Tell(note);
  return absl::OkStatus();
}

std::vector<Listed> Subscriptions::List(
    const std::optional<std::string>& owner) const {
  const std::map<std::string, size_t> waiting = deliverer_.outbox().Waiting();
  std::vector<Listed> listed;
  for (const auto& [id, subscription] : deliverer_.outbox().All()) {
    if (owner && subscription->owner != *owner) continue;
    Listed one;
    one.id = id;
    one.subscription = subscription;
    const auto count = waiting.find(id);
    if (count != waiting.end()) one.waiting = count->second;
    for (const store::SetAside& aside : subscription->newest_set_aside) {
      one.set_aside_ids.push_back(
          reconcile::EventId(deliverer_.hasher(), aside.event));
      one.set_aside_cursors.push_back(
          reconcile::WriteCursor(deliverer_.hasher(), aside.event));
    }
    listed.push_back(std::move(one));
  }
  std::stable_sort(listed.begin(), listed.end(),
                   [](const Listed& a, const Listed& b) {
                     return a.subscription->created < b.subscription->created;
                   });
  return listed;
}

}  // namespace landfall::deliver
