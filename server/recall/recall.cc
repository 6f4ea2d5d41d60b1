// Everything that is remembered, behind one switch. Entry points: the functions
// of Recall.
#include "server/recall/recall.h"

#include <utility>

namespace landfall::recall {

AnswerRef Recall::FindAnswer(base::Hash128 key, int64_t revision,
                             index::Micros as_of) {
  if (!on_) return nullptr;
  AnswerRef answer = answers_.Find(key, revision, as_of);
  answers_use_.Note(answer != nullptr);
  return answer;
}

void Recall::KeepAnswer(base::Hash128 key, int64_t revision,
                        const StableSpan& span, AnswerRef answer) {
  if (on_) answers_.Remember(key, revision, span, std::move(answer));
}

bool Recall::FindRecord(base::Hash128 id, RecordRef* record) {
  return on_ && records_use_.Note(records_.Find(id, record));
}

void Recall::KeepRecord(base::Hash128 id, RecordRef record) {
  if (on_) records_.Add(id, std::move(record));
}

match::NearHits Recall::FindNear(index::RowIndex row) {
  if (!on_) return nullptr;
  match::NearHits hits = near_.Find(row);
  near_use_.Note(hits != nullptr);
  return hits;
}

void Recall::KeepNear(index::RowIndex row, match::NearHits hits,
                      const std::vector<match::NearBlock>& blocks) {
  if (on_) near_.Keep(row, std::move(hits), blocks);
}

void Recall::OnCommit(
    const std::optional<std::vector<match::NearBlock>>& near) {
  if (!on_) return;
  crowds_.Clear();
  if (near.has_value()) {
    near_.Forget(*near);
  } else {
    ClearNear();
  }
}

void Recall::OnTouched(const index::World& world, index::RowIndex row,
                       When when) {
  if (!on_) return;
  presence_.Forget(world, row);
  if (!near_.remembers()) return;
  near_.Forget(row);
  if (holder_limit_.MayPass(world, row, when)) ClearNear();
}

void Recall::OnAllTouched(const index::World& world) {
  if (!on_) return;
  presence_.ForgetAll(world);
  ClearNear();
}

void Recall::ClearNear() {
  near_.Clear();
  holder_limit_.Clear();
}

std::shared_ptr<const index::Crowd> Recall::FindCrowd(base::Hash128 key,
                                                      index::Micros as_of) {
  if (!on_) return nullptr;
  std::shared_ptr<const index::Crowd> crowd = crowds_.Find({key, as_of});
  crowds_use_.Note(crowd != nullptr);
  return crowd;
}

void Recall::KeepCrowd(base::Hash128 key, index::Micros as_of,
                       std::shared_ptr<const index::Crowd> crowd) {
  if (on_) crowds_.Keep({key, as_of}, std::move(crowd));
}

std::vector<MemoryUse> Recall::Use() const {
  const auto use = [](absl::string_view name, const HitCount& count) {
    return MemoryUse{name, count.hits(), count.misses()};
  };
  return {use("answers", answers_use_),   use("records", records_use_),
          use("near", near_use_),         use("crowds", crowds_use_),
          use("presence", presence_use_), use("cards", cards_use_)};
}

}  // namespace landfall::recall
