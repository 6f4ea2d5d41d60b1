#pragma once

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/pull/exchange.h"

namespace landfall::pull {

// What is asked of the Admin API.
struct ShopifyQuestion {
  std::string document;   // GraphQL
  std::string variables;  // a JSON object
  std::string purpose;    // for people: "read orders"
};

// Asks the Admin API of a shop over GraphQL, each question until it is
// answered: an answer that says that the shop's bucket of points is too empty
// is asked for again when it has filled, one of a server in trouble after a
// while. Of a version that it no longer has the system answers as the oldest
// that it has: errors and a warning say so. Not thread-safe.
class ShopifyAdmin {
 public:
  // `url` of the shop; `version` such as "2026-10".
  ShopifyAdmin(absl::string_view url, std::string version);

  struct Answer {
    std::string body;  // JSON with all that was asked for under "data"
    std::string code;  // or why not: that of the first error
    bool refused = false;
  };

  // What an answer says that is to be asked for again, as of Exchange. Only
  // sees answers without errors.
  using Looks =
      absl::FunctionRef<std::optional<Exchange::Again>(absl::string_view body)>;

  // Errors as of Exchange::Ask, and those of answers that are no 200.
  // UNAVAILABLE: the answer is none of GraphQL.
  absl::StatusOr<Answer> Ask(const ShopifyQuestion& question,
                             Exchange& exchange);
  absl::StatusOr<Answer> Ask(const ShopifyQuestion& question,
                             Exchange& exchange, Looks looks);

  // The last answer, which was refused, as an error for people:
  // PERMISSION_DENIED when the app may not read that, else FAILED_PRECONDITION.
  absl::Status Refusal(const Answer& answer, absl::string_view purpose) const;

 private:
  void NoteVersion(const http_client::Response& response, Exchange& exchange);
  bool IsOtherVersion() const { return served_version_ != version_; }
  // Which version answered in place of which.
  std::string Versions() const;

  const std::string url_;
  const std::string version_;
  std::string served_version_;  // of the last answer
};

}  // namespace landfall::pull
