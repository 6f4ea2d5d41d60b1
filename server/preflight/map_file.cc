// The text of a file of table maps -> the maps. Entry point: ParseMapFile.
#include "server/preflight/map_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/base/nearest.h"
#include "server/base/status_macros.h"
#include "server/filter/filter.h"
#include "server/model/system.h"

namespace landfall::preflight {
namespace {

using model::FieldKind;
using model::MapFlow;
using model::MappedField;

struct Symbol {
  absl::string_view text;
  MapFlow flow;
  bool transformed;
};

constexpr Symbol kSymbols[] = {
    {"=", MapFlow::kBoth, false},       {"><", MapFlow::kBoth, true},
    {"<", MapFlow::kToMaster, false},   {"<<", MapFlow::kToMaster, true},
    {">", MapFlow::kToUpstream, false}, {">>", MapFlow::kToUpstream, true},
};

struct KindName {
  absl::string_view name;
  FieldKind kind;
};

constexpr KindName kKinds[] = {
    {"text", FieldKind::kText},       {"code", FieldKind::kCode},
    {"number", FieldKind::kNumber},   {"yes_no", FieldKind::kYesNo},
    {"phone", FieldKind::kPhone},     {"url", FieldKind::kUrl},
    {"country", FieldKind::kCountry}, {"choice", FieldKind::kChoice},
};

constexpr absl::string_view kNone = "none";
constexpr absl::string_view kWords =
    "mandatory, a kind (text, code, number, yes_no, phone, url, country, "
    "choice), lookup:<record type>, values:<theirs>=<ours>,... and "
    "constant:<value>";
constexpr size_t kMostLine = 4096;

const Symbol* FindSymbol(absl::string_view text) {
  for (const Symbol& symbol : kSymbols) {
    if (symbol.text == text) return &symbol;
  }
  return nullptr;
}

// The record types of Dataverse whose rows a map may send, or lead to.
std::vector<std::string> RowTypes() {
  std::vector<std::string> types;
  for (absl::string_view type : model::RecordTypes(model::System::kDataverse)) {
    const auto kind = model::KindOf(model::System::kDataverse, type);
    if (kind == model::RecordKind::kUpstreamCustomer ||
        kind == model::RecordKind::kReference) {
      types.emplace_back(type);
    }
  }
  return types;
}

class Parser {
 public:
  explicit Parser(const std::string& name) : name_(name) {}

  absl::StatusOr<std::vector<MapSection>> Parse(absl::string_view text) {
    if (text.size() > kMostMapBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat(name_, ": longer than ", kMostMapBytes, " bytes"));
    }
    for (absl::string_view line : absl::StrSplit(text, '\n')) {
      ++line_;
      LF_RETURN_IF_ERROR(ReadLine(absl::StripAsciiWhitespace(line)));
    }
    LF_RETURN_IF_ERROR(EndSection());
    return std::move(sections_);
  }

 private:
  absl::Status Fail(absl::string_view problem) const {
    return absl::InvalidArgumentError(
        absl::StrCat(name_, ":", line_, ": ", problem));
  }

  absl::Status ReadLine(absl::string_view line) {
    if (line.empty() || line.front() == '#') return absl::OkStatus();
    if (line.size() > kMostLine) {
      return Fail(absl::StrCat("longer than ", kMostLine, " bytes"));
    }
    if (line.front() == '[') return BeginSection(line);
    if (sections_.empty()) {
      return Fail(
          "a map begins with [<entity of Finance & Operations> | <table of "
          "Dataverse>]");
    }
    const std::vector<absl::string_view> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (words.size() > 1 && FindSymbol(words[1]) != nullptr) {
      return ReadField(words);
    }
    return ReadDirective(words[0], absl::StripAsciiWhitespace(
                                       absl::StripPrefix(line, words[0])));
  }

  absl::Status BeginSection(absl::string_view line) {
    LF_RETURN_IF_ERROR(EndSection());
    const std::vector<absl::string_view> names =
        absl::StrSplit(line.substr(1, line.size() - 2), '|');
    if (line.back() != ']' || names.size() != 2) {
      return Fail(
          "a map begins with [<entity of Finance & Operations> | <table of "
          "Dataverse>]");
    }
    MapSection section;
    section.map.entity = std::string(absl::StripAsciiWhitespace(names[0]));
    section.map.table = std::string(absl::StripAsciiWhitespace(names[1]));
    if (section.map.entity.empty() || section.map.table.empty()) {
      return Fail("the entity and the table must have a name");
    }
    for (const MapSection& known : sections_) {
      if (known.map.Name() == section.map.Name()) {
        return Fail(absl::StrCat("map ", section.map.Name(), " comes twice"));
      }
    }
    if (sections_.size() == kMostMaps) {
      return Fail(absl::StrCat("more than ", kMostMaps, " maps"));
    }
    sections_.push_back(std::move(section));
    return absl::OkStatus();
  }

  absl::Status EndSection() {
    if (sections_.empty()) return absl::OkStatus();
    const MapSection& section = sections_.back();
    if (!section.extends && section.map.type.empty()) {
      return Fail(absl::StrCat("map ", section.map.Name(), ": needs type: ",
                               absl::StrJoin(RowTypes(), ", ")));
    }
    return absl::OkStatus();
  }

  absl::Status ReadDirective(absl::string_view key, absl::string_view value) {
    MapSection& section = sections_.back();
    if (value.empty()) return Fail(absl::StrCat(key, ": must have a value"));
    if (key == "type") return ReadType(key, value, &section.map.type);
    if (key == "company") {
      section.has_company = true;
      return ReadYesNo(key, value, &section.map.of_company);
    }
    if (key == "extends") return ReadYesNo(key, value, &section.extends);
    if (key == "sends") {
      const auto filter = filter::Filter::Parse(value);
      if (!filter.ok()) {
        return Fail(absl::StrCat("sends: ", filter.status().message()));
      }
      section.has_sends = true;
      section.map.sends = std::string(value);
      return absl::OkStatus();
    }
    if (key == "receives") {
      section.has_receives = true;
      section.map.receives = std::string(value);
      return absl::OkStatus();
    }
    if (key == "without") {
      for (absl::string_view field :
           absl::StrSplit(value, absl::ByAnyChar(" \t,"), absl::SkipEmpty())) {
        section.without.emplace_back(field);
      }
      return absl::OkStatus();
    }
    return Fail(absl::StrCat("unknown \"", key,
                             "\"; allowed are type, company, sends, receives, "
                             "extends, without, and fields such as: "
                             "CustomerAccount = accountnumber"));
  }

  absl::Status ReadYesNo(absl::string_view key, absl::string_view value,
                         bool* result) const {
    if (value != "yes" && value != "no") {
      return Fail(absl::StrCat(key, ": must be yes or no"));
    }
    *result = value == "yes";
    return absl::OkStatus();
  }

  absl::Status ReadType(absl::string_view key, absl::string_view value,
                        std::string* type) const {
    const std::vector<std::string> types = RowTypes();
    if (std::find(types.begin(), types.end(), value) == types.end()) {
      const std::string meant = base::Nearest(value, types);
      return Fail(absl::StrCat(
          key, ": \"", value, "\" is no record type of Dataverse that a map ",
          "can be about; ",
          meant.empty() ? absl::StrCat("they are ", absl::StrJoin(types, ", "))
                        : absl::StrCat("did you mean ", meant, "?")));
    }
    *type = std::string(value);
    return absl::OkStatus();
  }

  absl::Status ReadField(const std::vector<absl::string_view>& words) {
    if (words.size() < 3) {
      return Fail(absl::StrCat(words[0],
                               ": the field of Dataverse is missing; write "
                               "none if there is none"));
    }
    MappedField field;
    const Symbol& symbol = *FindSymbol(words[1]);
    field.flow = symbol.flow;
    field.transformed = symbol.transformed;
    if (words[0] != kNone) field.master_field = std::string(words[0]);
    if (words[2] != kNone) field.upstream_field = std::string(words[2]);
    if (field.master_field.empty() && field.upstream_field.empty()) {
      return Fail("a field on one side at least must have a name");
    }
    for (size_t i = 3; i < words.size(); ++i) {
      LF_RETURN_IF_ERROR(ReadWord(words[0], words[i], &field));
    }
    std::vector<MappedField>& fields = sections_.back().map.fields;
    const bool twice =
        std::any_of(fields.begin(), fields.end(), [&](const MappedField& f) {
          return f.master_field == field.master_field &&
                 f.upstream_field == field.upstream_field;
        });
    if (twice) return Fail(absl::StrCat(words[0], ": comes twice"));
    if (fields.size() == kMostMappedFields) {
      return Fail(absl::StrCat("more than ", kMostMappedFields, " fields"));
    }
    fields.push_back(std::move(field));
    return absl::OkStatus();
  }

  absl::Status ReadWord(absl::string_view name, absl::string_view word,
                        MappedField* field) const {
    if (word == "mandatory") {
      field->mandatory = true;
      return absl::OkStatus();
    }
    for (const KindName& known : kKinds) {
      if (known.name != word) continue;
      field->kind = known.kind;
      return absl::OkStatus();
    }
    if (absl::ConsumePrefix(&word, "lookup:")) {
      return ReadType(absl::StrCat(name, ": lookup"), word, &field->lookup);
    }
    if (absl::ConsumePrefix(&word, "constant:")) {
      field->constant = std::string(word);
      return absl::OkStatus();
    }
    if (absl::ConsumePrefix(&word, "values:")) {
      return ReadValues(name, word, field);
    }
    return Fail(absl::StrCat(name, ": unknown word \"", word,
                             "\"; allowed are ", kWords));
  }

  absl::Status ReadValues(absl::string_view name, absl::string_view text,
                          MappedField* field) const {
    for (absl::string_view pair : absl::StrSplit(text, ',')) {
      const std::vector<std::string> sides = absl::StrSplit(pair, '=');
      if (sides.size() != 2 || (sides[0].empty() && sides[1].empty())) {
        return Fail(absl::StrCat(
            name, ": values: must be <theirs>=<ours>, separated by commas"));
      }
      field->values.emplace_back(sides[0], sides[1]);
    }
    return absl::OkStatus();
  }

  const std::string& name_;
  int line_ = 0;
  std::vector<MapSection> sections_;
};

}  // namespace

absl::StatusOr<std::vector<MapSection>> ParseMapFile(absl::string_view text,
                                                     const std::string& name) {
  return Parser(name).Parse(text);
}

}  // namespace landfall::preflight
