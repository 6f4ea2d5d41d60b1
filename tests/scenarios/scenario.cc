// A scenario file on top of base.yaml -> steps with requests and expectations.
// Entry points: ScenarioFiles and ReadScenario.
#include "tests/scenarios/scenario.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"
#include "tests/scenarios/request_text.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

using google::protobuf::Value;

absl::Status Wrong(const std::string& where, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(where, ": ", what));
}

absl::Status CheckNames(const std::string& where, const Value& object,
                        const std::set<std::string>& allowed) {
  if (!object.has_struct_value()) return Wrong(where, "must be a map");
  for (const auto& [name, member] : object.struct_value().fields()) {
    if (allowed.count(name) > 0) continue;
    return Wrong(where, absl::StrCat("unknown key ", name, "; allowed: ",
                                     absl::StrJoin(allowed, ", ")));
  }
  return absl::OkStatus();
}

std::string IdOf(const Value& element) {
  const std::string id = TextOf(element, "id");
  return id.empty() ? TextOf(element, "customer") : id;
}

// Lays a configuration over another: maps are merged, elements of lists that
// have the same id as well, other elements are added.
void LayOver(const Value& over, Value* value) {
  if (over.has_struct_value() && value->has_struct_value()) {
    auto& fields = *value->mutable_struct_value()->mutable_fields();
    for (const auto& [name, member] : over.struct_value().fields()) {
      LayOver(member, &fields[name]);
    }
    return;
  }
  if (!over.has_list_value() || !value->has_list_value()) {
    *value = over;
    return;
  }
  const bool named = std::any_of(
      over.list_value().values().begin(), over.list_value().values().end(),
      [](const Value& element) { return element.has_struct_value(); });
  if (!named) {
    *value = over;
    return;
  }
  auto& elements = *value->mutable_list_value()->mutable_values();
  for (const Value& element : over.list_value().values()) {
    const auto same =
        std::find_if(elements.begin(), elements.end(), [&](const Value& known) {
          return !IdOf(element).empty() && IdOf(known) == IdOf(element);
        });
    if (same == elements.end()) {
      *elements.Add() = element;
    } else {
      LayOver(element, &*same);
    }
  }
}

// The fields that a payload of this type usually has, under its own.
std::string WithUsual(const Value& usual, const std::string& type,
                      const Value& payload) {
  const Value* fields = Member(usual, type);
  if (fields == nullptr) return JsonOf(payload);
  Value whole = *fields;
  for (const auto& [name, member] : payload.struct_value().fields()) {
    (*whole.mutable_struct_value()->mutable_fields())[name] = member;
  }
  return JsonOf(whole);
}

class Reader {
 public:
  Reader(std::string file, const Value& base, const Value& own)
      : file_(std::move(file)), base_(base), own_(own) {}

  absl::StatusOr<Scenario> Read() {
    LF_RETURN_IF_ERROR(CheckNames(
        file_, own_,
        {"title", "story", "now", "config", "usual", "import", "steps"}));
    Scenario scenario;
    scenario.title = TextOf(own_, "title");
    scenario.story = TextOf(own_, "story");
    if (scenario.title.empty() || scenario.story.empty()) {
      return Wrong(file_, "title and story are required");
    }
    const auto now = base::ParseTime(TextOf(own_, "now"));
    if (!now.has_value()) return Wrong(file_, "now: a time is required");
    scenario.now = *now;
    scenario.config = JsonOf(Layered("config"));
    usual_ = Layered("usual");
    LF_RETURN_IF_ERROR(
        ReadImports("base.yaml", Member(base_, "import"), &scenario.imports));
    LF_RETURN_IF_ERROR(
        ReadImports(file_, Member(own_, "import"), &scenario.imports));
    const Value* steps = Member(own_, "steps");
    if (steps == nullptr || !steps->has_list_value()) {
      return Wrong(file_, "steps: a list is required");
    }
    for (const Value& step : steps->list_value().values()) {
      const std::string where =
          absl::StrCat(file_, ": step ", scenario.steps.size() + 1);
      LF_ASSIGN_OR_RETURN(Step read, ReadStep(where, step));
      scenario.steps.push_back(std::move(read));
    }
    return scenario;
  }

 private:
  Value Layered(const std::string& name) const {
    Value value = *Member(base_, name);
    if (const Value* own = Member(own_, name)) LayOver(*own, &value);
    return value;
  }

  absl::Status ReadImports(const std::string& where, const Value* list,
                           std::vector<Import>* imports) {
    if (list == nullptr) return absl::OkStatus();
    for (const Value& element : list->list_value().values()) {
      const std::string here =
          absl::StrCat(where, ": import ", imports->size() + 1);
      LF_ASSIGN_OR_RETURN(Import import, ReadImport(here, element));
      imports->push_back(std::move(import));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Import> ReadImport(const std::string& where,
                                    const Value& value) {
    LF_RETURN_IF_ERROR(
        CheckNames(where, value,
                   {"source", "type", "company", "payloads", "text", "file",
                    "stream", "acceptRejects", "full", "maxGone"}));
    Import import;
    import.source = TextOf(value, "source");
    import.type = TextOf(value, "type");
    import.company = TextOf(value, "company");
    import.stream = Member(value, "stream") != nullptr;
    import.accept_rejects = Member(value, "acceptRejects") != nullptr;
    import.full = Member(value, "full") != nullptr;
    if (const Value* percent = Member(value, "maxGone")) {
      import.max_gone = static_cast<int>(percent->number_value());
    }
    if (const Value* text = Member(value, "text")) {
      import.file = text->string_value();
    } else if (const Value* file = Member(value, "file")) {
      std::ifstream input(
          absl::StrCat(ScenarioFolder(), "/", file->string_value()),
          std::ios::binary);
      std::stringstream bytes;
      bytes << input.rdbuf();
      if (!input) return Wrong(where, "the file cannot be read");
      import.file = bytes.str();
    } else if (const Value* payloads = Member(value, "payloads")) {
      const std::string type = absl::StrCat(import.source, "/", import.type);
      for (const Value& payload : payloads->list_value().values()) {
        import.payloads.push_back(WithUsual(usual_, type, payload));
      }
    } else {
      return Wrong(where, "payloads, text or file is required");
    }
    return import;
  }

  absl::StatusOr<Step> ReadStep(const std::string& where, const Value& value) {
    std::set<std::string> allowed = {"expect", "error", "without", "why"};
    std::vector<std::string> actions;
    for (const std::string& action : Actions()) {
      allowed.insert(action);
      if (Member(value, action) != nullptr) actions.push_back(action);
    }
    LF_RETURN_IF_ERROR(CheckNames(where, value, allowed));
    if (actions.size() != 1) {
      return Wrong(where, absl::StrCat("exactly one of ",
                                       absl::StrJoin(Actions(), ", ")));
    }
    Step step;
    step.name = absl::StrCat(where, " (", actions[0], ")");
    LF_RETURN_IF_ERROR(
        ReadAction(where, actions[0], *Member(value, actions[0]), &step));
    if (const Value* without = Member(value, "without")) {
      for (const Value& transport : without->list_value().values()) {
        step.without.insert(transport.string_value());
      }
    }
    return ReadOutcome(where, value, std::move(step));
  }

  absl::StatusOr<Step> ReadOutcome(const std::string& where, const Value& value,
                                   Step step) {
    if (const Value* expect = Member(value, "expect")) step.expect = *expect;
    if (const Value* error = Member(value, "error")) {
      LF_RETURN_IF_ERROR(
          CheckNames(where, *error, {"status", "reason", "field", "usage"}));
      step.error = {TextOf(*error, "status"), TextOf(*error, "reason"),
                    TextOf(*error, "field"), TextOf(*error, "usage")};
    }
    const bool asks =
        step.kind != StepKind::kClock && step.kind != StepKind::kRestart;
    if (asks != (step.expect.has_value() || step.error.has_value()) ||
        (step.expect.has_value() && step.error.has_value())) {
      return Wrong(where, "a call needs one of expect and error");
    }
    return step;
  }

  static const std::vector<std::string>& Actions() {
    static const auto* const kActions = [] {
      auto* actions =
          new std::vector<std::string>{"import", "stream", "clock", "restart"};
      for (const std::string& call : CallNames()) actions->push_back(call);
      return actions;
    }();
    return *kActions;
  }

  absl::Status ReadAction(const std::string& where, const std::string& action,
                          const Value& value, Step* step) {
    if (action == "import") {
      step->kind = StepKind::kImport;
      LF_ASSIGN_OR_RETURN(step->import, ReadImport(where, value));
      return absl::OkStatus();
    }
    if (action == "stream") {
      step->kind = StepKind::kStream;
      step->operation = "PromotionService.StreamCheckPromotion";
      for (const Value& batch : value.list_value().values()) {
        step->batches.push_back(RequestText("batch", batch));
      }
      return absl::OkStatus();
    }
    if (action == "restart") {
      step->kind = StepKind::kRestart;
      return absl::OkStatus();
    }
    if (action != "clock") {
      step->operation = OperationOf(action);
      step->request = RequestText(action, value);
      return absl::OkStatus();
    }
    step->kind = StepKind::kClock;
    absl::string_view text = value.string_value();
    step->at = base::ParseTime(text);
    if (step->at.has_value()) return absl::OkStatus();
    const bool later = absl::ConsumePrefix(&text, "+");
    const auto duration = base::ParseDuration(text);
    if (!later || !duration.has_value()) {
      return Wrong(where, "clock: a time, or +20m");
    }
    step->later = *duration;
    return absl::OkStatus();
  }

  const std::string file_;
  const Value& base_;
  const Value& own_;
  Value usual_;
};

}  // namespace

std::string ScenarioFolder() {
  return absl::StrCat(LANDFALL_SOURCE_DIR, "/tests/scenarios");
}

std::vector<std::string> ScenarioFiles() {
  std::vector<std::string> files;
  const std::filesystem::path folder = ScenarioFolder();
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    if (entry.path() == folder / "base.yaml") continue;
    files.push_back(entry.path().lexically_relative(folder).string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::StatusOr<Scenario> ReadScenario(const std::string& file) {
  LF_ASSIGN_OR_RETURN(const Value base,
                      ReadYaml(absl::StrCat(ScenarioFolder(), "/base.yaml")));
  LF_RETURN_IF_ERROR(
      CheckNames("base.yaml", base, {"config", "usual", "import"}));
  LF_ASSIGN_OR_RETURN(const Value own,
                      ReadYaml(absl::StrCat(ScenarioFolder(), "/", file)));
  return Reader(file, base, own).Read();
}

}  // namespace landfall::scenarios
