// "env:NAME" and "file:/path" -> their values. No message here quotes a value.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

constexpr absl::string_view kEnv = "env:";
constexpr absl::string_view kFile = "file:";
constexpr size_t kMostSecretBytes = size_t{64} << 10;

// A value as it is sent: one line end at the end is the editor's, anything
// beyond that would break the header that it goes into.
std::optional<Secret> Checked(const Item& item, std::string value,
                              const std::string& where) {
  if (absl::EndsWith(value, "\n")) value.pop_back();
  if (absl::EndsWith(value, "\r")) value.pop_back();
  if (value.empty()) {
    item.Fail(absl::StrCat(where, " is empty"));
    return std::nullopt;
  }
  if (std::any_of(value.begin(), value.end(), absl::ascii_iscntrl)) {
    item.Fail(absl::StrCat(
        where, " holds more than one line, or a control character"));
    return std::nullopt;
  }
  return Secret(std::move(value));
}

std::optional<Secret> FromEnvironment(const Item& item,
                                      const std::string& name) {
  const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
  const std::string where = absl::StrCat("environment variable ", name);
  if (value == nullptr) {
    item.Fail(absl::StrCat(where, " is not set"));
    return std::nullopt;
  }
  return Checked(item, value, where);
}

std::optional<Secret> FromFile(const Item& item, const std::string& path) {
  const std::string where = absl::StrCat("secret file ", path);
  std::ifstream file(path, std::ios::binary);
  std::string value(kMostSecretBytes + 1, '\0');
  // A folder opens, but cannot be read.
  if (!file.is_open() ||
      file.read(value.data(), static_cast<std::streamsize>(value.size()))
          .bad()) {
    item.Fail(absl::StrCat(where, " cannot be read"));
    return std::nullopt;
  }
  value.resize(static_cast<size_t>(file.gcount()));
  if (value.size() > kMostSecretBytes) {
    item.Fail(absl::StrCat(where, " has more than ", kMostSecretBytes,
                           " bytes; is it the right file?"));
    return std::nullopt;
  }
  CheckPrivateFile(item, path);
  return Checked(item, std::move(value), where);
}

}  // namespace

bool IsSecretReference(absl::string_view text) {
  return absl::StartsWith(text, kEnv) || absl::StartsWith(text, kFile);
}

std::optional<Secret> ResolveSecret(const Item& item,
                                    const std::string& reference,
                                    const std::string& directory) {
  if (absl::StartsWith(reference, kEnv)) {
    return FromEnvironment(item, reference.substr(kEnv.size()));
  }
  return FromFile(item, Absolute(reference.substr(kFile.size()), directory));
}

std::optional<Secret> ReadSecret(const Item& item,
                                 const std::string& directory) {
  const std::optional<std::string> text = item.Text();
  if (!text.has_value()) return std::nullopt;
  if (IsSecretReference(*text)) return ResolveSecret(item, *text, directory);
  item.Fail(
      "a secret does not belong into this file; write \"env:NAME\" for an "
      "environment variable or \"file:/path\" for a file");
  return std::nullopt;
}

}  // namespace landfall::config::internal
