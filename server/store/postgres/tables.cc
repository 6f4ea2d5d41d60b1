// The tables and the statements that change them.
#include "server/store/postgres/tables.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/big_endian.h"

namespace landfall::store::postgres {
namespace {

// "id, card" or, with a prefix, "held.id, held.card".
std::string Names(const Table& table) {
  return absl::StrJoin(table.key, ", ",
                       [](std::string* out, const Table::KeyColumn& column) {
                         absl::StrAppend(out, column.name);
                       });
}

// "$2::uuid[], $3::bytea[]".
std::string Arrays(const Table& table) {
  int number = 1;
  return absl::StrJoin(
      table.key, ", ", [&](std::string* out, const Table::KeyColumn& column) {
        absl::StrAppend(out, "$", ++number, "::", column.type, "[]");
      });
}

}  // namespace

std::string Table::EndSql() const {
  const std::string same = absl::StrJoin(
      key, " AND ", [](std::string* out, const KeyColumn& column) {
        absl::StrAppend(out, "held.", column.name, " = ended.", column.name);
      });
  return absl::StrCat("UPDATE landfall.", name, " AS held SET died = $1",
                      " FROM unnest(", Arrays(*this), ") AS ended(",
                      Names(*this), ") WHERE ", same,
                      " AND held.died = ", kNever);
}

std::string Table::AddSql() const {
  const std::string names =
      absl::StrCat(Names(*this), about == nullptr ? "" : ", about", ", body");
  // `about` comes as text, because unnest takes arrays of arrays apart.
  const std::string selected = absl::StrCat(
      Names(*this),
      about == nullptr ? ""
                       : absl::StrCat(", convert_from(about, 'UTF8')::", about),
      ", body");
  size_t number = key.size() + 1;
  std::string arrays = Arrays(*this);
  if (about != nullptr) absl::StrAppend(&arrays, ", $", ++number, "::bytea[]");
  absl::StrAppend(&arrays, ", $", ++number, "::bytea[]");
  return absl::StrCat("INSERT INTO landfall.", name, " (", names,
                      ", born) SELECT ", selected, ", $1 FROM unnest(", arrays,
                      ") AS added(", names, ")");
}

std::string Table::TrimSql() const {
  return absl::StrCat("DELETE FROM landfall.", name, " WHERE died <= $1");
}

const Table kRecords{"record", {{"id", "uuid"}}};
const Table kNamed{"named", {{"kind", "int8"}, {"name", "bytea"}}};
const Table kEvents{
    "event", {{"revision", "int8"}, {"position", "int8"}}, "uuid[]"};
const Table kMembers{"member", {{"record", "uuid"}, {"card", "bytea"}}};
const Table kSubscriptions{"subscription", {{"id", "bytea"}}};
const Table kDeliveries{
    "delivery",
    {{"subscription", "bytea"}, {"revision", "int8"}, {"position", "int8"}}};

std::vector<const Table*> AllTables() {
  return {&kRecords, &kNamed,         &kEvents,
          &kMembers, &kSubscriptions, &kDeliveries};
}

std::string PlaceBytes(EventCursor cursor) {
  std::string bytes;
  base::PutNumber(static_cast<uint64_t>(cursor.revision), &bytes);
  base::PutNumber(cursor.position, &bytes);
  return bytes;
}

}  // namespace landfall::store::postgres
