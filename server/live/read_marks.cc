// What could not be read -> what is missing of an entity or a type. Entry
// points: GapOf and UnreadOf.
#include "server/live/read_marks.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace landfall::live {
namespace {

void AddStatus(const verdict::Gap& gap, std::string entity, std::string type,
               std::vector<UnreadStatus>* list) {
  if (!gap.Any()) return;
  list->push_back({std::move(entity), std::move(type), gap.rows, gap.cut_short,
                   gap.accepted, absl::FromUnixMicros(gap.since)});
}

}  // namespace

std::string EntityMarkName(absl::string_view entity_id) {
  return absl::StrCat(kMarkPrefix, "entity/", absl::AsciiStrToLower(entity_id));
}

std::string TypeMarkName(absl::string_view source, absl::string_view type) {
  return absl::StrCat(kMarkPrefix, "type/", source, "/", type);
}

int64_t ToleratedOf(const model::Settings& settings,
                    const model::LegalEntity& entity) {
  const model::Source* source = settings.FindSource(entity.source);
  return source == nullptr ? 0 : source->accept_rejects;
}

verdict::Gap GapOf(const model::Settings& settings,
                   const model::LegalEntity& entity, const ReadMarks& marks) {
  const auto it = marks.find(EntityMarkName(entity.id));
  if (it == marks.end()) return verdict::Gap();
  return it->second.Visible(ToleratedOf(settings, entity));
}

std::vector<UnreadStatus> UnreadOf(const model::Settings& settings,
                                   const model::Source& source,
                                   const ReadMarks& marks) {
  std::vector<UnreadStatus> list;
  for (const model::LegalEntity& entity : settings.legal_entities) {
    if (entity.source != source.id) continue;
    AddStatus(GapOf(settings, entity, marks), entity.id, "customer", &list);
  }
  for (absl::string_view type : model::RecordTypes(source.system)) {
    const auto it = marks.find(TypeMarkName(source.id, type));
    if (it == marks.end()) continue;
    AddStatus(it->second.Visible(0), "", std::string(type), &list);
  }
  return list;
}

}  // namespace landfall::live
