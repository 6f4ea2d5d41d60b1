// Rows of PostgreSQL -> records, values, events at one revision.
#include "server/store/postgres/view.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/big_endian.h"
#include "server/base/status_macros.h"
#include "server/store/postgres/draft.h"
#include "server/store/postgres/errors.h"
#include "server/store/postgres/tables.h"
#include "server/store/record_codec.h"
#include "server/store/subscription_codec.h"

namespace landfall::store::postgres {
namespace {

// So many events are read at a time.
constexpr int kEventPage = 500;

template <typename T>
absl::StatusOr<T> OrDamaged(absl::StatusOr<T> value) {
  if (value.ok()) return value;
  return DamagedError(std::string(value.status().message()));
}

absl::Status CheckRow(const Row& row, absl::string_view table) {
  if (row.ok()) return absl::OkStatus();
  return DamagedError(absl::StrCat("an unreadable row in table ", table));
}

}  // namespace

std::string View::Holds() const {
  return absl::StrCat("born <= ", revision_, " AND died > ", revision_);
}

absl::Status View::Scan(absl::string_view table, absl::string_view columns,
                        Connection::Visit visit) const {
  const std::string query = absl::StrCat("SELECT ", columns, " FROM landfall.",
                                         table, " WHERE ", Holds());
  bool visited = false;
  absl::Status stopped;
  const auto copy = [&](Connection& connection) {
    return connection.Copy(query, kPatience, [&](Row row) {
      visited = true;
      stopped = visit(std::move(row));
      return stopped;
    });
  };
  LF_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, pool_.Take());
  absl::Status status = copy(*connection);
  pool_.GiveBack(std::move(connection));
  // Rows that somebody has seen cannot be taken back. `stopped` may look like a
  // lost answer and is none.
  if (!IsLost(status) || visited || !stopped.ok()) return status;
  return pool_.With(copy);
}

absl::StatusOr<std::optional<std::string>> View::Body(
    absl::string_view table, absl::string_view condition,
    const Parameters& parameters) const {
  LF_ASSIGN_OR_RETURN(
      const Rows rows,
      pool_.Run({absl::StrCat("SELECT body FROM landfall.", table, " WHERE ",
                              condition, " AND ", Holds()),
                 parameters}));
  if (rows.size() == 0) return std::optional<std::string>();
  Row row = rows[0];
  std::optional<std::string> body(row.Bytes());
  LF_RETURN_IF_ERROR(CheckRow(row, table));
  return body;
}

absl::StatusOr<std::optional<model::Record>> View::Get(base::Hash128 id) const {
  LF_ASSIGN_OR_RETURN(const auto body,
                      Body("record", "id = $1", Parameters().Add(id)));
  if (!body) return std::optional<model::Record>();
  LF_ASSIGN_OR_RETURN(model::Record record, OrDamaged(DecodeRecord(*body)));
  return std::optional<model::Record>(std::move(record));
}

absl::Status View::ForEach(
    absl::FunctionRef<absl::Status(base::Hash128, model::Record)> visit) const {
  return Scan("record", "id, body", [&](Row row) -> absl::Status {
    const base::Hash128 id = row.Uuid();
    const absl::string_view body = row.Bytes();
    LF_RETURN_IF_ERROR(CheckRow(row, "record"));
    LF_ASSIGN_OR_RETURN(model::Record record, OrDamaged(DecodeRecord(body)));
    return visit(id, std::move(record));
  });
}

absl::StatusOr<std::map<std::string, std::string>> View::Texts(
    int64_t kind) const {
  LF_ASSIGN_OR_RETURN(
      const Rows rows,
      pool_.Run({absl::StrCat("SELECT name, body FROM landfall.named WHERE "
                              "kind = $1 AND ",
                              Holds()),
                 Parameters().Add(kind)}));
  std::map<std::string, std::string> texts;
  for (int i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const std::string name(row.Bytes());
    texts[name] = std::string(row.Bytes());
    LF_RETURN_IF_ERROR(CheckRow(row, "named"));
  }
  return texts;
}

absl::StatusOr<std::map<std::string, std::string>> View::Values() const {
  return Texts(kValueKind);
}

absl::StatusOr<std::map<std::string, std::string>> View::Intents() const {
  return Texts(kIntentKind);
}

absl::Status View::ForEachEvent(
    EventCursor from, EventOrder order,
    absl::FunctionRef<bool(EventCursor, const LoggedEvent&)> visit) const {
  const bool forward = order == EventOrder::kOldestFirst;
  const std::string sql = absl::StrCat(
      "SELECT revision, position, about, body FROM landfall.event"
      " WHERE (revision, position) ",
      forward ? ">" : "<", " ($1, $2) AND ", Holds(), " ORDER BY revision",
      forward ? "" : " DESC", ", position", forward ? "" : " DESC", " LIMIT ",
      kEventPage);
  while (true) {
    LF_ASSIGN_OR_RETURN(
        const Rows rows,
        pool_.Run(
            {sql,
             Parameters().Add(from.revision).Add(int64_t{from.position})}));
    for (int i = 0; i < rows.size(); ++i) {
      LF_ASSIGN_OR_RETURN(const auto event, ReadEvent(rows[i]));
      from = event.first;
      if (!visit(from, event.second)) return absl::OkStatus();
    }
    if (rows.size() < kEventPage) return absl::OkStatus();
  }
}

absl::StatusOr<EventCursor> View::Place(absl::string_view name) const {
  LF_ASSIGN_OR_RETURN(const auto body,
                      Body("named", "kind = $1 AND name = $2",
                           Parameters().Add(kPlaceKind).Add(name)));
  EventCursor cursor;
  if (!body) return cursor;
  absl::string_view bytes = *body;
  if (bytes.size() != PlaceBytes(cursor).size()) {
    return DamagedError("an unreadable place in the log of events");
  }
  cursor.revision = static_cast<Revision>(base::TakeNumber<uint64_t>(&bytes));
  cursor.position = base::TakeNumber<uint32_t>(&bytes);
  return cursor;
}

absl::StatusOr<EventCursor> View::DroppedThrough() const {
  return Place(kDroppedPlace);
}

absl::StatusOr<EventCursor> View::DispatchedThrough() const {
  return Place(kDispatchedPlace);
}

absl::Status View::ForEachMember(
    absl::FunctionRef<absl::Status(MemberKey, std::string)> visit) const {
  return Scan("member", "record, card, body", [&](Row row) -> absl::Status {
    MemberKey key;
    key.record = row.Uuid();
    key.card = std::string(row.Bytes());
    std::string text(row.Bytes());
    LF_RETURN_IF_ERROR(CheckRow(row, "member"));
    return visit(std::move(key), std::move(text));
  });
}

absl::StatusOr<std::optional<std::string>> View::Member(
    const MemberKey& key) const {
  return Body("member", "record = $1 AND card = $2",
              Parameters().Add(key.record).Add(key.card));
}

absl::Status View::ForEachSubscription(
    absl::FunctionRef<absl::Status(std::string, Subscription)> visit) const {
  return Scan("subscription", "id, body", [&](Row row) -> absl::Status {
    std::string id(row.Bytes());
    const absl::string_view body = row.Bytes();
    LF_RETURN_IF_ERROR(CheckRow(row, "subscription"));
    LF_ASSIGN_OR_RETURN(Subscription subscription,
                        OrDamaged(DecodeSubscription(body)));
    return visit(std::move(id), std::move(subscription));
  });
}

absl::Status View::ForEachDelivery(
    absl::FunctionRef<absl::Status(DeliveryKey, Delivery)> visit) const {
  return Scan("delivery", "subscription, revision, position, body",
              [&](Row row) -> absl::Status {
                DeliveryKey key;
                key.subscription = std::string(row.Bytes());
                key.event.revision = row.Int8();
                key.event.position = static_cast<uint32_t>(row.Int8());
                const absl::string_view body = row.Bytes();
                LF_RETURN_IF_ERROR(CheckRow(row, "delivery"));
                LF_ASSIGN_OR_RETURN(const Delivery delivery,
                                    OrDamaged(DecodeDelivery(body)));
                return visit(std::move(key), delivery);
              });
}

}  // namespace landfall::store::postgres
