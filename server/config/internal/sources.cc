// sources -> model::Source, and how to reach those with a url. Two passes: the
// key map of a source may name a source further down.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kLeastMaxAge = absl::Hours(1);

const std::vector<std::string>& SourceKeys() {
  static const auto* const keys = new std::vector<std::string>{
      "id",      "system", "channel", "url",    "auth", "sync",
      "max_age", "grace",  "created", "orders", "keys", "catch_all"};
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

std::optional<absl::Duration> ReadSyncEvery(const Section& section) {
  const std::optional<Item> item = section.Find("sync");
  if (!item.has_value()) return std::nullopt;
  const Section sync(*item, {"every"});
  const std::optional<Item> every = sync.Find("every");
  if (!every.has_value()) {
    sync.RequiredText("every");
    return std::nullopt;
  }
  if (!section.Find("url").has_value()) {
    item->Fail("needs a url to pull from");
  }
  return every->Duration(absl::Seconds(1), 30 * kDay);
}

void ReadConnection(const Section& section, const std::string& directory,
                    model::Source& source, ServerOptions& options) {
  SourceConnection connection;
  connection.source = source.id;
  connection.sync_every = ReadSyncEvery(section);
  if (const auto auth = section.Find("auth")) {
    connection.auth = ReadSourceAuth(*auth, source.system, directory);
  }
  if (connection.sync_every.has_value()) {
    source.max_age = std::max(kLeastMaxAge, 3 * *connection.sync_every);
  }
  const std::optional<Item> url = section.Find("url");
  if (!url.has_value()) return;
  source.url = ReadUrl(*url).value_or("");
  connection.url = source.url;
  options.connections.push_back(std::move(connection));
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
  const std::optional<Item> catch_all = section.Find("catch_all");
  if (!catch_all.has_value()) return;
  source.catch_all = catch_all->Texts();
  if (!model::IsMaster(source.system)) {
    catch_all->Fail(
        "is only for finance_operations and business_central: it names "
        "customers of the master");
  }
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
