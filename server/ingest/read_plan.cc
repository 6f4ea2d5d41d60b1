// A batch and the marks that stand -> which legal entities it completes. Entry
// point: PlanReads.
#include "server/ingest/read_plan.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace landfall::ingest {
namespace {

using index::Micros;
using live::EntityMarkName;
using live::GapOf;
using live::ReadMark;
using live::ReadMarks;
using live::ToleratedOf;
using live::TypeMarkName;

absl::StatusOr<const model::LegalEntity*> Find(const model::Settings& settings,
                                               const std::string& id) {
  const model::LegalEntity* entity = settings.FindEntity(id);
  if (entity != nullptr) return entity;
  return absl::InvalidArgumentError(
      "entities_read: not a configured legal entity");
}

class Planner {
 public:
  Planner(const model::Settings& settings, const ReadMarks& marks,
          const UpsertBatch& batch, Micros now)
      : settings_(settings), marks_(marks), batch_(batch), now_(now) {}

  absl::StatusOr<ReadPlan> Plan() {
    ForgetMendedTypes();
    LF_RETURN_IF_ERROR(AddUnread());
    LF_RETURN_IF_ERROR(Complete());
    LF_RETURN_IF_ERROR(Follow());
    NoteIncomplete();
    DropUnchanged();
    return std::move(plan_);
  }

 private:
  const ReadMark* Known(const std::string& name) const {
    const auto it = marks_.find(name);
    return it == marks_.end() ? nullptr : &it->second;
  }
  // The mark as the plan leaves it.
  ReadMark& Mark(const std::string& name) {
    const auto [it, inserted] = plan_.marks.try_emplace(name);
    const ReadMark* known = Known(name);
    if (inserted && known != nullptr) it->second = *known;
    return it->second;
  }

  // Beside customers of the master nobody says "these are all". Whoever pushes
  // rows of a type again has seen to those that were rejected before.
  void ForgetMendedTypes() {
    const auto forget = [this](const std::string& source,
                               const std::string& type) {
      const std::string name = TypeMarkName(source, type);
      if (Known(name) != nullptr) Mark(name).KeepOnly(batch_.push);
    };
    const std::string types = TypeMarkName("", "");
    const auto first = marks_.lower_bound(types.substr(0, types.size() - 1));
    const bool any = first != marks_.end();
    std::set<std::pair<std::string, std::string>> seen;
    if (any) {
      for (const model::Record& record : batch_.records) {
        seen.emplace(record.ref.source, record.ref.type);
      }
    }
    for (const UnreadRows& unread : batch_.unread) {
      if (unread.entity.empty()) seen.emplace(unread.source, unread.type);
    }
    for (const auto& [source, type] : seen) forget(source, type);
  }

  absl::Status AddUnread() {
    for (const UnreadRows& unread : batch_.unread) {
      std::string name = TypeMarkName(unread.source, unread.type);
      if (!unread.entity.empty()) {
        LF_ASSIGN_OR_RETURN(const model::LegalEntity* entity,
                            Find(settings_, unread.entity));
        name = EntityMarkName(entity->id);
        touched_.insert(entity);
      }
      Mark(name).Add(batch_.push, unread.rows, unread.cut_short,
                     batch_.accept_rejects, now_);
    }
    return absl::OkStatus();
  }

  absl::Status Complete() {
    for (const std::string& id : batch_.entities_read) {
      LF_ASSIGN_OR_RETURN(const model::LegalEntity* entity,
                          Find(settings_, id));
      touched_.insert(entity);
      const bool read = Mark(EntityMarkName(entity->id))
                            .Complete(batch_.push, batch_.accept_rejects,
                                      ToleratedOf(settings_, *entity), now_);
      if (read) plan_.entities_read.push_back(entity->id);
    }
    return absl::OkStatus();
  }

  // What was missing before is still missing: changes alone mend nothing.
  absl::Status Follow() {
    for (const std::string& id : batch_.entities_followed) {
      LF_ASSIGN_OR_RETURN(const model::LegalEntity* entity,
                          Find(settings_, id));
      touched_.insert(entity);
      Mark(EntityMarkName(entity->id));
      if (!GapOf(settings_, *entity, plan_.marks).Spoils()) {
        plan_.entities_read.push_back(entity->id);
      }
    }
    return absl::OkStatus();
  }

  void NoteIncomplete() {
    for (const model::LegalEntity& entity : settings_.legal_entities) {
      if (touched_.count(&entity) > 0 &&
          GapOf(settings_, entity, plan_.marks).Spoils()) {
        plan_.incomplete.push_back(entity.id);
      }
    }
  }

  void DropUnchanged() {
    for (auto it = plan_.marks.begin(); it != plan_.marks.end();) {
      const ReadMark* known = Known(it->first);
      const bool same = (known == nullptr ? std::string() : known->Encode()) ==
                        it->second.Encode();
      it = same ? plan_.marks.erase(it) : std::next(it);
    }
  }

  const model::Settings& settings_;
  const ReadMarks& marks_;
  const UpsertBatch& batch_;
  const Micros now_;
  std::set<const model::LegalEntity*> touched_;
  ReadPlan plan_;
};

}  // namespace

absl::StatusOr<ReadPlan> PlanReads(const model::Settings& settings,
                                   const live::ReadMarks& marks,
                                   const UpsertBatch& batch,
                                   index::Micros now) {
  return Planner(settings, marks, batch, now).Plan();
}

}  // namespace landfall::ingest
