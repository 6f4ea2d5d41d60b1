// events, webhooks -> what is kept, and where deliveries may go.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

// A host name, or ".suffix" for all that end so.
bool IsHostPattern(absl::string_view text) {
  absl::ConsumePrefix(&text, ".");
  const bool name = !text.empty() && text.size() <= 253 &&
                    !absl::StrContains(text, "..") && text.front() != '.' &&
                    text.back() != '.' &&
                    std::all_of(text.begin(), text.end(), [](unsigned char c) {
                      return absl::ascii_isalnum(c) || c == '-' || c == '.';
                    });
  return name || text == "[::1]";
}

}  // namespace

void ReadEvents(const Section& file, ServerOptions& options) {
  const std::optional<Item> item = file.Find("events");
  if (!item.has_value()) return;
  const Section events(*item, {"keep"});
  if (const auto keep = events.Find("keep")) {
    options.keep_events = keep->Duration(absl::Hours(1), 3650 * kDay)
                              .value_or(options.keep_events);
  }
}

void ReadWebhooks(const Section& file, ServerOptions& options) {
  const std::optional<Item> item = file.Find("webhooks");
  if (!item.has_value()) return;
  const Section webhooks(*item, {"allow", "allow_private"});
  if (webhooks.Has("allow")) {
    // An empty list allows nothing; so does a list that a template left empty.
    options.webhooks.allow.clear();
    for (const Item& host : webhooks.Items("allow")) {
      const std::optional<std::string> text = host.Text();
      if (!text.has_value()) continue;
      if (!IsHostPattern(*text)) {
        host.Fail(
            "must be a host such as hooks.example.com, or .example.com for all "
            "that end so; without https:// and path");
        continue;
      }
      options.webhooks.allow.push_back(absl::AsciiStrToLower(*text));
    }
  }
  if (const auto allow = webhooks.Find("allow_private")) {
    options.webhooks.allow_private = allow->Bool().value_or(false);
  }
}

}  // namespace landfall::config::internal
