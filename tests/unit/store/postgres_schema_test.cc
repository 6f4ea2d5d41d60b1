#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/store/postgres/pool.h"
#include "server/store/postgres/schema.h"
#include "tests/support/postgres_server.h"

namespace landfall::testing {
namespace {

using store::postgres::BringUpToDate;
using store::postgres::Connection;
using store::postgres::kPatience;
using store::postgres::SchemaSteps;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Lines = std::vector<std::string>;

class PostgresSchemaTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto connection =
        Connection::Open(PostgresServer::Shared().NewUrl(), kPatience);
    ASSERT_TRUE(connection.ok()) << connection.status();
    connection_ = *std::move(connection);
  }

  // The first column, which is of bytes, of every row.
  Lines Ask(const std::string& sql) {
    const auto rows = connection_->Run({sql}, kPatience);
    EXPECT_TRUE(rows.ok()) << rows.status();
    Lines lines;
    for (int i = 0; rows.ok() && i < rows->size(); ++i) {
      lines.emplace_back((*rows)[i].Bytes());
    }
    return lines;
  }
  Lines Version() {
    return Ask("SELECT schema_version::text::bytea FROM landfall.head");
  }

  std::unique_ptr<Connection> connection_;
};

// What Citus asks of tables that are spread over several servers.
TEST_F(PostgresSchemaTest, FitsACluster) {
  ASSERT_TRUE(BringUpToDate(*connection_, SchemaSteps()).ok());
  ASSERT_TRUE(connection_
                  ->RunScript(
                      // Every table, and the column by which it is spread.
                      "CREATE TEMP VIEW spread AS SELECT c.oid AS id, "
                      "c.relname::text AS name, substring(obj_description("
                      "c.oid, 'pg_class') FROM '^distributed by (\\w+);') "
                      "AS by, obj_description(c.oid, 'pg_class') AS comment "
                      "FROM pg_class c WHERE relkind IN ('r', 'p') AND "
                      "relnamespace = 'landfall'::regnamespace",
                      kPatience)
                  .ok());
  EXPECT_THAT(Ask("SELECT name::bytea FROM spread WHERE by IS NOT NULL "
                  "ORDER BY name"),
              ElementsAre("change", "delivery", "event", "member", "named",
                          "record", "subscription"));
  EXPECT_THAT(Ask("SELECT name::bytea FROM spread WHERE by IS NULL"),
              ElementsAre("head"));
  EXPECT_THAT(Ask("SELECT name::bytea FROM spread WHERE by IS NULL AND "
                  "comment NOT LIKE 'not distributed; one row%'"),
              IsEmpty());
  EXPECT_THAT(
      Ask("SELECT name::bytea FROM spread WHERE by IS NOT NULL AND NOT EXISTS "
          "(SELECT FROM pg_attribute a WHERE attrelid = id AND attname = by)"),
      IsEmpty())
      << "a column that is not there";
  EXPECT_THAT(
      Ask("SELECT i.indexrelid::regclass::text::bytea FROM spread JOIN "
          "pg_index i ON indrelid = id WHERE by IS NOT NULL AND indisunique "
          "AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = id AND "
          "attname = by AND attnum = ANY (indkey))"),
      IsEmpty())
      << "uniqueness without the column by which the table is spread";
  EXPECT_THAT(Ask("SELECT tgname::text::bytea FROM pg_trigger JOIN spread ON "
                  "tgrelid = id"),
              IsEmpty());
  EXPECT_THAT(Ask("SELECT conname::text::bytea FROM pg_constraint JOIN spread "
                  "ON conrelid = id WHERE contype IN ('f', 'x')"),
              IsEmpty());
  EXPECT_THAT(Ask("SELECT relname::text::bytea FROM pg_class WHERE relkind = "
                  "'S' AND relnamespace = 'landfall'::regnamespace"),
              IsEmpty())
      << "sequences are of one server";
}

TEST_F(PostgresSchemaTest, GoesForwardInSteps) {
  const auto first = SchemaSteps();
  const char* const two[] = {
      first[0], "ALTER TABLE landfall.record ADD COLUMN later int8;"};
  ASSERT_TRUE(BringUpToDate(*connection_, first.subspan(0, 1)).ok());
  ASSERT_TRUE(BringUpToDate(*connection_, first.subspan(0, 1)).ok()) << "again";
  ASSERT_TRUE(
      connection_->RunScript("UPDATE landfall.head SET revision = 7", kPatience)
          .ok());
  ASSERT_TRUE(BringUpToDate(*connection_, two).ok());
  EXPECT_THAT(Version(), ElementsAre("2"));
  EXPECT_THAT(Ask("SELECT revision::text::bytea FROM landfall.head"),
              ElementsAre("7"));
}

TEST_F(PostgresSchemaTest, StaysAsItWasWhenAStepFails) {
  const auto first = SchemaSteps();
  const char* const broken[] = {
      first[0], "ALTER TABLE landfall.record ADD COLUMN later int8;",
      "SELECT 1 / 0;"};
  ASSERT_TRUE(BringUpToDate(*connection_, first.subspan(0, 1)).ok());
  EXPECT_FALSE(BringUpToDate(*connection_, broken).ok());
  EXPECT_FALSE(connection_->usable());
  ASSERT_TRUE(connection_->RunScript("ROLLBACK", kPatience).ok());
  EXPECT_THAT(Version(), ElementsAre("1"));
  EXPECT_THAT(Ask("SELECT attname::text::bytea FROM pg_attribute WHERE attname "
                  "= 'later'"),
              IsEmpty());
}

TEST_F(PostgresSchemaTest, RefusesANewerSchema) {
  ASSERT_TRUE(BringUpToDate(*connection_, SchemaSteps()).ok());
  ASSERT_TRUE(
      connection_
          ->RunScript("UPDATE landfall.head SET schema_version = 99", kPatience)
          .ok());
  const absl::Status status = BringUpToDate(*connection_, SchemaSteps());
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("schema version 99, this program reads up to 1): run "
                        "the newer version"));
}

}  // namespace
}  // namespace landfall::testing
