// A configuration file -> ServerOptions, or everything that is wrong with it.
// Entry points: LoadConfig, LoadConfigText.
#include "server/config/load.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/config/internal/readers.h"
#include "server/config/internal/yaml_tree.h"

namespace landfall::config {
namespace {

const std::vector<std::string>& FileKeys() {
  static const auto* const keys =
      new std::vector<std::string>{"listen",         "store",
                                   "public_url",     "log",
                                   "recall",         "reporting_currency",
                                   "exchange_rates", "legal_entities",
                                   "sources",        "expectation",
                                   "scope",          "documents",
                                   "table_maps",     "keys",
                                   "hubs",           "placeholder_domains",
                                   "cards",          "events",
                                   "webhooks",       "auth"};
  return *keys;
}

}  // namespace

absl::StatusOr<ServerOptions> LoadConfigText(absl::string_view text,
                                             const std::string& name,
                                             const std::string& directory) {
  LF_ASSIGN_OR_RETURN(const internal::YamlNode root,
                      internal::ParseYaml(text, name));
  internal::Problems problems(name);
  const internal::Section file(internal::Item(root, "", problems), FileKeys());
  ServerOptions options;
  internal::ReadListen(file, directory, options);
  internal::ReadStore(file, directory, options);
  internal::ReadPublicUrl(file, options);
  internal::ReadLog(file, options);
  internal::ReadRecall(file, options);
  // What follows names sources, then legal entities.
  internal::ReadSources(file, directory, options);
  internal::ReadCurrencies(file, options);
  internal::ReadEntities(file, options);
  internal::CheckRateFeed(file, options);
  internal::ReadExpectation(file, options);
  internal::ReadScope(file, options);
  internal::ReadDocuments(file, options);
  internal::ReadTableMaps(file, directory, options);
  internal::ReadMatching(file, options);
  internal::ReadCards(file, options);
  internal::ReadEvents(file, options);
  internal::ReadWebhooks(file, options);
  internal::ReadAuth(file, directory, options);
  internal::CheckExposure(file, options);
  LF_RETURN_IF_ERROR(problems.ToStatus());
  options.warnings = problems.Warnings();
  return options;
}

absl::StatusOr<ServerOptions> LoadConfig(const std::string& path) {
  std::error_code ignored;
  // A folder opens like a file and reads like an empty one.
  if (std::filesystem::is_directory(path, ignored)) {
    return absl::NotFoundError(
        absl::StrCat("configuration file ", path, " is a folder"));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) {
    return absl::NotFoundError(
        absl::StrCat("configuration file ", path,
                     " cannot be read: ", std::strerror(errno)));
  }
  std::stringstream text;
  text << file.rdbuf();
  if (file.bad()) {
    return absl::NotFoundError(
        absl::StrCat("configuration file ", path, " cannot be read"));
  }
  const std::filesystem::path parent =
      std::filesystem::path(path).parent_path();
  LF_ASSIGN_OR_RETURN(
      ServerOptions options,
      LoadConfigText(text.str(), path, parent.empty() ? "." : parent.string()));
  const auto mode = std::filesystem::status(path, ignored).permissions();
  if (!ignored && (mode & std::filesystem::perms::others_write) !=
                      std::filesystem::perms::none) {
    options.warnings.push_back(absl::StrCat(
        path,
        ": every user of this machine may change this file, and so who gets "
        "in; chmod o-w it"));
  }
  return options;
}

}  // namespace landfall::config
