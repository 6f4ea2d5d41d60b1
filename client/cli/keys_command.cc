// landfall keys: API keys and the file or line of configuration that lets them
// in. Asks no server. Entry points: RunKeysNew, RunKeysList, RunKeysRevoke.
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cli/commands.h"
#include "server/base/clock.h"
#include "server/base/nearest.h"
#include "server/base/time_text.h"
#include "server/config/keys_file.h"

namespace landfall::cli {
namespace {

using config::ApiKey;

constexpr size_t kKeyBytes = 32;
constexpr size_t kLongestId = 64;
constexpr int kMostCalls = 1'000'000;

constexpr char kNeedsFile[] =
    "--file: the file that auth.keys_file of landfall.yaml names. Keys that "
    "stand in landfall.yaml itself, below auth: api_keys, are listed there; "
    "to revoke one, take its line out and restart landfalld";

std::string Sha256Hex(const std::string& text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

bool IsSlug(const std::string& text) {
  for (char c : text) {
    const bool good = absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                      c == '-' || c == '_';
    if (!good) return false;
  }
  // YAML reads the word null as nothing.
  return !text.empty() && text.size() <= kLongestId &&
         absl::ascii_isalnum(text[0]) && text != "null";
}

absl::StatusOr<config::Role> RoleOf(const std::string& name) {
  for (const config::Role role :
       {config::Role::kReader, config::Role::kIngester, config::Role::kAdmin}) {
    if (config::RoleText(role) == name) return role;
  }
  return absl::InvalidArgumentError("--role: one of reader, ingester, admin");
}

// "5,20" as calls a second and how many at once, "5" with as many at once, and
// "off". What the configuration says with rate_limit.
absl::StatusOr<config::RateLimit> RateLimitOf(const std::string& text) {
  if (text == "off") return config::RateLimit{};
  const std::vector<std::string> parts = absl::StrSplit(text, ',');
  config::RateLimit limit;
  const bool read = parts.size() <= 2 &&
                    absl::SimpleAtoi(parts.front(), &limit.per_second) &&
                    absl::SimpleAtoi(parts.back(), &limit.burst);
  if (!read || limit.per_second < 1 || limit.per_second > kMostCalls ||
      limit.burst < 1 || limit.burst > kMostCalls) {
    return absl::InvalidArgumentError(
        "--rate-limit: calls a second and at once, such as 5,20, each from 1 "
        "to 1000000; or off");
  }
  return limit;
}

absl::StatusOr<std::string> NewKey() {
  std::array<unsigned char, kKeyBytes> random{};
  if (RAND_bytes(random.data(), random.size()) != 1) {
    return absl::InternalError("the system has no random numbers");
  }
  return absl::StrCat(
      "lf_", absl::WebSafeBase64Escape(absl::string_view(
                 reinterpret_cast<const char*>(random.data()), kKeyBytes)));
}

absl::Status AddToFile(const std::string& path, ApiKey entry) {
  entry.created =
      absl::FromUnixSeconds(absl::ToUnixSeconds(base::SystemClock().Now()));
  return config::ChangeKeysFile(
      path, config::WhenMissing::kBegin, [&](std::vector<ApiKey>& keys) {
        for (const ApiKey& key : keys) {
          if (key.id != entry.id) continue;
          return absl::AlreadyExistsError(absl::StrCat(
              path, " has a key \"", entry.id,
              "\" already; choose another --id, or revoke that one first"));
        }
        keys.push_back(entry);
        return absl::OkStatus();
      });
}

// "" for the rate of everybody without one of their own; 0 for none at all.
std::string PerSecond(const ApiKey& key) {
  return key.rate_limit ? absl::StrCat(key.rate_limit->per_second) : "";
}
std::string Burst(const ApiKey& key) {
  return key.rate_limit ? absl::StrCat(key.rate_limit->burst) : "";
}
std::string RateJson(const ApiKey& key) {
  if (!key.rate_limit.has_value()) return "";
  return absl::StrCat(",\"rateLimit\":{\"perSecond\":", PerSecond(key),
                      ",\"burst\":", Burst(key), "}");
}

void PrintNew(const std::string& key, const ApiKey& entry,
              const std::string& file, Format format, Surroundings& around) {
  const std::string role(config::RoleText(entry.role));
  switch (format) {
    case Format::kTable:
      around.out << "The key, shown only this once:\n  " << key << "\n\n";
      if (file.empty()) {
        around.out << "For landfall.yaml, below auth: api_keys:\n  - "
                   << config::KeyLine(entry) << "\n";
      } else {
        around.out << entry.id << " (" << role << ") is in " << file
                   << " now; a running server takes it within a second.\n";
      }
      break;
    case Format::kJson:
      around.out << "{\"key\":\"" << key << "\",\"id\":\"" << entry.id
                 << "\",\"role\":\"" << role << "\",\"sha256\":\""
                 << entry.sha256 << "\"" << RateJson(entry) << "}\n";
      break;
    case Format::kCsv:
      around.out << RenderCsv(
          {{{"key"}, {"id"}, {"role"}, {"sha256"}, {"per_second"}, {"burst"}},
           {{key, entry.id, role, entry.sha256, PerSecond(entry),
             Burst(entry)}}});
      break;
  }
}

std::string RateText(const ApiKey& key) {
  if (!key.rate_limit.has_value()) return "default";
  if (key.rate_limit->per_second == 0) return "off";
  return absl::StrCat(PerSecond(key), "/s, burst ", Burst(key));
}

// "-" where a column has nothing to say.
std::vector<std::string> RowOf(const ApiKey& key, bool for_people) {
  const std::string created = key.created.has_value()
                                  ? base::FormatTime(*key.created)
                                  : (for_people ? "-" : "");
  std::string role(config::RoleText(key.role));
  if (for_people) return {key.id, role, RateText(key), created};
  return {key.id, role, key.sha256, PerSecond(key), Burst(key), created};
}

std::string JsonOf(const ApiKey& key) {
  std::string json = absl::StrCat(
      "{\"id\":\"", key.id, "\",\"role\":\"", config::RoleText(key.role),
      "\",\"sha256\":\"", key.sha256, "\"", RateJson(key));
  if (key.created.has_value()) {
    absl::StrAppend(&json, ",\"created\":\"", base::FormatTime(*key.created),
                    "\"");
  }
  return json + "}";
}

int RunList(const std::string& file, Format format, Surroundings& around) {
  const auto keys = config::ReadKeysFile(file);
  if (!keys.ok()) return ReportUsage(around, keys.status());
  Table people{{{"ID"}, {"ROLE"}, {"RATE"}, {"CREATED"}}, {}};
  Table programs{
      {{"id"}, {"role"}, {"sha256"}, {"per_second"}, {"burst"}, {"created"}},
      {}};
  std::vector<std::string> json;
  for (const ApiKey& key : *keys) {
    people.rows.push_back(RowOf(key, /*for_people=*/true));
    programs.rows.push_back(RowOf(key, /*for_people=*/false));
    json.push_back(JsonOf(key));
  }
  switch (format) {
    case Format::kTable:
      around.out << (keys->empty() ? "There is no key, so nobody gets in by "
                                     "one.\n"
                                   : RenderTable(people, Colors::kOff));
      break;
    case Format::kJson:
      around.out << "{\"keys\":[" << absl::StrJoin(json, ",") << "]}\n";
      break;
    case Format::kCsv:
      around.out << RenderCsv(programs);
      break;
  }
  return kSuccess;
}

absl::Status RemoveFrom(std::vector<ApiKey>& keys, const std::string& id,
                        const std::string& file) {
  std::vector<std::string> ids;
  for (auto it = keys.begin(); it != keys.end(); ++it) {
    if (it->id == id) {
      keys.erase(it);
      return absl::OkStatus();
    }
    ids.push_back(it->id);
  }
  const std::string nearest = base::Nearest(id, ids);
  return absl::NotFoundError(absl::StrCat(
      file, " has no key \"", id, "\"",
      nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?")));
}

int RunRevoke(const std::string& id, const std::string& file, Format format,
              Surroundings& around) {
  const absl::Status status = config::ChangeKeysFile(
      file, config::WhenMissing::kFail,
      [&](std::vector<ApiKey>& keys) { return RemoveFrom(keys, id, file); });
  if (!status.ok()) return ReportUsage(around, status);
  switch (format) {
    case Format::kTable:
      around.out << id << " is out of " << file
                 << "; a running server refuses it within a second.\n";
      break;
    case Format::kJson:
      around.out << "{\"revoked\":\"" << id << "\"}\n";
      break;
    case Format::kCsv:
      around.out << RenderCsv({{{"revoked"}}, {{id}}});
      break;
  }
  return kSuccess;
}

}  // namespace

int RunKeysNew(const Arguments& arguments, Format format,
               Surroundings& around) {
  const absl::StatusOr<config::Role> role = RoleOf(arguments.Get("role"));
  if (!role.ok()) return ReportUsage(around, role.status());
  ApiKey entry;
  entry.role = *role;
  entry.id = arguments.Get("id", std::string(config::RoleText(*role)));
  if (!IsSlug(entry.id)) {
    return ReportUsage(
        around, absl::InvalidArgumentError(
                    "--id: up to 64 lower-case letters, digits, - and _, "
                    "beginning with a letter or digit"));
  }
  if (arguments.Has("rate-limit")) {
    const auto limit = RateLimitOf(arguments.Get("rate-limit"));
    if (!limit.ok()) return ReportUsage(around, limit.status());
    entry.rate_limit = *limit;
  }
  const absl::StatusOr<std::string> key = NewKey();
  if (!key.ok()) return Report(around, key.status());
  entry.sha256 = Sha256Hex(*key);
  const std::string file = arguments.Get("file");
  if (arguments.Has("file")) {
    // Before it is shown: a key that nobody noted down is harmless, one that
    // was noted down and does not work is not.
    const absl::Status added = AddToFile(file, entry);
    if (!added.ok()) return ReportUsage(around, added);
  }
  PrintNew(*key, entry, file, format, around);
  return kSuccess;
}

int RunKeysList(const Arguments& arguments, Format format,
                Surroundings& around) {
  if (!arguments.Has("file")) {
    return ReportUsage(around, absl::InvalidArgumentError(kNeedsFile));
  }
  return RunList(arguments.Get("file"), format, around);
}

int RunKeysRevoke(const Arguments& arguments, Format format,
                  Surroundings& around) {
  if (!arguments.Has("file")) {
    return ReportUsage(around, absl::InvalidArgumentError(kNeedsFile));
  }
  return RunRevoke(arguments.positional[0], arguments.Get("file"), format,
                   around);
}

}  // namespace landfall::cli
