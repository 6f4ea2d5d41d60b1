// A fresh API key and the line of configuration that lets it in.
// Entry point: RunKeys.
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"

namespace landfall::cli {
namespace {

constexpr size_t kKeyBytes = 32;

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
  return !text.empty();
}

}  // namespace

int RunKeys(const Arguments& arguments, Format format, Surroundings& around) {
  if (arguments.positional[0] != "new") {
    return ReportUsage(around, absl::InvalidArgumentError(
                                   "usage: landfall keys new --role ROLE"));
  }
  const std::string role = arguments.Get("role");
  if (role != "reader" && role != "ingester" && role != "admin") {
    return ReportUsage(around, absl::InvalidArgumentError(
                                   "--role: one of reader, ingester, admin"));
  }
  const std::string id = arguments.Get("id", role);
  if (!IsSlug(id)) {
    return ReportUsage(around,
                       absl::InvalidArgumentError(
                           "--id: lower-case letters, digits, - and _"));
  }
  std::array<unsigned char, kKeyBytes> random{};
  if (RAND_bytes(random.data(), random.size()) != 1) {
    return Report(around,
                  absl::InternalError("the system has no random numbers"));
  }
  const std::string key = absl::StrCat(
      "lf_", absl::WebSafeBase64Escape(absl::string_view(
                 reinterpret_cast<const char*>(random.data()), kKeyBytes)));
  const std::string line = absl::StrCat("- {id: ", id, ", role: ", role,
                                        ", sha256: \"", Sha256Hex(key), "\"}");
  switch (format) {
    case Format::kTable:
      around.out << "The key, shown only this once:\n  " << key
                 << "\n\nFor landfall.yaml, below auth: api_keys:\n  " << line
                 << "\n";
      break;
    case Format::kJson:
      around.out << "{\"key\":\"" << key << "\",\"id\":\"" << id
                 << "\",\"role\":\"" << role << "\",\"sha256\":\""
                 << Sha256Hex(key) << "\"}\n";
      break;
    case Format::kCsv:
      around.out << RenderCsv({{{"key"}, {"id"}, {"role"}, {"sha256"}},
                               {{key, id, role, Sha256Hex(key)}}});
      break;
  }
  return kSuccess;
}

}  // namespace landfall::cli
