// A call as a scenario says it -> the JSON of its request.
// Entry points: OperationOf and RequestText.
#include "tests/scenarios/request_text.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "server/base/check.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

using google::protobuf::Value;

struct CallRow {
  const char* name;
  const char* operation;
};

constexpr CallRow kCalls[] = {
    {"check", "PromotionService.CheckPromotion"},
    {"batch", "PromotionService.BatchCheckPromotion"},
    {"card", "CardService.GetCard"},
    {"cards", "CardService.ListCards"},
    {"list", "CardService.ListCardRecords"},
    {"history", "CardService.GetCardHistory"},
    {"events", "CardService.ListEvents"},
    {"record", "RecordService.GetRecord"},
    {"report", "RecordService.ReportErrorEvent"},
    {"erase", "RecordService.EraseRecord"},
    {"sources", "SourceService.ListSources"},
    {"sync", "SourceService.SyncSource"},
    {"runs", "SourceService.ListSourceRuns"},
    {"subscribe", "SubscriptionService.CreateSubscription"},
    {"subscriptions", "SubscriptionService.ListSubscriptions"},
    {"unsubscribe", "SubscriptionService.DeleteSubscription"},
};

Value& MemberOf(Value* object, const std::string& name) {
  return (*object->mutable_struct_value()->mutable_fields())[name];
}

// "crm/account/1" as members of `object`; an id may have slashes.
void AddReference(const std::string& text, Value* object) {
  const std::vector<std::string> parts =
      absl::StrSplit(text, absl::MaxSplits('/', 2));
  const char* const names[] = {"source", "type", "id"};
  for (size_t i = 0; i < parts.size(); ++i) {
    MemberOf(object, names[i]) = StringValue(parts[i]);
  }
}

Value Check(const Value& said) {
  Value check = said;
  if (said.has_string_value()) {
    check.Clear();
    AddReference(said.string_value(), &MemberOf(&check, "record"));
  } else if (Member(said, "record") != nullptr &&
             Member(said, "record")->has_string_value()) {
    Value reference;
    AddReference(Member(said, "record")->string_value(), &reference);
    MemberOf(&check, "record") = reference;
  }
  return check;
}

Value Batch(const Value& said) {
  Value batch;
  auto* checks = MemberOf(&batch, "checks").mutable_list_value();
  if (const Value* times = Member(said, "times")) {
    for (int i = 0; i < times->number_value(); ++i) {
      *checks->add_values() = Check(*Member(said, "check"));
    }
    return batch;
  }
  for (const Value& check : said.list_value().values()) {
    *checks->add_values() = Check(check);
  }
  return batch;
}

// A call with one argument that has a short way of being said.
Value Named(const std::string& call, const Value& said) {
  const bool card =
      call == "card" || call == "list" || call == "history" || call == "events";
  Value request = said;
  if (card && said.has_string_value()) {
    request.Clear();
    MemberOf(&request, "card") = said;
  } else if (!card && said.has_string_value()) {
    request.Clear();
    AddReference(said.string_value(), &request);
  } else if (!card && Member(said, "record") != nullptr) {
    AddReference(TextOf(said, "record"), &request);
    request.mutable_struct_value()->mutable_fields()->erase("record");
  } else if (said.has_null_value()) {
    request.Clear();
    request.mutable_struct_value();
  }
  return request;
}

}  // namespace

const std::vector<std::string>& CallNames() {
  static const auto* const kNames = [] {
    auto* names = new std::vector<std::string>;
    for (const CallRow& call : kCalls) names->emplace_back(call.name);
    return names;
  }();
  return *kNames;
}

std::string OperationOf(const std::string& call) {
  const auto* row =
      std::find_if(std::begin(kCalls), std::end(kCalls),
                   [&](const CallRow& known) { return call == known.name; });
  LF_CHECK(row != std::end(kCalls));
  return row->operation;
}

std::string RequestText(const std::string& call, const Value& said) {
  if (said.has_string_value() && absl::StartsWith(said.string_value(), "{")) {
    return said.string_value();
  }
  if (call == "check" || call == "report") return JsonOf(Check(said));
  if (call == "batch") return JsonOf(Batch(said));
  return JsonOf(Named(call, said));
}

}  // namespace landfall::scenarios
