// How a source is reached and pulled -> SourceConnection. Which keys belong to
// which system is said here. Entry point: ReadConnection.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

using model::System;

constexpr absl::Duration kLeastMaxAge = absl::Hours(1);
constexpr absl::string_view kNoAuth =
    "is of no use without auth: the source is fed by import or push only";
constexpr absl::string_view kNothingToRead =
    "is of no use without url and auth: a notification has the source read";

std::optional<SyncOptions> ReadSync(const Section& source) {
  const std::optional<Item> item = source.Find("sync");
  if (!item.has_value()) return std::nullopt;
  const Section sync(*item, {"every", "full", "give_up"});
  if (!item->IsMap()) return std::nullopt;
  if (!source.Find("url").has_value()) item->Fail("needs a url to pull from");
  SyncOptions options;
  const auto read = [&](absl::string_view key, absl::Duration& value) {
    const std::optional<Item> entry = sync.Find(key);
    if (!entry.has_value()) return;
    value = entry->Duration(absl::Seconds(1), 30 * kDay).value_or(value);
  };
  if (!sync.Find("every").has_value()) sync.RequiredText("every");
  read("every", options.every);
  options.full = std::max(options.full, options.every);
  read("full", options.full);
  read("give_up", options.give_up);
  if (options.full < options.every) {
    sync.Find("full")->Fail("must not be shorter than every");
  }
  if (!source.Find("auth").has_value()) item->Warn(std::string(kNoAuth));
  return options;
}

// Quarterly: 2026-01, 2026-04, 2026-07, 2026-10.
std::string ReadApiVersion(const Item& item) {
  const std::optional<std::string> text = item.Text();
  if (!text.has_value()) return "";
  const std::vector<absl::string_view> parts = absl::StrSplit(*text, '-');
  int year = 0;
  int month = 0;
  if (parts.size() == 2 && parts[0].size() == 4 && parts[1].size() == 2 &&
      absl::SimpleAtoi(parts[0], &year) && year >= 2019 &&
      absl::SimpleAtoi(parts[1], &month) && month >= 1 && month <= 10 &&
      month % 3 == 1) {
    return *text;
  }
  item.Fail("must be a version of Shopify's API such as 2026-10");
  return "";
}

// A map from what `allowed` names to names of the system.
std::map<std::string, std::string> ReadNames(
    const Item& item, const std::vector<std::string>& allowed) {
  const Section section(item, allowed);
  std::map<std::string, std::string> names;
  for (const std::string& key : allowed) {
    const std::optional<Item> value = section.Find(key);
    if (!value.has_value()) continue;
    const std::optional<std::string> name = ReadIdentifier(*value);
    if (name.has_value()) names[key] = *name;
  }
  return names;
}

// The names of an error event, and those that the log itself has.
std::vector<std::string> ErrorFields(System system) {
  if (system == System::kBusinessCentral) {
    return {"id",
            "at",
            "message",
            "dateTime",
            "errorMessage",
            "sourceRecordId",
            "destinationRecordId"};
  }
  return {"id",
          "at",
          "flow",
          "map",
          "entity",
          "record",
          "message",
          "code",
          "RecId",
          "CreatedDateTime",
          "ProjectName",
          "InternalEntityName",
          "ExternalEntityName",
          "dataAreaId",
          "recordId",
          "CDSPayload",
          "DetailedErrorMessage",
          "ErrorCode"};
}

// The route of an API page: publisher, group and version.
std::string ReadApiRoute(const Item& item) {
  const std::string text = item.Text().value_or("");
  const auto fits = [](absl::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](unsigned char c) {
             return absl::ascii_isalnum(c) || c == '_' || c == '.';
           });
  };
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  if (parts.size() == 3 && std::all_of(parts.begin(), parts.end(), fits)) {
    return text;
  }
  item.Fail(
      "must be the publisher, group and version of an API page such as "
      "contoso/sync/v1.0");
  return "";
}

ErrorEntity ReadErrors(const Item& item, System system) {
  const bool api_page = system == System::kBusinessCentral;
  std::vector<std::string> keys = {"entity", "fields"};
  if (api_page) keys.push_back("api");
  const Section section(item, keys);
  ErrorEntity errors;
  if (const auto entity = section.Find("entity")) {
    errors.entity = ReadIdentifier(*entity).value_or("");
  } else {
    section.RequiredText("entity");
  }
  if (const auto fields = section.Find("fields")) {
    errors.fields = ReadNames(*fields, ErrorFields(system));
  }
  if (!api_page) return errors;
  if (const auto api = section.Find("api")) {
    errors.api = ReadApiRoute(*api);
  } else {
    section.RequiredText("api");
  }
  return errors;
}

std::vector<std::string> EntityTypes() {
  std::vector<std::string> types;
  for (absl::string_view type :
       model::RecordTypes(System::kFinanceOperations)) {
    if (type != "error" && type != "error_event") types.emplace_back(type);
  }
  return types;
}

// Business Central takes no longer one.
constexpr size_t kMostClientState = 2048;

std::optional<Secret> ReadNotify(const Item& item, System system,
                                 const std::string& directory) {
  const Section section(item, {"secret"});
  if (!item.IsMap()) return std::nullopt;
  const std::optional<Item> secret = section.Find("secret");
  if (!secret.has_value()) {
    section.RequiredText("secret");
    return std::nullopt;
  }
  std::optional<Secret> value = ReadSecret(*secret, directory);
  if (value.has_value() && system == System::kBusinessCentral &&
      value->Reveal().size() > kMostClientState) {
    secret->Fail("must have at most 2048 characters");
  }
  return value;
}

// What only some systems have.
void ReadOfSystem(const Section& section, const model::Source& source,
                  SourceConnection& connection) {
  const auto find = [&](absl::string_view key, System system,
                        std::optional<System> other = std::nullopt) {
    std::optional<Item> item = section.Find(key);
    if (!item.has_value()) return item;
    std::vector<System> systems = {system};
    if (other.has_value()) systems.push_back(*other);
    if (!CheckBelongs(*item, source, systems, "")) item.reset();
    return item;
  };
  if (const auto item = find("api_version", System::kShopify)) {
    connection.api_version = ReadApiVersion(*item);
  }
  if (const auto item = find("flow_runs", System::kDataverse)) {
    connection.flow_runs = item->Bool().value_or(false);
  }
  if (const auto item = find("documents", System::kFinanceOperations,
                             System::kBusinessCentral)) {
    connection.documents = item->Bool().value_or(false);
  }
  if (const auto item = find("errors", System::kFinanceOperations,
                             System::kBusinessCentral)) {
    connection.errors = ReadErrors(*item, source.system);
  }
  if (const auto item = find("entities", System::kFinanceOperations)) {
    connection.entities = ReadNames(*item, EntityTypes());
  }
  if (const auto item = find("b2b_url", System::kBigCommerce)) {
    connection.b2b_url = ReadUrl(*item).value_or("");
  }
}

// The B2B Edition wants to know which store it is asked about.
bool NamesStore(absl::string_view url) {
  constexpr absl::string_view kStores = "/stores/";
  const size_t at = url.rfind(kStores);
  return at != absl::string_view::npos && at + kStores.size() < url.size() &&
         !absl::StrContains(url.substr(at + kStores.size()), '/');
}

}  // namespace

bool CheckBelongs(const Item& item, const model::Source& source,
                  const std::vector<System>& systems,
                  absl::string_view because) {
  if (std::find(systems.begin(), systems.end(), source.system) !=
      systems.end()) {
    return true;
  }
  std::string names;
  for (size_t i = 0; i < systems.size(); ++i) {
    const char* const between = i + 1 == systems.size() ? " and " : ", ";
    absl::StrAppend(&names, i == 0 ? "" : between,
                    model::SystemName(systems[i]));
  }
  item.Fail(absl::StrCat("is only for ", names, because.empty() ? "" : ": ",
                         because));
  return false;
}

void ReadConnection(const Section& section, const std::string& directory,
                    model::Source& source, ServerOptions& options) {
  SourceConnection connection;
  connection.source = source.id;
  connection.sync = ReadSync(section);
  if (const auto auth = section.Find("auth")) {
    connection.auth = ReadSourceAuth(*auth, source.system, directory);
  }
  if (connection.sync.has_value()) {
    source.max_age = std::max(kLeastMaxAge, 3 * connection.sync->every);
  }
  if (const auto notify = section.Find("notify")) {
    connection.notify_secret = ReadNotify(*notify, source.system, directory);
    if (!section.Find("url").has_value() || connection.auth.empty()) {
      notify->Warn(std::string(kNothingToRead));
    }
  }
  if (const auto window = section.Find("order_window")) {
    connection.order_window = window->Duration(absl::Seconds(1), 3650 * kDay)
                                  .value_or(connection.order_window);
  }
  ReadOfSystem(section, source, connection);
  if (const auto url = section.Find("url")) {
    connection.url = ReadUrl(*url).value_or("");
    // Of others nobody knows how old they are: they are fed from outside.
    if (model::IsMaster(source.system) || !connection.auth.empty()) {
      source.url = connection.url;
    }
    source.pulls_documents = connection.documents && !connection.auth.empty();
  } else if (!connection.notify_secret.has_value()) {
    return;
  }
  if (!connection.b2b_url.empty() && !NamesStore(connection.url)) {
    section.Find("b2b_url")->Fail(
        "needs a url that ends with /stores/ and the hash of the store");
  }
  options.connections.push_back(std::move(connection));
}

}  // namespace landfall::config::internal
