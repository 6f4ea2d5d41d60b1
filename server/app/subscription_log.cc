#include "server/app/subscription_log.h"

#include "spdlog/spdlog.h"

namespace landfall::app {
namespace {

using Kind = deliver::Note::Kind;

// The name of what happened in the audit log; nullptr: it does not go there.
const char* ActionOf(Kind kind) {
  switch (kind) {
    case Kind::kCreated:
      return "SubscriptionService.CreateSubscription";
    case Kind::kRenewed:
      return "SubscriptionService.RenewSubscription";
    case Kind::kDeleted:
      return "SubscriptionService.DeleteSubscription";
    case Kind::kGone:
      return "SubscriptionGone";
    case Kind::kExpired:
      return "SubscriptionExpired";
    case Kind::kFailing:
    case Kind::kRecovered:
    case Kind::kSetAside:
      break;
  }
  return nullptr;
}

}  // namespace

void LogSubscription(const deliver::Note& note,
                     const serve::access::AuditLog& audit) {
  if (const char* const action = ActionOf(note.kind)) {
    audit.Record({note.caller}, action, note.id, absl::OkStatus());
  }
  const std::string owner = note.owner.empty() ? "-" : note.owner;
  switch (note.kind) {
    case Kind::kFailing:
      spdlog::warn("deliveries to {} fail: owner={} error=\"{}\"", note.host,
                   owner, note.error);
      break;
    case Kind::kRecovered:
      spdlog::info("deliveries to {} go well again: owner={}", note.host,
                   owner);
      break;
    case Kind::kSetAside:
      spdlog::warn("{} deliveries to {} are set aside: owner={} error=\"{}\"",
                   note.count, note.host, owner, note.error);
      break;
    case Kind::kGone:
      spdlog::warn(
          "a subscription has ended, because its receiver at {} says that it "
          "is "
          "gone: owner={}",
          note.host, owner);
      break;
    case Kind::kExpired:
      spdlog::info(
          "a subscription at {} has ended, because nobody renewed it: owner={}",
          note.host, owner);
      break;
    case Kind::kCreated:
    case Kind::kRenewed:
    case Kind::kDeleted:
      break;
  }
}

}  // namespace landfall::app
