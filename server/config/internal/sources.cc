// sources -> model::Source, and how to reach those with a url. Two passes: the
// key map of a source may name a source further down.
#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

const std::vector<std::string>& SourceKeys() {
  static const auto* const keys = new std::vector<std::string>{
      "id",           "system",    "channel",   "url",      "auth",
      "sync",         "notify",    "max_age",   "grace",    "created",
      "orders",       "keys",      "catch_all", "max_gone", "accept_rejects",
      "order_window", "flow_runs", "documents", "errors",   "entities",
      "api_version",  "b2b_url"};
  return *keys;
}

std::optional<model::System> ReadSystem(const Section& section) {
  const std::optional<Item> item = section.Find("system");
  if (!item.has_value()) {
    section.RequiredText("system");
    return std::nullopt;
  }
  const std::optional<std::string> name =
      item->OneOf({"dataverse", "finance_operations", "business_central",
                   "shopify", "bigcommerce", "adobe_commerce"});
  return name.has_value() ? model::ParseSystem(*name) : std::nullopt;
}

// First pass: id and system. nullopt when either is unusable.
std::optional<model::Source> ReadIdentity(const Section& section,
                                          const ServerOptions& options) {
  const std::optional<Item> id_item = section.Find("id");
  if (!id_item.has_value()) section.RequiredText("id");
  const std::optional<std::string> id =
      id_item.has_value() ? ReadSlug(*id_item) : std::nullopt;
  const std::optional<model::System> system = ReadSystem(section);
  if (!id.has_value() || !system.has_value()) return std::nullopt;
  if (options.settings.FindSource(*id) != nullptr) {
    id_item->Fail(absl::StrCat("source \"", *id, "\" is named twice"));
    return std::nullopt;
  }
  model::Source source;
  source.id = *id;
  source.system = *system;
  return source;
}

// "20%" -> 20.
int ReadPercent(const Item& item, int value) {
  const std::optional<std::string> text = item.Text();
  if (!text.has_value()) return value;
  absl::string_view digits = *text;
  int percent = 0;
  if (absl::ConsumeSuffix(&digits, "%") && absl::SimpleAtoi(digits, &percent) &&
      percent >= 0 && percent <= 100) {
    return percent;
  }
  item.Fail("must be a share from 0% to 100%, such as 20%");
  return value;
}

// What makes a read of the customer master whole.
void ReadCompleteness(const Section& section, model::Source& source) {
  const std::vector<model::System> masters = {model::System::kFinanceOperations,
                                              model::System::kBusinessCentral};
  constexpr absl::string_view kWhy =
      "it is about complete reads of the customer master";
  if (const auto item = section.Find("accept_rejects")) {
    if (CheckBelongs(*item, source, masters, kWhy)) {
      source.accept_rejects = item->Integer(0, 2147483647).value_or(0);
    }
  }
  if (const auto item = section.Find("max_gone")) {
    if (CheckBelongs(*item, source, masters, kWhy)) {
      source.max_gone_percent = ReadPercent(*item, source.max_gone_percent);
    }
  }
}

void ReadTiming(const Section& section, model::Source& source) {
  if (source.system == model::System::kBusinessCentral) {
    source.grace = absl::Minutes(30);
  }
  if (const auto item = section.Find("max_age")) {
    const auto age = item->Duration(absl::Seconds(1), 365 * kDay);
    if (age.has_value()) source.max_age = *age;
  }
  if (const auto item = section.Find("grace")) {
    const auto grace = item->Duration(absl::ZeroDuration(), 30 * kDay);
    if (grace.has_value()) source.grace = *grace;
  }
}

void ReadDetails(const Section& section, const std::string& directory,
                 model::Source& source, ServerOptions& options) {
  source.channel = section.Text("channel").value_or("");
  ReadConnection(section, directory, source, options);
  ReadTiming(section, source);
  if (const auto created = section.Find("created")) {
    source.created = created->Texts();
  }
  ReadActiveStates(section, source);
  ReadKeyFields(section, options, source);
  ReadCompleteness(section, source);
  const std::optional<Item> catch_all = section.Find("catch_all");
  if (!catch_all.has_value()) return;
  source.catch_all = catch_all->Texts();
  CheckBelongs(
      *catch_all, source,
      {model::System::kFinanceOperations, model::System::kBusinessCentral},
      "it names customers of the master");
}

}  // namespace

void ReadSources(const Section& file, const std::string& directory,
                 ServerOptions& options) {
  std::vector<std::pair<std::string, Section>> details;
  for (const Item& item : file.Items("sources")) {
    const Section section(item, SourceKeys());
    if (!item.IsMap()) continue;
    std::optional<model::Source> source = ReadIdentity(section, options);
    if (!source.has_value()) continue;
    details.emplace_back(source->id, section);
    options.settings.sources.push_back(*std::move(source));
  }
  for (size_t i = 0; i < details.size(); ++i) {
    ReadDetails(details[i].second, directory, options.settings.sources[i],
                options);
  }
}

}  // namespace landfall::config::internal
