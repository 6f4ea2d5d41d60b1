// What a scenario expects, held against an answer. Entry point: Mismatches.
#include "tests/scenarios/expected.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

using google::protobuf::Value;

constexpr absl::string_view kAnything = "…";

// How an element of a list may be written as one word, or as a word and what
// is said of it.
struct ShortForm {
  absl::string_view list;
  absl::string_view name;   // the member that names an element
  absl::string_view value;  // the member that is said of it; "": none
  bool whole = true;        // elements that are not named must not be there
};

constexpr ShortForm kShortForms[] = {
    {"reasons", "code", ""},
    {"entities", "entity", "outcome"},
    {"customers", "account", ""},
    {"keys", "normalized", ""},
    {"nearMatches", "rule", ""},
    {"counterparts", "record", "verdict"},
    {"value", "name", ""},
    {"orders", "id", "amount"},
    {"blockedByCurrency", "currencyCode", "amount"},
    {"byChannel", "key", "count"},
    {"bySource", "key", "count"},
    {"byEntity", "key", "count"},
    {"byReason", "key", "count"},
    {"points", "asOf", "count"},
    {"cards", "card", "count", false},
    {"sources", "id", "state", false},
    {"rowCounts", "type", "count"},
    {"fields", "name", "values", false},
};

const ShortForm* FindShortForm(absl::string_view list) {
  for (const ShortForm& form : kShortForms) {
    if (form.list == list) return &form;
  }
  return nullptr;
}

// An object as one word, where there is a way to write it so.
std::string WordOf(const Value& value) {
  if (Member(value, "source") != nullptr && Member(value, "id") != nullptr) {
    return absl::StrCat(TextOf(value, "source"), "/", TextOf(value, "type"),
                        "/", TextOf(value, "id"));
  }
  if (const Value* amount = Member(value, "amount")) {
    return absl::StrFormat("%.15g %s", amount->number_value(),
                           TextOf(value, "currencyCode"));
  }
  return value.has_string_value() ? value.string_value() : JsonOf(value);
}

bool IsScalar(const Value& value) {
  return !value.has_struct_value() && !value.has_list_value();
}

class Comparison {
 public:
  std::vector<std::string> Take() { return std::move(mismatches_); }

  // `list` is the name of the member that `actual` is or stands in.
  void Compare(const std::string& path, absl::string_view list,
               const Value& expected, const Value& actual) {
    if (expected.has_struct_value() && actual.has_list_value()) {
      CompareNamed(path, list, expected, actual);
    } else if (expected.has_struct_value()) {
      CompareObject(path, expected, actual);
    } else if (expected.has_list_value()) {
      CompareList(path, list, expected, actual);
    } else if (expected.has_string_value()) {
      CompareText(path, list, expected.string_value(), actual);
    } else if (JsonOf(expected) != JsonOf(actual)) {
      Add(path, JsonOf(actual), JsonOf(expected));
    }
  }

 private:
  void Add(const std::string& path, absl::string_view is,
           absl::string_view expected) {
    mismatches_.push_back(absl::StrCat(path.empty() ? "the answer" : path,
                                       ": is ", is, ", expected ", expected));
  }

  void CompareObject(const std::string& path, const Value& expected,
                     const Value& actual) {
    if (!actual.has_struct_value()) {
      return Add(path, JsonOf(actual), "an object");
    }
    for (const auto& [name, member] : expected.struct_value().fields()) {
      const std::string inner =
          path.empty() ? name : absl::StrCat(path, ".", name);
      const Value* found = Member(actual, name);
      if (member.has_null_value()) {
        if (found != nullptr) Add(inner, JsonOf(*found), "nothing");
      } else if (found == nullptr) {
        Add(inner, "not there", JsonOf(member));
      } else {
        Compare(inner, name, member, *found);
      }
    }
  }

  void CompareList(const std::string& path, absl::string_view list,
                   const Value& expected, const Value& actual) {
    const auto& wanted = expected.list_value().values();
    if (!actual.has_list_value() ||
        actual.list_value().values_size() != wanted.size()) {
      return Add(path, Brief(list, actual), JsonOf(expected));
    }
    for (int i = 0; i < wanted.size(); ++i) {
      Compare(absl::StrCat(path, "[", i, "]"), list, wanted[i],
              actual.list_value().values(i));
    }
  }

  // A list as its elements' names, to be read by people.
  static std::string Brief(absl::string_view list, const Value& actual) {
    const ShortForm* form = FindShortForm(list);
    if (form == nullptr || !actual.has_list_value()) return JsonOf(actual);
    std::string text;
    for (const Value& element : actual.list_value().values()) {
      absl::StrAppend(&text, text.empty() ? "[" : ", ", Named(*form, element));
    }
    return text.empty() ? "[]" : text + "]";
  }

  static std::string Named(const ShortForm& form, const Value& element) {
    const Value* name = Member(element, std::string(form.name));
    return name == nullptr ? JsonOf(element) : WordOf(*name);
  }

  void CompareNamed(const std::string& path, absl::string_view list,
                    const Value& expected, const Value& actual) {
    const ShortForm* form = FindShortForm(list);
    if (form == nullptr || form->value.empty()) {
      return Add(path, "a list", "an object, and there is no short form");
    }
    std::map<std::string, const Value*> elements;
    for (const Value& element : actual.list_value().values()) {
      elements[Named(*form, element)] = &element;
    }
    const auto& wanted = expected.struct_value().fields();
    for (const auto& [name, said] : wanted) {
      const std::string inner = absl::StrCat(path, "{", name, "}");
      if (elements.count(name) == 0) {
        Add(inner, "not there", JsonOf(said));
        continue;
      }
      const Value& element = *elements[name];
      if (!IsScalar(said)) {
        Compare(inner, list, said, element);
      } else if (const Value* value =
                     Member(element, std::string(form->value))) {
        Compare(inner, form->value, said, *value);
      }
    }
    for (const auto& [name, element] : elements) {
      if (form->whole && wanted.count(name) == 0) {
        Add(absl::StrCat(path, "{", name, "}"), JsonOf(*element), "nothing");
      }
    }
  }

  void CompareText(const std::string& path, absl::string_view list,
                   absl::string_view expected, const Value& actual) {
    std::string text = WordOf(actual);
    const ShortForm* form = FindShortForm(list);
    if (actual.has_struct_value() && form != nullptr &&
        Member(actual, std::string(form->name)) != nullptr) {
      text = Named(*form, actual);
    } else if (actual.has_list_value() &&
               actual.list_value().values_size() == 1) {
      text = WordOf(actual.list_value().values(0));
    } else if (!actual.has_string_value() && !actual.has_struct_value()) {
      return Add(path, text, absl::StrCat("the text ", expected));
    }
    if (!Fits(expected, text)) Add(path, text, expected);
  }

  static bool Fits(absl::string_view expected, absl::string_view text) {
    const bool open_end = absl::ConsumeSuffix(&expected, kAnything);
    const bool open_start = absl::ConsumePrefix(&expected, kAnything);
    if (open_end && open_start) return absl::StrContains(text, expected);
    if (open_end) return absl::StartsWith(text, expected);
    if (open_start) return absl::EndsWith(text, expected);
    return text == expected;
  }

  std::vector<std::string> mismatches_;
};

}  // namespace

std::vector<std::string> Mismatches(const Value& expected,
                                    const Value& actual) {
  Comparison comparison;
  comparison.Compare("", "", expected, actual);
  return comparison.Take();
}

}  // namespace landfall::scenarios
