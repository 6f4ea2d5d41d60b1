#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/serve/calls/operations.h"
#include "server/serve/json/query_reader.h"

namespace landfall::serve::http {

// An operation and where it is reached.
struct Route {
  std::string verb;  // "GET"
  // {"v1", "cards", "{card}"}; "{trigger=stuck}" stands for "stuck" and sets
  // the field.
  std::vector<std::string> parts;
  bool has_body = false;  // the message is the body
  const calls::Operation* operation = nullptr;
};

// What a request line leads to: a route with its path variables, or the verbs
// that the path has, or nothing.
struct Match {
  const Route* route = nullptr;
  std::vector<json::Parameter> variables;
  std::vector<std::string> allowed;  // sorted; with route == nullptr
};

// The paths of the contract, read from the google.api.http options of its RPCs.
// Immutable, thread-safe.
class RouteTable {
 public:
  // INTERNAL: an RPC has a path but no operation, or an option of a kind that
  // the contract does not use.
  static absl::StatusOr<RouteTable> FromContract();

  // `path` is as sent, and begins with a slash; doubled slashes and one at its
  // end are overlooked. HEAD is taken for GET. A malformed escape matches
  // nothing.
  Match Find(absl::string_view verb, absl::string_view path) const;

  absl::Span<const Route> routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace landfall::serve::http
