// Rejected payloads -> the legal entities that are not read for them. Entry
// points: PushGaps::Reject and Take.
#include "server/ingest/push_gaps.h"

#include "server/decode/master_row.h"
#include "server/ingest/company.h"
#include "server/model/system.h"

namespace landfall::ingest {
namespace {

using decode::MasterRow;
using model::LegalEntity;

bool IsCustomerType(const decode::DecodeContext& context) {
  return model::KindOf(context.source->system, context.type) ==
         model::RecordKind::kMasterCustomer;
}

}  // namespace

void PushGaps::Reject(absl::string_view payload) {
  if (!model::IsMaster(context_.source->system)) {
    ++(context_.type.empty() ? unknown_ : others_).rows;
    return;
  }
  const MasterRow row = decode::GlanceAtMasterRow(context_, payload);
  if (row.kind == MasterRow::Kind::kOther) {
    ++others_.rows;
  } else if (row.kind == MasterRow::Kind::kUnknown) {
    ++unknown_.rows;
  } else if (row.company.empty()) {
    ++customers_.rows;
  } else {
    // Nobody asks about a company that is not configured.
    for (const LegalEntity* entity : EntitiesOf(settings_, *context_.source)) {
      if (IsCalled(*entity, row.company)) ++placed_[entity->id].rows;
    }
  }
}

void PushGaps::AddUnread(int64_t rows, bool cut_short) {
  Sum& sum = context_.type.empty()      ? unknown_
             : IsCustomerType(context_) ? customers_
                                        : others_;
  sum.rows += rows;
  sum.cut_short |= cut_short;
}

void PushGaps::Place(const std::vector<std::string>& entities) {
  std::vector<std::string> whose = entities;
  if (entity_ != nullptr) whose = {entity_->id};
  if (whose.empty()) {
    for (const LegalEntity* entity : EntitiesOf(settings_, *context_.source)) {
      whose.push_back(entity->id);
    }
  }
  for (const std::string& id : whose) {
    placed_[id].rows += customers_.rows;
    placed_[id].cut_short |= customers_.cut_short;
  }
}

std::vector<UnreadRows> PushGaps::Take(const std::vector<std::string>& entities,
                                       const std::string& type) {
  // Among customers a row that nobody can tell is taken for one.
  Sum& unknown = entities.empty() ? others_ : customers_;
  unknown.rows += unknown_.rows;
  unknown.cut_short |= unknown_.cut_short;
  if (customers_.rows > 0 || customers_.cut_short) Place(entities);
  std::vector<UnreadRows> list;
  for (const auto& [id, sum] : placed_) {
    list.push_back({id, "", "", sum.rows, sum.cut_short});
  }
  const std::string& others = context_.type.empty() ? type : context_.type;
  if ((others_.rows > 0 || others_.cut_short) && !others.empty()) {
    list.push_back(
        {"", context_.source->id, others, others_.rows, others_.cut_short});
  }
  return list;
}

}  // namespace landfall::ingest
