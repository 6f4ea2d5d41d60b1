// Statements -> rows, over libpq without ever blocking in it for longer than
// the caller allows.
#include "server/store/postgres/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/store/postgres/copy_reader.h"
#include "server/store/postgres/errors.h"

namespace landfall::store::postgres {
namespace {

using std::chrono::steady_clock;

constexpr int kBinary = 1;
// How often somebody who waits looks whether the waiting was cancelled.
constexpr std::chrono::milliseconds kLook{200};

steady_clock::time_point After(absl::Duration patience) {
  return steady_clock::now() + absl::ToChronoMicroseconds(patience);
}

// The first line: the others are hints for people who type at a prompt.
std::string FirstLine(const char* message) {
  const absl::string_view text(message == nullptr ? "" : message);
  return std::string(
      absl::StripAsciiWhitespace(text.substr(0, text.find('\n'))));
}

absl::Status ErrorOf(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return ServerError(state == nullptr ? "?" : state,
                     FirstLine(message == nullptr ? "an error" : message));
}

absl::Status BadUrlError() {
  return absl::InvalidArgumentError(
      "store.postgres is no connection string of PostgreSQL: write "
      "postgresql://user@host/database");
}

}  // namespace

int Rows::size() const { return PQntuples(result_.get()); }

Row Rows::operator[](int index) const {
  std::vector<absl::string_view> columns;
  const int count = PQnfields(result_.get());
  columns.reserve(static_cast<size_t>(count));
  for (int column = 0; column < count; ++column) {
    if (PQgetisnull(result_.get(), index, column) != 0) {
      columns.emplace_back();
      continue;
    }
    const int length = PQgetlength(result_.get(), index, column);
    columns.emplace_back(PQgetvalue(result_.get(), index, column),
                         static_cast<size_t>(length));
  }
  return Row(std::move(columns));
}

absl::string_view Rows::command() const { return PQcmdStatus(result_.get()); }

absl::Status Connection::CheckUrl(const std::string& url) {
  // Its message would quote the text, which may hold a password.
  char* message = nullptr;
  PQconninfoOption* options = PQconninfoParse(url.c_str(), &message);
  PQfreemem(message);
  if (options == nullptr) return BadUrlError();
  PQconninfoFree(options);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(
    const std::string& url, absl::Duration patience) {
  LF_RETURN_IF_ERROR(CheckUrl(url));
  // Whatever the URL says comes later and wins. A peer that vanished without a
  // word is noticed by keep-alives.
  const char* const names[] = {"application_name",
                               "client_encoding",
                               "keepalives_idle",
                               "keepalives_interval",
                               "keepalives_count",
                               "dbname",
                               nullptr};
  const char* const values[] = {"landfalld", "UTF8",      "10",   "5",
                                "3",         url.c_str(), nullptr};
  std::unique_ptr<Connection> opened(
      new Connection(PQconnectStartParams(names, values, /*expand_dbname=*/1)));
  LF_RETURN_IF_ERROR(opened->Establish(After(patience)));
  return opened;
}

Connection::~Connection() { PQfinish(connection_); }

bool Connection::usable() const {
  return usable_ && PQtransactionStatus(connection_) == PQTRANS_IDLE;
}

absl::Status Connection::Establish(Deadline deadline) {
  if (connection_ == nullptr || PQstatus(connection_) == CONNECTION_BAD) {
    return Lost();
  }
  PostgresPollingStatusType state = PGRES_POLLING_WRITING;
  while (state != PGRES_POLLING_OK) {
    if (state == PGRES_POLLING_FAILED) return Lost();
    LF_RETURN_IF_ERROR(WaitForSocket(state == PGRES_POLLING_WRITING, deadline));
    state = PQconnectPoll(connection_);
  }
  // Notices, such as of a table that is there already, are for people.
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);
  if (PQsetnonblocking(connection_, 1) != 0) return Lost();
  return absl::OkStatus();
}

absl::Status Connection::Lost(absl::string_view what) {
  usable_ = false;
  if (!what.empty()) return LostError(what);
  return LostError(connection_ == nullptr
                       ? "out of memory"
                       : FirstLine(PQerrorMessage(connection_)));
}

absl::Status Connection::WaitForSocket(bool write, Deadline deadline) {
  pollfd socket = {};
  socket.fd = PQsocket(connection_);
  socket.events = POLLIN;
  if (write) socket.events |= POLLOUT;
  while (true) {
    const int64_t left = std::chrono::duration_cast<std::chrono::milliseconds>(
                             deadline - steady_clock::now())
                             .count();
    const int64_t wait = std::clamp<int64_t>(left, 0, kLook.count());
    if (poll(&socket, 1, static_cast<int>(wait)) != 0) return absl::OkStatus();
    if (left <= 0) return Lost("it does not answer in time");
    if (cancelled_ != nullptr && *cancelled_) {
      usable_ = false;
      return absl::CancelledError("cancelled while the database works");
    }
  }
}

absl::Status Connection::Await(Deadline deadline) {
  while (true) {
    const int unsent = PQflush(connection_);
    if (unsent < 0) return Lost();
    if (unsent == 0 && PQisBusy(connection_) == 0) return absl::OkStatus();
    LF_RETURN_IF_ERROR(WaitForSocket(unsent > 0, deadline));
    if (PQconsumeInput(connection_) == 0) return Lost();
  }
}

absl::StatusOr<std::shared_ptr<pg_result>> Connection::Next(Deadline deadline) {
  LF_RETURN_IF_ERROR(Await(deadline));
  std::shared_ptr<pg_result> result(PQgetResult(connection_), &PQclear);
  if (PQstatus(connection_) == CONNECTION_BAD) return Lost();
  return result;
}

absl::Status Connection::Send(const Statement& statement) {
  const Parameters& given = statement.parameters;
  const size_t count = given.values().size();
  std::vector<const char*> values(count);
  std::vector<int> lengths(count);
  for (size_t i = 0; i < count; ++i) {
    values[i] = given.values()[i].data();
    lengths[i] = static_cast<int>(given.values()[i].size());
  }
  const std::vector<int> formats(count, kBinary);
  if (PQsendQueryParams(connection_, statement.sql.c_str(),
                        static_cast<int>(count), given.types().data(),
                        values.data(), lengths.data(), formats.data(),
                        kBinary) == 1) {
    return absl::OkStatus();
  }
  return Lost();
}

absl::StatusOr<Rows> Connection::Run(const Statement& statement,
                                     absl::Duration patience) {
  LF_ASSIGN_OR_RETURN(std::vector<Rows> all,
                      RunAll(absl::MakeSpan(&statement, 1), patience));
  return std::move(all.front());
}

absl::StatusOr<std::vector<Rows>> Connection::RunAll(
    absl::Span<const Statement> statements, absl::Duration patience) {
  const Deadline deadline = After(patience);
  if (PQenterPipelineMode(connection_) != 1) return Lost();
  for (const Statement& statement : statements) {
    LF_RETURN_IF_ERROR(Send(statement));
    // Takes what the server has answered so far, or both would wait for the
    // other to read.
    if (PQflush(connection_) < 0 || PQconsumeInput(connection_) == 0) {
      return Lost();
    }
  }
  if (PQpipelineSync(connection_) != 1) return Lost();
  auto all = TakeAll(statements.size(), deadline);
  if (usable_ && PQexitPipelineMode(connection_) != 1) return Lost();
  return all;
}

absl::StatusOr<std::vector<Rows>> Connection::TakeAll(size_t count,
                                                      Deadline deadline) {
  std::vector<Rows> all;
  absl::Status failed;
  bool synced = false;
  while (!synced) {
    LF_ASSIGN_OR_RETURN(auto result, Next(deadline));
    if (result == nullptr) continue;  // the end of one statement
    switch (PQresultStatus(result.get())) {
      case PGRES_PIPELINE_SYNC:
        synced = true;
        break;
      case PGRES_PIPELINE_ABORTED:
        break;
      case PGRES_COMMAND_OK:
      case PGRES_TUPLES_OK:
        all.emplace_back(std::move(result));
        break;
      default:
        failed = ErrorOf(result.get());
    }
  }
  LF_RETURN_IF_ERROR(failed);
  if (all.size() != count) return Lost("it answers less than it was asked");
  return all;
}

absl::Status Connection::RunScript(const std::string& sql,
                                   absl::Duration patience,
                                   const std::atomic<bool>* cancelled) {
  const Deadline deadline = After(patience);
  cancelled_ = cancelled;
  const absl::Cleanup no_more = [this] { cancelled_ = nullptr; };
  if (PQsendQuery(connection_, sql.c_str()) != 1) return Lost();
  absl::Status status;
  while (true) {
    LF_ASSIGN_OR_RETURN(const auto result, Next(deadline));
    if (result == nullptr) return status;
    const ExecStatusType kind = PQresultStatus(result.get());
    if (kind != PGRES_COMMAND_OK && kind != PGRES_TUPLES_OK) {
      status = ErrorOf(result.get());
    }
  }
}

absl::Status Connection::Copy(const std::string& query, absl::Duration patience,
                              Visit visit) {
  const std::string sql =
      absl::StrCat("COPY (", query, ") TO STDOUT (FORMAT binary)");
  if (PQsendQuery(connection_, sql.c_str()) != 1) return Lost();
  LF_ASSIGN_OR_RETURN(const auto begun, Next(After(patience)));
  if (begun == nullptr) return Lost("it does not answer what it was asked");
  if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) {
    usable_ = false;
    return ErrorOf(begun.get());
  }
  absl::Status status = TakeCopy(patience, visit);
  if (!status.ok()) {
    usable_ = false;  // the rest is on its way
    return status;
  }
  while (true) {
    LF_ASSIGN_OR_RETURN(const auto end, Next(After(patience)));
    if (end == nullptr) return absl::OkStatus();
    if (PQresultStatus(end.get()) != PGRES_COMMAND_OK) {
      usable_ = false;
      return ErrorOf(end.get());
    }
  }
}

absl::Status Connection::TakeCopy(absl::Duration patience, Visit visit) {
  CopyReader reader;
  while (true) {
    char* data = nullptr;
    const int size = PQgetCopyData(connection_, &data, /*async=*/1);
    if (size == -1) return absl::OkStatus();
    if (size == -2) return Lost();
    if (size == 0) {
      LF_RETURN_IF_ERROR(WaitForSocket(false, After(patience)));
      if (PQconsumeInput(connection_) == 0) return Lost();
      continue;
    }
    const std::unique_ptr<char, void (*)(void*)> owned(data, &PQfreemem);
    LF_ASSIGN_OR_RETURN(
        std::optional<Row> row,
        reader.Read(absl::string_view(data, static_cast<size_t>(size))));
    if (row) LF_RETURN_IF_ERROR(visit(*std::move(row)));
  }
}

}  // namespace landfall::store::postgres
