#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "server/store/postgres/parameters.h"
#include "server/store/postgres/row.h"

struct pg_conn;
struct pg_result;

namespace landfall::store::postgres {

// The rows that a statement answered. Movable.
class Rows {
 public:
  explicit Rows(std::shared_ptr<pg_result> result)
      : result_(std::move(result)) {}

  int size() const;
  // REQUIRES: index < size().
  Row operator[](int index) const;
  // What the statement did: "COMMIT", "UPDATE 3".
  absl::string_view command() const;

 private:
  std::shared_ptr<pg_result> result_;
};

// A connection to PostgreSQL, or to a pooler that gives out sessions for each
// transaction: it keeps nothing in its session, such as prepared statements,
// settings or listening. Every call waits for the network for so long at most
// as it is told. Not thread-safe.
class Connection {
 public:
  using Visit = absl::FunctionRef<absl::Status(Row)>;

  // INVALID_ARGUMENT, without quoting it, when `url` is no connection string of
  // libpq. An error for which IsLost holds when nobody answers or lets us in
  // within `patience`; it names the server and never the password.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(
      const std::string& url, absl::Duration patience);
  // Checks `url` without connecting.
  static absl::Status CheckUrl(const std::string& url);

  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // False after an error for which IsLost holds, or one in the middle of a
  // copy, and within a transaction: of no use for anybody else.
  bool usable() const;

  // Errors as ServerError and LostError.
  absl::StatusOr<Rows> Run(const Statement& statement, absl::Duration patience);
  // The statements one after the other in one round trip, until one fails.
  absl::StatusOr<std::vector<Rows>> RunAll(
      absl::Span<const Statement> statements, absl::Duration patience);
  // Statements without parameters in one text. CANCELLED soon after `cancelled`
  // was set, if it is given; then the connection is of no use any more.
  absl::Status RunScript(const std::string& sql, absl::Duration patience,
                         const std::atomic<bool>* cancelled = nullptr);
  // Calls `visit` with every row of `query`, which takes no parameters, as they
  // arrive; stops at its first error and returns it. Waits `patience` for each.
  absl::Status Copy(const std::string& query, absl::Duration patience,
                    Visit visit);

 private:
  using Deadline = std::chrono::steady_clock::time_point;

  explicit Connection(pg_conn* connection) : connection_(connection) {}

  absl::Status Establish(Deadline deadline);
  // Sends what is buffered, and waits until there is something to take.
  absl::Status Await(Deadline deadline);
  absl::Status WaitForSocket(bool write, Deadline deadline);
  absl::StatusOr<std::shared_ptr<pg_result>> Next(Deadline deadline);
  absl::Status Send(const Statement& statement);
  absl::StatusOr<std::vector<Rows>> TakeAll(size_t count, Deadline deadline);
  absl::Status TakeCopy(absl::Duration patience, Visit visit);
  absl::Status Lost(absl::string_view what = "");

  pg_conn* const connection_;
  bool usable_ = true;
  const std::atomic<bool>* cancelled_ = nullptr;
};

}  // namespace landfall::store::postgres
