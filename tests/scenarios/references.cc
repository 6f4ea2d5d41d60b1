// An answer -> the references in it; a reference -> its other spellings.
// Entry points: ReferencesIn and SpellingsOf.
#include "tests/scenarios/references.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "landfall/v1/card.pb.h"

namespace landfall::scenarios {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void AddReferences(const Message& message, std::set<model::RecordRef>* refs) {
  if (const auto* ref =
          google::protobuf::DynamicCastToGenerated<v1::RecordRef>(&message)) {
    if (!ref->id().empty()) {
      refs->insert({ref->source(), ref->type(), ref->id()});
    }
    return;
  }
  if (const auto* entry =
          google::protobuf::DynamicCastToGenerated<v1::CardRecord>(&message)) {
    // Only orders wait for a customer, no drafts and quotes.
    for (const auto& order : entry->orders()) {
      refs->insert({entry->source(), "order", order.id()});
    }
  }
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      AddReferences(reflection.GetMessage(message, field), refs);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      AddReferences(reflection.GetRepeatedMessage(message, field, i), refs);
    }
  }
}

std::string Gid(const model::RecordRef& ref) {
  static const auto* const kResources =
      new std::map<std::string, std::string>{{"customer", "Customer"},
                                             {"order", "Order"},
                                             {"draft_order", "DraftOrder"},
                                             {"company", "Company"}};
  const auto resource = kResources->find(ref.type);
  if (resource == kResources->end()) return "";
  return absl::StrCat("gid://shopify/", resource->second, "/", ref.id);
}

bool IsGuid(const std::string& id) { return id.size() == 36 && id[8] == '-'; }

// "area:id": the part in front of the colon and the one behind it.
void AddCompanySpellings(const model::Settings& settings,
                         const model::Source& source,
                         const model::RecordRef& ref,
                         std::vector<std::string>* ids) {
  const size_t colon = ref.id.find(':');
  const std::string area = ref.id.substr(0, colon);
  const std::string rest = ref.id.substr(colon + 1);
  ids->push_back(absl::StrCat(absl::AsciiStrToUpper(area), ":", rest));
  if (source.system != model::System::kBusinessCentral) return;
  if (IsGuid(rest)) {
    ids->push_back(absl::StrCat(area, ":{", absl::AsciiStrToUpper(rest), "}"));
  }
  const model::LegalEntity* entity = settings.FindEntity(area);
  if (entity != nullptr) {
    ids->push_back(absl::StrCat(entity->company, ":", rest));
  }
}

}  // namespace

std::set<model::RecordRef> ReferencesIn(const Message& answer) {
  std::set<model::RecordRef> refs;
  AddReferences(answer, &refs);
  return refs;
}

std::vector<model::RecordRef> SpellingsOf(const model::Settings& settings,
                                          const model::RecordRef& ref) {
  const model::Source& source = *settings.FindSource(ref.source);
  std::vector<std::string> ids;
  if (model::KindOf(source.system, ref.type) ==
      model::RecordKind::kErrorEvent) {
    return {};  // an event's id is a text
  }
  if (IsGuid(ref.id)) {
    ids.push_back(absl::StrCat("{", absl::AsciiStrToUpper(ref.id), "}"));
    ids.push_back(absl::StrCat(" ", ref.id));
  } else if (absl::StartsWith(ref.id, "guest-")) {
    ids.push_back(absl::AsciiStrToUpper(ref.id));
  } else if (absl::StrContains(ref.id, ':')) {
    AddCompanySpellings(settings, source, ref, &ids);
  } else {
    ids.push_back(absl::StrCat("0", ref.id));
    if (source.system == model::System::kShopify) ids.push_back(Gid(ref));
  }
  std::vector<model::RecordRef> spellings;
  for (std::string& id : ids) {
    if (!id.empty()) spellings.push_back({ref.source, ref.type, std::move(id)});
  }
  return spellings;
}

v1::RecordRef ToMessage(const model::RecordRef& ref) {
  v1::RecordRef message;
  message.set_source(ref.source);
  message.set_type(ref.type);
  message.set_id(ref.id);
  return message;
}

}  // namespace landfall::scenarios
