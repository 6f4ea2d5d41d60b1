// Answers that wait for their readers -> counted, and cancelled when nobody
// reads. Entry point: UnreadAnswers::Hold.
#include "server/serve/grpc/unread_answers.h"

#include <grpc/grpc.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "server/base/check.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::grpc {
namespace {

constexpr absl::Duration kRound = absl::Milliseconds(500);
// What gRPC needs beside the bytes of an answer.
constexpr int64_t kOverhead = 1024;

absl::Status TooMuchUnread() {
  return api::MakeError(
      absl::StatusCode::kResourceExhausted, api::Reason::OVERLOADED, "",
      "too many answers wait for callers who do not read; try again later");
}

}  // namespace

const UnreadAnswers::Unread& UnreadAnswers::NotRead() {
  static const auto* const kNotRead =
      new Unread{GRPC_STATUS_CANCELLED, "the answer was not read", {}};
  return *kNotRead;
}

void UnreadAnswers::Answer::Release() {
  if (owner_ == nullptr) return;
  UnreadAnswers& owner = *owner_;
  {
    Shard& shard = owner.ShardOf(call_);
    absl::MutexLock lock(&shard.mutex);
    shard.answers.erase(this);
  }
  owner.budget_.Give(bytes_);
  owner_ = nullptr;
}

UnreadAnswers::UnreadAnswers(calls::MemoryBudget& budget,
                             const AnswerPatience& patience)
    : budget_(budget),
      patience_(patience),
      task_(kRound, [this] { CancelOverdue(); }) {}

absl::Status UnreadAnswers::Hold(grpc_call* call, int64_t bytes, Answer& answer,
                                 const Unread& unread) {
  LF_CHECK(answer.owner_ == nullptr);
  if (!budget_.TryTake(bytes + kOverhead)) return TooMuchUnread();
  answer.owner_ = this;
  answer.call_ = call;
  answer.bytes_ = bytes + kOverhead;
  answer.since_ = calls::SteadyNow();
  answer.unread_ = &unread;
  Shard& shard = ShardOf(call);
  absl::MutexLock lock(&shard.mutex);
  shard.answers.insert(&answer);
  return absl::OkStatus();
}

UnreadAnswers::Shard& UnreadAnswers::ShardOf(const grpc_call* call) {
  return shards_[absl::HashOf(call) % kShards];
}

void UnreadAnswers::CancelOverdue() {
  const bool crowded = budget_.used() > budget_.limit() / 2;
  // Cancelling may end a call on this thread, and an ending call takes the
  // lock, so the calls are kept alive and cancelled without it.
  std::vector<std::pair<grpc_call*, Unread>> overdue;
  for (Shard& shard : shards_) {
    absl::MutexLock lock(&shard.mutex);
    for (const Answer* answer : shard.answers) {
      if (calls::Since(answer->since_) <= PatienceFor(*answer, crowded)) {
        continue;
      }
      grpc_call_ref(answer->call_);
      overdue.push_back({answer->call_, *answer->unread_});
    }
  }
  for (const auto& [call, unread] : overdue) {
    grpc_call_cancel_with_status(call, unread.code, unread.message.c_str(),
                                 nullptr);
    grpc_call_unref(call);
  }
}

absl::Duration UnreadAnswers::PatienceFor(const Answer& answer,
                                          bool crowded) const {
  if (crowded) return patience_.least;
  const absl::Duration transfer =
      absl::Seconds(answer.bytes_ / patience_.bytes_per_second);
  return std::min(patience_.least + transfer, patience_.most) +
         answer.unread_->more_patience;
}

}  // namespace landfall::serve::grpc
