// StoreBatch -> statements. Entry point: Draft::Statements.
#include "server/store/postgres/draft.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/status_macros.h"
#include "server/store/event_codec.h"
#include "server/store/postgres/errors.h"
#include "server/store/postgres/pool.h"
#include "server/store/record_codec.h"
#include "server/store/subscription_codec.h"

namespace landfall::store::postgres {
namespace {

constexpr char kEndEventsAbout[] =
    "UPDATE landfall.event SET died = $1 WHERE about && $2::uuid[] AND died = ";
constexpr char kEndMembersOf[] =
    "UPDATE landfall.member SET died = $1"
    " WHERE record = ANY($2::uuid[]) AND died = ";
constexpr char kEndEventsThrough[] =
    "UPDATE landfall.event SET died = $1"
    " WHERE (revision, position) <= ($2::int8, $3::int8) AND died = ";
constexpr char kEventsAbout[] =
    "SELECT revision, position, about, body FROM landfall.event"
    " WHERE about && $1::uuid[] AND NOT about && $2::uuid[] AND died = ";

Column::Type TypeOf(absl::string_view type) {
  if (type == "uuid") return Column::Type::kUuid;
  return type == "int8" ? Column::Type::kInt8 : Column::Type::kBytes;
}

Column ColumnOf(const std::vector<base::Hash128>& ids) {
  Column column(Column::Type::kUuid);
  for (const base::Hash128& id : ids) column.Add(id);
  return column;
}

// "{0123…,4567…}": an array of uuid as text.
std::string AboutText(const std::vector<base::Hash128>& about) {
  return absl::StrCat("{",
                      absl::StrJoin(about, ",",
                                    [](std::string* out, base::Hash128 id) {
                                      absl::StrAppend(out, base::ToHex(id));
                                    }),
                      "}");
}

}  // namespace

Draft::Change::Change(const Table& of) : table(of) {
  for (const Table::KeyColumn& column : of.key) {
    ended.emplace_back(TypeOf(column.type));
    added.emplace_back(TypeOf(column.type));
  }
  if (of.about != nullptr) added.emplace_back(Column::Type::kBytes);
  added.emplace_back(Column::Type::kBytes);
}

void Draft::Change::AppendTo(Revision revision,
                             std::vector<Statement>* statements) const {
  const auto append = [&](std::string sql, const std::vector<Column>& columns) {
    if (columns[0].size() == 0) return;
    Statement& statement = statements->emplace_back();
    statement.sql = std::move(sql);
    statement.parameters.Add(revision);
    for (const Column& column : columns) statement.parameters.Add(column);
  };
  append(table.EndSql(), ended);
  append(table.AddSql(), added);
}

Draft::Draft(const StoreBatch& batch) : batch_(batch) {
  for (const Forgotten& who : batch.forgotten) {
    (who.entirely ? entirely_ : by_name_).push_back(who.id);
  }
  DraftRecords();
  DraftTexts(kValueKind, batch.values);
  DraftTexts(kIntentKind, batch.intents);
  if (batch.drop_events_through) {
    DraftPlace(kDroppedPlace, *batch.drop_events_through);
  }
  DraftMembers();
  DraftOutbox();
}

void Draft::DraftRecords() {
  absl::flat_hash_map<base::Hash128, const model::Record*> last;
  last.reserve(batch_.puts.size());
  for (const StoreBatch::Put& put : batch_.puts) last[put.id] = &put.record;
  for (const base::Hash128& id : batch_.erases) records_.ended[0].Add(id);
  for (const StoreBatch::Put& put : batch_.puts) {
    if (last[put.id] != &put.record) continue;
    records_.ended[0].Add(put.id);
    records_.added[0].Add(put.id);
    records_.added[1].Add(EncodeRecord(put.record));
  }
}

void Draft::DraftTexts(int64_t kind, const StoreBatch::Texts& texts) {
  for (const auto& [name, text] : texts) {
    named_.ended[0].Add(kind);
    named_.ended[1].Add(name);
    if (!text) continue;
    named_.added[0].Add(kind);
    named_.added[1].Add(name);
    named_.added[2].Add(*text);
  }
}

void Draft::DraftPlace(absl::string_view name, EventCursor cursor) {
  DraftTexts(kPlaceKind, {{std::string(name), PlaceBytes(cursor)}});
}

void Draft::DraftMembers() {
  for (const auto& [key, text] : batch_.members) {
    members_.ended[0].Add(key.record);
    members_.ended[1].Add(key.card);
    if (!text) continue;
    members_.added[0].Add(key.record);
    members_.added[1].Add(key.card);
    members_.added[2].Add(*text);
  }
}

void Draft::DraftOutbox() {
  for (const auto& [id, subscription] : batch_.subscriptions) {
    subscriptions_.ended[0].Add(id);
    if (!subscription) continue;
    subscriptions_.added[0].Add(id);
    subscriptions_.added[1].Add(EncodeSubscription(*subscription));
  }
  for (const auto& [key, delivery] : batch_.deliveries) {
    const auto add_key = [&key = key](std::vector<Column>* columns) {
      (*columns)[0].Add(key.subscription);
      (*columns)[1].Add(key.event.revision);
      (*columns)[2].Add(int64_t{key.event.position});
    };
    add_key(&deliveries_.ended);
    if (!delivery) continue;
    add_key(&deliveries_.added);
    deliveries_.added[3].Add(EncodeDelivery(*delivery));
  }
  if (batch_.dispatched_through) {
    DraftPlace(kDispatchedPlace, *batch_.dispatched_through);
  }
}

void Draft::AddEvent(EventCursor cursor, const LoggedEvent& event,
                     Change* change) {
  change->added[0].Add(cursor.revision);
  change->added[1].Add(int64_t{cursor.position});
  change->added[2].Add(AboutText(event.about));
  change->added[3].Add(EncodeEvent(event.event));
}

absl::Status Draft::Forget(Connection& connection) {
  if (by_name_.empty()) return absl::OkStatus();
  Statement statement{absl::StrCat(kEventsAbout, kNever)};
  statement.parameters.Add(ColumnOf(by_name_)).Add(ColumnOf(entirely_));
  LF_ASSIGN_OR_RETURN(const Rows rows, connection.Run(statement, kPatience));
  for (int i = 0; i < rows.size(); ++i) {
    LF_ASSIGN_OR_RETURN(auto event, ReadEvent(rows[i]));
    auto& [cursor, logged] = event;
    if (logged.event.name.empty()) continue;
    logged.event.name.clear();
    forgotten_.ended[0].Add(cursor.revision);
    forgotten_.ended[1].Add(int64_t{cursor.position});
    AddEvent(cursor, logged, &forgotten_);
  }
  return absl::OkStatus();
}

std::vector<Statement> Draft::Statements(Revision revision) const {
  // What is logged or counted with a batch is not meant by what it forgets and
  // drops.
  std::vector<Statement> all;
  const auto add = [&](const char* sql) -> Parameters& {
    all.push_back({absl::StrCat(sql, kNever)});
    return all.back().parameters.Add(revision);
  };
  if (!entirely_.empty()) {
    add(kEndEventsAbout).Add(ColumnOf(entirely_));
    add(kEndMembersOf).Add(ColumnOf(entirely_));
  }
  forgotten_.AppendTo(revision, &all);
  if (batch_.drop_events_through) {
    add(kEndEventsThrough)
        .Add(batch_.drop_events_through->revision)
        .Add(int64_t{batch_.drop_events_through->position});
  }
  Change events(kEvents);
  EventCursor cursor = {revision, 0};
  for (const LoggedEvent& event : batch_.events) {
    AddEvent(cursor, event, &events);
    ++cursor.position;
  }
  records_.AppendTo(revision, &all);
  named_.AppendTo(revision, &all);
  events.AppendTo(revision, &all);
  members_.AppendTo(revision, &all);
  subscriptions_.AppendTo(revision, &all);
  deliveries_.AppendTo(revision, &all);
  return all;
}

absl::StatusOr<std::pair<EventCursor, LoggedEvent>> ReadEvent(Row row) {
  std::pair<EventCursor, LoggedEvent> read;
  auto& [cursor, logged] = read;
  cursor.revision = row.Int8();
  cursor.position = static_cast<uint32_t>(row.Int8());
  logged.about = row.Uuids();
  const absl::string_view body = row.Bytes();
  if (!row.ok()) return DamagedError("an unreadable row in table event");
  auto event = DecodeEvent(body);
  if (!event.ok()) return DamagedError(std::string(event.status().message()));
  logged.event = *std::move(event);
  return read;
}

}  // namespace landfall::store::postgres
