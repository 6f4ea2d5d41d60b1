#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "tests/unit/client/cli_fixture.h"

namespace landfall::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(CliTest, AsksAtATerminalBeforeItErases) {
  const struct {
    const char* typed;
    int code;
  } cases[] = {{"y\n", kSuccess},    {"yes\n", kSuccess},
               {"n\n", kWrongUsage}, {"\n", kWrongUsage},
               {"", kWrongUsage},    {"yesterday\n", kWrongUsage}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.typed);
    in_.str(c.typed);
    in_is_terminal_ = true;
    EXPECT_EQ(Run({"erase", "shop/customer/7"}), c.code);
    EXPECT_THAT(err_.str(), HasSubstr("Erase shop/customer/7 and everything"));
    EXPECT_EQ(out_.str().empty(), c.code != kSuccess);
  }
  EXPECT_EQ(Run({"erase", "shop/customer/7", "--yes"}), kSuccess);
  EXPECT_EQ(err_.str(), "");
}

// A line of F&O customers.
std::string ErpLine(const std::string& area, int number) {
  return "{\"dataAreaId\":\"" + area + "\",\"CustomerAccount\":\"C-" +
         std::to_string(number) + "\"}\n";
}

TEST_F(CliTest, ChecksAndTellsTheVerdictByExitCode) {
  EXPECT_EQ(Run({"check", "--email", "ann@contoso.com"}), kSuccess);
  EXPECT_THAT(out_.str(), HasSubstr("\"verdict\":\"NOT_PROMOTED\""));
  EXPECT_EQ(Run({"check", "--email", "ann@contoso.com", "--exit-code"}),
            kAlert);
  reconciler_.on_check = [](const model::CheckQuery&) {
    model::CheckAnswer answer;
    answer.verdict = model::Verdict::kAwaitingSync;
    return answer;
  };
  EXPECT_EQ(Run({"check", "--email", "x", "--exit-code"}), kOtherVerdict);
  reconciler_.on_check = [](const model::CheckQuery&) {
    model::CheckAnswer answer;
    answer.verdict = model::Verdict::kPromoted;
    return answer;
  };
  EXPECT_EQ(Run({"check", "--email", "x", "--exit-code"}), kSuccess);
}

TEST_F(CliTest, ShowsCardsSourcesAndRecords) {
  EXPECT_EQ(Run({"card", "ecom-absent", "--format", "table"}), kSuccess);
  EXPECT_THAT(out_.str(), HasSubstr("FIRING (above 10)"));
  EXPECT_EQ(Run({"card", "ecom-absent", "--exit-code"}), kAlert);
  EXPECT_EQ(Run({"cards", "--format", "csv"}), kSuccess);
  EXPECT_THAT(out_.str(), HasSubstr("ecom-absent,17,10,true"));
  EXPECT_EQ(Run({"sources", "--keys", "--format", "table"}), kSuccess);
  EXPECT_THAT(out_.str(), HasSubstr("PrimaryContactEmail"));
  reconciler_.on_get_record = [](const model::RecordQuery& query) {
    reconcile::RecordView view;
    view.record.ref = query.record;
    view.check = std::make_shared<const model::CheckAnswer>(
        landfall::testing::FullAnswer());
    return view;
  };
  EXPECT_EQ(Run({"explain", "shop/customer/7"}), kSuccess);
  EXPECT_THAT(out_.str(), HasSubstr("\"id\":\"7\""));
  EXPECT_EQ(Run({"erase", "shop/customer/7"}), kSuccess);
  EXPECT_EQ(out_.str(), "{}\n");
}

TEST_F(CliTest, ListsPageAfterPageUpToTheLimit) {
  std::vector<int> sizes;
  reconciler_.on_list = [&](const model::CardRecordsQuery& query) {
    sizes.push_back(query.page_size);
    model::CardRecordsPage page;
    const int count = std::min(query.page_size, 600);
    page.records.resize(count, landfall::testing::FullCardRecord());
    page.total_count = 2000;
    page.next_page_token = "more";
    return page;
  };
  EXPECT_EQ(Run({"list", "ecom-absent", "--limit", "1300", "--format", "csv"}),
            kSuccess);
  EXPECT_THAT(sizes, ElementsAre(1000, 700, 100));
  const std::string csv = out_.str();
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1301);
}

TEST_F(CliTest, ReportsWhatTheServerSays) {
  EXPECT_EQ(Run({"card", "ecom-absnt"}), kServerError);
  EXPECT_THAT(err_.str(), HasSubstr("NOT_FOUND (UNKNOWN_CARD)"));
  EXPECT_THAT(err_.str(), HasSubstr("did you mean ecom-absent?"));
  EXPECT_EQ(out_.str(), "");
}

TEST_F(CliTest, TellsWrongUsageFromAServerThatIsNotThere) {
  EXPECT_EQ(Run({"card", "x", "--asof", "2026-06-09"}), kWrongUsage);
  EXPECT_THAT(err_.str(), HasSubstr("did you mean --as-of?"));
  EXPECT_EQ(Run({"cards", "--format", "xml"}), kWrongUsage);
  EXPECT_EQ(Run({"import", "--source", "erp", folder_ + "/nothing"}),
            kWrongUsage);
  EXPECT_EQ(Run({"cards", "--server", "127.0.0.1:1"}), kNotReachable);
  EXPECT_THAT(err_.str(), HasSubstr("cannot be reached"));
}

TEST_F(CliTest, ImportsInChunksAndCompletesAtTheEnd) {
  std::string lines;
  for (int i = 0; i < 1200; ++i) {
    lines += ErpLine(i < 1100 ? "ustr" : "catr", i);
  }
  EXPECT_EQ(Run({"import", "--source", "erp", "--type", "customer",
                 File("customers.jsonl", lines)}),
            kSuccess)
      << err_.str();
  EXPECT_EQ(out_.str(),
            "{\"read\":1200,\"inserted\":1200,\"updated\":0,\"unchanged\":0,"
            "\"rejected\":0,\"skipped\":0,\"parts\":0}\n");
  const auto batches = reconciler_.batches();
  ASSERT_EQ(batches.size(), 4u);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(batches[i].entities_read.empty());
  EXPECT_TRUE(batches[3].records.empty());
  EXPECT_THAT(batches[3].entities_read, ElementsAre("USTR", "CATR"));
}

TEST_F(CliTest, ImportReportsRejectsWithFileLineFieldAndCause) {
  const std::string path = File(
      "customers.jsonl", ErpLine("ustr", 1) + "{\"dataAreaId\":\"ustr\"}\n");
  EXPECT_EQ(Run({"import", "--source", "erp", "--type", "customer", path}),
            kSomeRejected);
  EXPECT_THAT(err_.str(), HasSubstr(path + ":2: CustomerAccount: "));
  EXPECT_THAT(out_.str(), HasSubstr("\"rejected\":1,"));

  const std::string rejects = folder_ + "/rejects.txt";
  EXPECT_EQ(Run({"import", "--source", "erp", "--type", "customer", "--rejects",
                 rejects, path}),
            kSomeRejected);
  EXPECT_EQ(err_.str(), "");
  std::stringstream written;
  written << std::ifstream(rejects).rdbuf();
  EXPECT_THAT(written.str(), HasSubstr(":2: CustomerAccount: "));
}

TEST_F(CliTest, ImportOfABrokenFileCompletesNothing) {
  const std::string good = File("good.jsonl", ErpLine("ustr", 1));
  const std::string bad = File("bad.json", "<html>sign in</html>");
  EXPECT_EQ(Run({"import", "--source", "erp", "--type", "customer", good, bad}),
            kSomeRejected);
  EXPECT_THAT(err_.str(), HasSubstr("bad.json: HTML"));
  // Whose customers the broken file held nobody knows.
  const auto batches = reconciler_.batches();
  ASSERT_EQ(batches.size(), 3u);
  EXPECT_TRUE(batches[0].unread.empty());
  ASSERT_EQ(batches[1].unread.size(), 2u);
  EXPECT_TRUE(batches[1].unread[0].cut_short);
  EXPECT_THAT(batches[2].entities_read, ElementsAre("USTR"));
  EXPECT_EQ(batches[2].push.id, batches[1].push.id);
  EXPECT_FALSE(batches[2].push.whole);
}

TEST_F(CliTest, ImportTellsTheServerOfRowsThatAreNoElements) {
  const std::string file =
      File("erp.csv", "dataAreaId,CustomerAccount\nustr,C-1\nustr\nustr,C,x\n");
  EXPECT_EQ(Run({"import", "--source", "erp", "--type", "customer", file}),
            kSomeRejected);
  auto batches = reconciler_.batches();
  ASSERT_EQ(batches.size(), 3u);
  ASSERT_EQ(batches[1].unread.size(), 1u);
  EXPECT_EQ(batches[1].unread[0].entity, "USTR");
  EXPECT_EQ(batches[1].unread[0].rows, 2);
  EXPECT_FALSE(batches[2].accept_rejects);
  EXPECT_EQ(Run({"import", "--source", "erp", "--type", "customer",
                 "--accept-rejects", file}),
            kSomeRejected);
  EXPECT_TRUE(reconciler_.batches().back().accept_rejects);
}

TEST_F(CliTest, ImportComparesEverythingBeforeItStoresIt) {
  reconciler_.on_upsert = [](const ingest::UpsertBatch& batch) {
    ingest::UpsertCounts counts;
    if (batch.full.ends) counts.gone = 3;
    return counts;
  };
  in_.str(ErpLine("ustr", 1));
  EXPECT_EQ(Run({"import", "--source", "erp", "--type", "customer", "--full",
                 "--max-gone", "35%", "-"}),
            kSuccess)
      << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("\"gone\":3}"));
  const auto batches = reconciler_.batches();
  ASSERT_EQ(batches.size(), 4u);
  for (int i = 0; i < 4; ++i) {
    EXPECT_TRUE(batches[i].full.asked);
    EXPECT_EQ(batches[i].full.max_gone_percent, 35);
    EXPECT_EQ(batches[i].dry_run, i < 2);
    EXPECT_EQ(batches[i].full.ends, i % 2 == 1);
    EXPECT_EQ(batches[i].push.id, batches[0].push.id);
    EXPECT_EQ(batches[i].records.size(), i % 2 == 1 ? 0u : 1u);
  }
}

TEST_F(CliTest, ImportStoresNothingOfWhatWouldDeleteTooMuch) {
  reconciler_.on_upsert = [](const ingest::UpsertBatch& batch)
      -> absl::StatusOr<ingest::UpsertCounts> {
    if (batch.full.ends) return absl::FailedPreconditionError("full: 9 of 9");
    return ingest::UpsertCounts();
  };
  EXPECT_EQ(Run({"import", "--source", "erp", "--type", "customer", "--full",
                 File("one.jsonl", ErpLine("ustr", 1))}),
            kServerError);
  EXPECT_THAT(err_.str(), HasSubstr("TOO_MANY_GONE"));
  for (const auto& batch : reconciler_.batches()) EXPECT_TRUE(batch.dry_run);
  const std::string empty = File("empty.json", "");
  EXPECT_EQ(Run({"import", "--source", "erp", "--type", "customer", "--full",
                 "--max-gone", "100%", empty}),
            kServerError);
  EXPECT_THAT(err_.str(), HasSubstr("is empty"));
  EXPECT_EQ(Run({"import", "--source", "erp", "--max-gone", "5", empty}),
            kWrongUsage);
  EXPECT_EQ(
      Run({"import", "--source", "erp", "--full", "--max-gone", "120", empty}),
      kWrongUsage);
}

TEST_F(CliTest, ImportThatLacksPagesCompletesNothing) {
  const std::string row = R"({"dataAreaId":"ustr","CustomerAccount":"C-)";
  const std::string first = File(
      "first.json", R"({"value":[)" + row + R"(1"}],"@odata.nextLink":"x"})");
  const std::string last =
      File("last.json", R"({"value":[)" + row + R"(2"}]})");
  const std::vector<std::string> import = {"import", "--source", "erp",
                                           "--type", "customer"};
  const auto run = [&](const std::vector<std::string>& files) {
    std::vector<std::string> words = import;
    words.insert(words.end(), files.begin(), files.end());
    EXPECT_EQ(Run(words), kSuccess) << err_.str();
    return err_.str();
  };
  EXPECT_THAT(run({first}), HasSubstr("first.json:1: the last page says"));
  EXPECT_THAT(err_.str(), HasSubstr("(@odata.nextLink)"));
  EXPECT_THAT(run({last, first}), HasSubstr("(@odata.nextLink)"));
  EXPECT_THAT(run({File("empty.json", "")}), HasSubstr("the file is empty"));
  int told = 0;
  for (const auto& batch : reconciler_.batches()) {
    for (const auto& unread : batch.unread) told += unread.cut_short ? 1 : 0;
  }
  EXPECT_EQ(told, 2);
  EXPECT_EQ(run({first, last}), "");
  EXPECT_THAT(reconciler_.batches().back().entities_read, ElementsAre("USTR"));
}

TEST_F(CliTest, AnEmptyFileNeedsItsType) {
  const std::string empty = File("empty.json", "\n");
  EXPECT_EQ(Run({"import", "--source", "erp", empty}), kSomeRejected);
  EXPECT_THAT(err_.str(), HasSubstr("empty.json: the file is empty; with"));
}

TEST_F(CliTest, ImportReadsStandardInput) {
  in_.str(ErpLine("ustr", 1));
  EXPECT_EQ(Run({"import", "--source", "erp", "--type", "customer", "-"}),
            kSuccess)
      << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("\"inserted\":1"));
}

TEST_F(CliTest, ImportRepeatsAChunkThatWasNotAcknowledged) {
  std::atomic<int> attempts{0};
  reconciler_.on_upsert = [&](const ingest::UpsertBatch& batch)
      -> absl::StatusOr<ingest::UpsertCounts> {
    ++attempts;
    if (attempts == 1) return absl::UnavailableError("restarting");
    if (attempts == 2) return absl::DeadlineExceededError("an erasure runs");
    ingest::UpsertCounts counts;
    counts.inserted = static_cast<int>(batch.records.size());
    return counts;
  };
  EXPECT_EQ(Run({"import", "--source", "erp", "--type", "customer",
                 File("one.jsonl", ErpLine("ustr", 1))}),
            kSuccess)
      << err_.str();
  EXPECT_EQ(reconciler_.batches().size(), 2u);
}

TEST_F(CliTest, ImportStopsAtAnErrorOfTheServer) {
  EXPECT_EQ(Run({"import", "--source", "bc", "--type", "customer",
                 File("one.json", "{\"id\":\"1\"}")}),
            kServerError);
  EXPECT_THAT(err_.str(), HasSubstr("UK Trade Ltd, FR Trade SARL"));
  EXPECT_TRUE(reconciler_.batches().empty());
}

TEST_F(CliTest, MakesKeysThatTheConfigurationAccepts) {
  EXPECT_EQ(Run({"keys", "new", "--role", "reader", "--id", "flows", "--format",
                 "csv"}),
            kSuccess);
  const std::string csv = out_.str();
  const std::string row = csv.substr(csv.find('\n') + 1);
  const std::string key = row.substr(0, row.find(','));
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  EXPECT_EQ(row,
            key + ",flows,reader," + absl::BytesToHexString(digest) + ",,\n");
  EXPECT_GE(key.size(), 43u);
  EXPECT_EQ(Run({"keys", "new", "--role", "reader"}), kSuccess);
  EXPECT_THAT(out_.str(), Not(HasSubstr(key)));
  EXPECT_EQ(Run({"keys", "new"}), kWrongUsage);
  EXPECT_EQ(Run({"keys", "old", "--role", "reader"}), kWrongUsage);
  EXPECT_EQ(Run({"keys", "new", "--role", "boss"}), kWrongUsage);
}

}  // namespace
}  // namespace landfall::cli
