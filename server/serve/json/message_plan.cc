// A message type -> what its JSON looks like apart from the values. Entry
// point: PlanOf.
#include "server/serve/json/message_plan.h"

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "server/serve/json/text_value.h"

namespace landfall::serve::json {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

std::vector<std::string> QuotedNames(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    const auto* value = type.value(i);
    const size_t number = static_cast<size_t>(value->number());
    if (names.size() <= number) names.resize(number + 1);
    names[number] = absl::StrCat("\"", value->name(), "\"");
  }
  return names;
}

class Plans {
 public:
  const MessagePlan& Find(const Descriptor& type) {
    {
      absl::ReaderMutexLock lock(&mutex_);
      const auto found = plans_.find(&type);
      if (found != plans_.end()) return *found->second;
    }
    absl::MutexLock lock(&mutex_);
    return Make(type);
  }

 private:
  // A type that contains itself finds its plan begun.
  const MessagePlan& Make(const Descriptor& type)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    auto& slot = plans_[&type];
    if (slot != nullptr) return *slot;
    slot = std::make_unique<MessagePlan>();
    MessagePlan& plan = *slot;
    plan.is_timestamp = IsTimestamp(type);
    if (plan.is_timestamp) return plan;
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      FieldPlan entry;
      entry.field = field;
      entry.type = field->cpp_type();
      entry.repeated = field->is_repeated();
      entry.has_presence = field->has_presence();
      entry.label = absl::StrCat(",\"", field->json_name(), "\":");
      if (entry.type == FieldDescriptor::CPPTYPE_ENUM) {
        entry.enum_names = QuotedNames(*field->enum_type());
      }
      if (entry.type == FieldDescriptor::CPPTYPE_MESSAGE) {
        entry.message = &Make(*field->message_type());
      }
      plan.fields.push_back(std::move(entry));
    }
    return plan;
  }

  absl::Mutex mutex_;
  absl::flat_hash_map<const Descriptor*, std::unique_ptr<MessagePlan>> plans_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace

const MessagePlan& PlanOf(const Descriptor& type) {
  static Plans* const plans = new Plans();
  return plans->Find(type);
}

}  // namespace landfall::serve::json
