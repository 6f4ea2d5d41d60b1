// The members of a request -> the words of a command line.
// Entry point: WordsOf.
#include "tests/scenarios/cli_words.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

using google::protobuf::Value;
using Words = std::vector<std::string>;

constexpr size_t kCountryCode = 3;

// The flag of a member, one for all commands that have it.
const std::map<std::string, std::string>& Flags() {
  static const auto* const kFlags = new std::map<std::string, std::string>{
      {"asOf", "--as-of"},
      {"windowDays", "--window-days"},
      {"view", "--view"},
      {"keys", "--keys"},
      {"expectedEntities", "--entity"},
      {"entity", "--entity"},
      {"source", "--source"},
      {"channel", "--channel"},
      {"reason", "--reason"},
      {"orderBy", "--order-by"},
      {"shipToCountry", "--ship-to"},
      {"name", "--name"},
      {"country", "--country"},
      {"emails", "--email"},
      {"postalCode", "--postal-code"},
      {"from", "--from"},
      {"to", "--to"},
      {"step", "--step"},
      {"cursor", "--cursor"},
      {"type", "--type"},
      {"taxIds", "--tax-id"},
      {"externalIds", "--external-id"},
  };
  return *kFlags;
}

// The commands that take a card.
const std::map<std::string, std::string>& CardCommands() {
  static const auto* const kCommands = new std::map<std::string, std::string>{
      {"CardService.GetCard", "card"},
      {"CardService.ListCardRecords", "list"},
      {"CardService.GetCardHistory", "history"},
      {"CardService.ListEvents", "events"},
  };
  return *kCommands;
}

std::string WordOf(const Value& value) {
  if (value.has_string_value()) return value.string_value();
  if (!value.has_struct_value()) return JsonOf(value);
  // A tax ID or an external ID: "DE:123", "shop:7".
  std::string first = TextOf(value, "country");
  if (first.empty()) first = TextOf(value, "source");
  const std::string text = TextOf(value, "value");
  return first.empty() ? text : absl::StrCat(first, ":", text);
}

void AddFlag(const std::string& flag, const Value& value, Words* words) {
  if (flag == "--keys" && value.has_list_value()) {
    words->push_back(flag);
    words->push_back(absl::StrJoin(value.list_value().values(), ",",
                                   [](std::string* out, const Value& element) {
                                     absl::StrAppend(out, WordOf(element));
                                   }));
    return;
  }
  if (!value.has_list_value()) {
    words->insert(words->end(), {flag, WordOf(value)});
    return;
  }
  for (const Value& element : value.list_value().values()) {
    words->insert(words->end(), {flag, WordOf(element)});
  }
}

// Adds the flags of all members but `taken`; false when one has none.
bool AddFlags(const Value& object, const std::vector<std::string>& taken,
              Words* words) {
  std::map<std::string, const Value*> members;
  for (const auto& [name, value] : object.struct_value().fields()) {
    members[name] = &value;
  }
  for (const std::string& name : taken) members.erase(name);
  for (const auto& [name, value] : members) {
    const auto flag = Flags().find(name);
    if (flag == Flags().end()) return false;
    AddFlag(flag->second, *value, words);
  }
  return true;
}

std::string Reference(const Value& value) {
  return absl::StrCat(TextOf(value, "source"), "/", TextOf(value, "type"), "/",
                      TextOf(value, "id"));
}

// A tax ID's country stands before a colon and has to be a code there.
bool SaysCountries(const Value& customer) {
  const Value* tax_ids = Member(customer, "taxIds");
  if (tax_ids == nullptr) return true;
  for (const Value& tax_id : tax_ids->list_value().values()) {
    if (TextOf(tax_id, "country").size() > kCountryCode) return false;
  }
  return true;
}

bool AddCheck(const Value& request, Words* words) {
  if (const Value* record = Member(request, "record")) {
    words->push_back(Reference(*record));
  }
  if (const Value* customer = Member(request, "customer")) {
    const size_t before = words->size();
    if (!SaysCountries(*customer) || !AddFlags(*customer, {}, words) ||
        words->size() == before) {
      return false;
    }
  }
  return AddFlags(request, {"record", "customer"}, words);
}

}  // namespace

std::optional<Words> WordsOf(const std::string& operation,
                             const Value& request) {
  Words words;
  bool said = false;
  if (operation == "PromotionService.CheckPromotion") {
    words = {"check"};
    said = AddCheck(request, &words);
  } else if (CardCommands().count(operation) > 0) {
    words = {CardCommands().at(operation), TextOf(request, "card")};
    said = AddFlags(request, {"card"}, &words);
  } else if (operation == "CardService.ListCards") {
    words = {"cards"};
    said = AddFlags(request, {}, &words);
  } else if (operation == "RecordService.GetRecord" ||
             operation == "RecordService.EraseRecord") {
    const bool erase = operation == "RecordService.EraseRecord";
    words = {erase ? "erase" : "explain", Reference(request)};
    said = AddFlags(request, {"source", "type", "id"}, &words);
  } else if (operation == "SourceService.ListSources") {
    words = {"sources"};
    said = true;
  } else if (operation == "SubscriptionService.ListSubscriptions") {
    words = {"subscriptions"};
    said = true;
  }
  if (!said) return std::nullopt;
  return words;
}

}  // namespace landfall::scenarios
