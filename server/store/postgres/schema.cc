// No schema, or one of an earlier version -> today's. Entry point:
// BringUpToDate.
#include "server/store/postgres/schema.h"

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/store/postgres/errors.h"

namespace landfall::store::postgres {
namespace {

// A step may read and rewrite everything that is stored.
constexpr absl::Duration kStepPatience = absl::Hours(2);

// The comments of tables say by which column they are distributed when the
// database is a cluster of Citus. So no unique index may lack that column, and
// there are no triggers, foreign keys or sequences. 9223372036854775807 stands
// for "has not ended".
constexpr char kVersion1[] = R"(
CREATE SCHEMA landfall;

CREATE TABLE landfall.head (
  one int4 PRIMARY KEY CHECK (one = 1),
  schema_version int4 NOT NULL,
  revision int8 NOT NULL,
  epoch int8 NOT NULL,
  trimmed int8 NOT NULL,
  secret bytea NOT NULL
);
COMMENT ON TABLE landfall.head IS
  'not distributed; one row: the newest revision, how often a server has taken over, the revision up to which history is gone';
INSERT INTO landfall.head VALUES (1, 0, 0, 0, 0, '');

CREATE TABLE landfall.change (
  revision int8 PRIMARY KEY,
  id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE landfall.change IS
  'distributed by revision; the commits of the recent past';

CREATE TABLE landfall.record (
  id uuid NOT NULL,
  born int8 NOT NULL,
  died int8 NOT NULL DEFAULT 9223372036854775807,
  body bytea NOT NULL,
  PRIMARY KEY (id, born)
);
CREATE INDEX ON landfall.record (died) WHERE died < 9223372036854775807;
COMMENT ON TABLE landfall.record IS 'distributed by id; records';

CREATE TABLE landfall.named (
  kind int8 NOT NULL,
  name bytea NOT NULL,
  born int8 NOT NULL,
  died int8 NOT NULL DEFAULT 9223372036854775807,
  body bytea NOT NULL,
  PRIMARY KEY (kind, name, born)
);
CREATE INDEX ON landfall.named (died) WHERE died < 9223372036854775807;
COMMENT ON TABLE landfall.named IS
  'distributed by name; values (kind 1), work that is due (2), places in the log of events (3)';

CREATE TABLE landfall.event (
  revision int8 NOT NULL,
  position int8 NOT NULL,
  born int8 NOT NULL,
  died int8 NOT NULL DEFAULT 9223372036854775807,
  about uuid[] NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (revision, position, born)
);
CREATE INDEX ON landfall.event (died) WHERE died < 9223372036854775807;
CREATE INDEX ON landfall.event USING gin (about);
COMMENT ON TABLE landfall.event IS 'distributed by revision; the log of events';

CREATE TABLE landfall.member (
  record uuid NOT NULL,
  card bytea NOT NULL,
  born int8 NOT NULL,
  died int8 NOT NULL DEFAULT 9223372036854775807,
  body bytea NOT NULL,
  PRIMARY KEY (record, card, born)
);
CREATE INDEX ON landfall.member (died) WHERE died < 9223372036854775807;
COMMENT ON TABLE landfall.member IS
  'distributed by record; who stands on which card';

CREATE TABLE landfall.subscription (
  id bytea NOT NULL,
  born int8 NOT NULL,
  died int8 NOT NULL DEFAULT 9223372036854775807,
  body bytea NOT NULL,
  PRIMARY KEY (id, born)
);
CREATE INDEX ON landfall.subscription (died) WHERE died < 9223372036854775807;
COMMENT ON TABLE landfall.subscription IS 'distributed by id; webhooks';

CREATE TABLE landfall.delivery (
  subscription bytea NOT NULL,
  revision int8 NOT NULL,
  position int8 NOT NULL,
  born int8 NOT NULL,
  died int8 NOT NULL DEFAULT 9223372036854775807,
  body bytea NOT NULL,
  PRIMARY KEY (subscription, revision, position, born)
);
CREATE INDEX ON landfall.delivery (died) WHERE died < 9223372036854775807;
COMMENT ON TABLE landfall.delivery IS
  'distributed by subscription; what is to be delivered to whom';
)";

constexpr const char* kSteps[] = {kVersion1};

absl::StatusOr<int64_t> VersionOf(Connection& connection) {
  LF_ASSIGN_OR_RETURN(
      const Rows exists,
      connection.Run({"SELECT to_regclass('landfall.head') IS NOT NULL"},
                     kStepPatience));
  if (exists.size() != 1 || !exists[0].Bool()) return 0;
  LF_ASSIGN_OR_RETURN(
      const Rows head,
      connection.Run({"SELECT schema_version::int8 FROM landfall.head"},
                     kStepPatience));
  if (head.size() != 1) return DamagedError("no row in table head");
  Row row = head[0];
  const int64_t version = row.Int8();
  if (!row.ok()) return DamagedError("an unreadable schema version");
  return version;
}

}  // namespace

absl::Span<const char* const> SchemaSteps() { return kSteps; }

absl::Status BringUpToDate(Connection& connection,
                           absl::Span<const char* const> steps) {
  LF_ASSIGN_OR_RETURN(const int64_t version, VersionOf(connection));
  const auto newest = static_cast<int64_t>(steps.size());
  if (version > newest) {
    return absl::FailedPreconditionError(absl::StrCat(
        "schema landfall of the database was made by a newer version of "
        "Landfall (schema version ",
        version, ", this program reads up to ", newest,
        "): run the newer version, or name another database in "
        "store.postgres"));
  }
  if (version == newest) return absl::OkStatus();
  std::string script = "BEGIN;";
  for (int64_t step = version; step < newest; ++step) {
    absl::StrAppend(&script, steps[static_cast<size_t>(step)]);
  }
  absl::StrAppend(&script, "UPDATE landfall.head SET schema_version = ", newest,
                  "; COMMIT;");
  return connection.RunScript(script, kStepPatience);
}

}  // namespace landfall::store::postgres
