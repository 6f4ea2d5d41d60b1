// Every row of a push or an import is told once: read = inserted + updated +
// unchanged + rejected + skipped. Random payloads of every system and type,
// over every transport, against what they were made of. LANDFALL_SEED runs
// other ones.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "landfall/v1/record_service.pb.h"
#include "server/model/system.h"
#include "tests/oracle/dice.h"
#include "tests/scenarios/transport.h"

namespace landfall::scenarios {
namespace {

constexpr int kIds = 6;
constexpr int kMostRows = 12;
constexpr int kMixes = 3;

constexpr char kConfig[] = R"({
  "legal_entities": [{"id": "USTR", "source": "erp"},
                     {"id": "UKCO", "source": "bc", "company": "UK Trade"}],
  "sources": [{"id": "crm", "system": "dataverse"},
              {"id": "erp", "system": "finance_operations"},
              {"id": "bc", "system": "business_central"},
              {"id": "shop", "system": "shopify"},
              {"id": "b2b", "system": "bigcommerce"},
              {"id": "commerce", "system": "adobe_commerce"}]})";

// A row of each type; $I is a digit that tells its id, $V one that changes.
// From an array of texts: GCC takes a minute over as many strings in one
// initializer.
const std::map<std::string, std::string>& Rows() {
  static constexpr std::pair<const char*, const char*> kTexts[] = {
      {"crm/account", R"("accountid":"$G","emailaddress1":"a$V@contoso.com")"},
      {"crm/contact", R"("contactid":"$G","emailaddress1":"a$V@contoso.com")"},
      {"crm/opportunity", R"("opportunityid":"$G","name":"$V")"},
      {"crm/salesorder", R"("salesorderid":"$G","name":"$V")"},
      {"crm/cdm_company", R"("cdm_companyid":"$G","cdm_companycode":"$V")"},
      {"crm/customer_group",
       R"("msdyn_customergroupid":"$G","msdyn_groupid":"$V")"},
      {"crm/payment_terms", R"("msdyn_paymenttermid":"$G","msdyn_name":"$V")"},
      {"crm/transactioncurrency",
       R"("transactioncurrencyid":"$G","isocurrencycode":"US$V")"},
      {"crm/payment_method",
       R"("msdyn_customerpaymentmethodid":"$G","msdyn_name":"$V")"},
      {"crm/payment_day", R"("msdyn_paymentdayid":"$G","msdyn_name":"$V")"},
      {"crm/payment_day_line",
       R"("msdyn_paymentdaylineid":"$G","msdyn_linenumber":$V)"},
      {"crm/payment_schedule",
       R"("msdyn_paymentscheduleid":"$G","msdyn_name":"$V")"},
      {"crm/payment_schedule_line",
       R"("msdyn_paymentschedulelineid":"$G","msdyn_linenumber":$V)"},
      {"crm/name_affix", R"("msdyn_nameaffixid":"$G","msdyn_affix":"$V")"},
      {"crm/table_map", R"("msdyn_dualwriteruntimeconfigid":"$G",)"
                        R"("msdyn_name":"$V")"},
      {"crm/flow_run",
       R"("flowrunid":"$G","status":"Failed",)"
       R"("starttime":"2026-06-08T10:00:00Z","errorcode":"$V")"},
      {"erp/customer", R"("dataAreaId":"ustr","CustomerAccount":"C-$I",)"
                       R"("PrimaryContactEmail":"a$V@contoso.com")"},
      {"erp/customer_group", R"("dataAreaId":"ustr","CustomerGroupId":"G-$I",)"
                             R"("Description":"$V")"},
      {"erp/payment_terms",
       R"("dataAreaId":"ustr","Name":"P-$I","Description":"$V")"},
      {"erp/payment_method",
       R"("dataAreaId":"ustr","Name":"M-$I","Description":"$V")"},
      {"erp/payment_day",
       R"("dataAreaId":"ustr","Name":"D-$I","Description":"$V")"},
      {"erp/payment_schedule",
       R"("dataAreaId":"ustr","Name":"S-$I","Description":"$V")"},
      {"erp/error", R"("RecId":"$I","CreatedDateTime":"2026-06-08T10:00:00Z",)"
                    R"("DetailedErrorMessage":"no $V")"},
      {"erp/sales_order", R"("dataAreaId":"ustr","SalesOrderNumber":"S-$I",)"
                          R"("CustomersOrderReference":"$V")"},
      {"erp/sales_invoice", R"("dataAreaId":"ustr","InvoiceNumber":"I-$I",)"
                            R"("SalesOrderNumber":"$V")"},
      {"bc/sales_order", R"("id":"$G","number":"S-$I",)"
                         R"("externalDocumentNumber":"$V")"},
      {"bc/sales_invoice", R"("id":"$G","number":"I-$I","orderNumber":"$V")"},
      {"bc/sales_credit_memo",
       R"("id":"$G","number":"M-$I","externalDocumentNumber":"$V")"},
      {"bc/customer", R"("id":"$G","number":"C-$I","email":"a$V@contoso.com")"},
      {"bc/sync_error", R"("id":"$G","dateTime":"2026-06-08T10:00:00Z",)"
                        R"("message":"no $V")"},
      {"shop/customer", R"("id":"gid://shopify/Customer/$I",)"
                        R"("email":"a$V@contoso.com")"},
      {"shop/order", R"("id":"gid://shopify/Order/$I","test":$T,)"
                     R"("createdAt":"2026-06-08T10:00:00Z","name":"$V")"},
      {"shop/draft_order", R"("id":"gid://shopify/DraftOrder/$I",)"
                           R"("createdAt":"2026-06-08T10:00:00Z","name":"$V")"},
      {"shop/company", R"("id":"gid://shopify/Company/$I","name":"$V")"},
      {"shop/company_location",
       R"("id":"gid://shopify/CompanyLocation/$I","name":"$V",)"
       R"("company":{"id":"gid://shopify/Company/1"})"},
      {"b2b/customer", R"("id":$I,"email":"a$V@contoso.com")"},
      {"b2b/order", R"("id":$I,"status_id":$V,)"
                    R"("date_created":"Mon, 08 Jun 2026 10:00:00 +0000")"},
      {"b2b/quote", R"("quoteId":$I,"quoteNumber":"$V","status":0,)"
                    R"("createdAt":"1775890800")"},
      {"b2b/company", R"("companyId":"$I","companyName":"$V")"},
      {"commerce/customer", R"("id":$I,"email":"a$V@contoso.com")"},
      {"commerce/order", R"("entity_id":$I,"increment_id":"$V",)"
                         R"("created_at":"2026-06-08 10:00:00")"},
      {"commerce/quote",
       R"("id":$I,"created_at":"2026-06-08 10:00:00","note":"$V")"},
      {"commerce/company", R"("id":$I,"company_name":"$V")"},
      {"*/error_event", R"("id":"e-$I","at":"2026-06-08T10:00:00Z",)"
                        R"("system":"other","message":"no $V")"},
  };
  static const auto* const kRows = new std::map<std::string, std::string>(
      std::begin(kTexts), std::end(kTexts));
  return *kRows;
}

// What the answer must say.
struct Counts {
  int read = 0;
  int inserted = 0;
  int changed = 0;  // updated or unchanged
  int rejected = 0;
  int skipped = 0;
  int parts = 0;
};

struct Mix {
  Import import;
  Counts counts;
};

// Makes payloads of one type, and knows what is held of it.
class Maker {
 public:
  Maker(const model::Source& source, absl::string_view type, oracle::Dice* dice)
      : source_(source), type_(type), dice_(dice) {
    const auto own = Rows().find(absl::StrCat(source.id, "/", type));
    row_ = (own != Rows().end() ? own : Rows().find("*/error_event"))->second;
  }

  Mix Make() {
    Mix mix;
    mix.import.source = source_.id;
    mix.import.type = type_;
    const int rows = dice_->Between(1, kMostRows);
    for (int i = 0; i < rows; ++i) {
      mix.import.payloads.push_back(MakeRow(&mix.counts));
    }
    return mix;
  }

 private:
  std::string MakeRow(Counts* counts) {
    const int id = dice_->Between(1, kIds);
    if (dice_->OneIn(5)) {
      ++counts->read;
      ++counts->rejected;
      return dice_->Coin() ? "{}" : R"({"nobody":"knows this"})";
    }
    const bool event = type_ == "error_event";  // of no system
    if (source_.system == model::System::kShopify && !event &&
        dice_->OneIn(3)) {
      ++counts->parts;
      return Child();
    }
    ++counts->read;
    // An elastic table, as that of flow runs is, tracks no changes.
    const bool tracked = source_.system == model::System::kDataverse &&
                         !event && type_ != "flow_run";
    const bool deletion = tracked && dice_->OneIn(4);
    if (deletion && held_.count(id) == 0) {
      ++counts->skipped;
    } else if (held_.insert(id).second) {
      ++counts->inserted;
    } else {
      ++counts->changed;
    }
    if (deletion) return Filled(R"({"id":"$G","reason":"deleted"})", id);
    if (type_ == "company" && source_.system == model::System::kShopify) {
      return Company(id, counts);
    }
    return absl::StrCat("{", Filled(row_, id), "}");
  }

  // A line of a bulk export that belongs to another one.
  std::string Child() {
    static const auto* const kChildren = new std::vector<std::string>{
        R"({"id":"gid://shopify/LineItem/$I","__parentId":"gid://shopify/Order/1"})",
        R"({"id":"gid://shopify/Customer/$I","__parentId":"gid://shopify/Order/1"})",
        R"({"id":"gid://shopify/CompanyLocation/9$I","name":"$V","__parentId":"gid://shopify/Company/1"})"};
    return Filled(dice_->Pick(*kChildren), dice_->Between(1, kIds));
  }

  std::string Company(int id, Counts* counts) {
    std::vector<std::string> locations;
    for (int i = dice_->Below(3); i > 0; --i) {
      locations.push_back(
          Filled(R"({"id":"gid://shopify/CompanyLocation/8$I","name":"$V"})",
                 dice_->Between(1, kIds)));
      ++counts->parts;
    }
    return absl::StrCat("{", Filled(row_, id), R"(,"locations":{"nodes":[)",
                        absl::StrJoin(locations, ","), "]}}");
  }

  std::string Filled(absl::string_view row, int id) {
    return absl::StrReplaceAll(
        row, {{"$G", absl::StrFormat("00000000-0000-0000-0000-%012d", id)},
              {"$I", absl::StrCat(id)},
              {"$T", dice_->Coin() ? "true" : "false"},
              {"$V", absl::StrCat(dice_->Below(2))}});
  }

  const model::Source& source_;
  const std::string type_;
  oracle::Dice* const dice_;
  std::string row_;
  std::set<int> held_;
};

void Check(const Outcome& outcome, const Counts& counts) {
  ASSERT_TRUE(outcome.answer != nullptr)
      << (outcome.said ? outcome.failure->message : "cannot be said");
  const auto& answer =
      static_cast<const v1::BatchUpsertRecordsResponse&>(*outcome.answer);
  EXPECT_EQ(answer.read(), answer.inserted() + answer.updated() +
                               answer.unchanged() + answer.rejected() +
                               answer.skipped());
  EXPECT_EQ(answer.read(), counts.read);
  EXPECT_EQ(answer.inserted(), counts.inserted);
  EXPECT_EQ(answer.updated() + answer.unchanged(), counts.changed);
  EXPECT_EQ(answer.rejected(), counts.rejected);
  EXPECT_EQ(answer.rejects_size(), counts.rejected);
  EXPECT_EQ(answer.skipped(), counts.skipped);
  EXPECT_EQ(answer.parts(), counts.parts);
}

uint64_t Seed() {
  const char* text = std::getenv("LANDFALL_SEED");
  uint64_t seed = 0;
  return text != nullptr && absl::SimpleAtoi(text, &seed) ? seed : 9;
}

std::unique_ptr<World> StartWorld() {
  return *World::Start(kConfig, absl::FromCivil(absl::CivilDay(2026, 6, 9),
                                                absl::UTCTimeZone()));
}

class RowCountsTest : public ::testing::TestWithParam<std::string> {
 protected:
  RowCountsTest() : world_(StartWorld()) {
    const std::string& name = GetParam();
    transport_ = name == "cli"      ? MakeCliTransport(*world_)
                 : name == "http"   ? MakeHttpTransport(*world_)
                 : name == "engine" ? MakeEngineTransport(*world_)
                                    : MakeGrpcTransport(*world_);
  }

  // Of the same seed the same on every transport.
  template <typename Take>
  void ForEachMix(Take take) {
    oracle::Dice dice(Seed());
    for (const model::Source& source : world_->settings().sources) {
      for (absl::string_view type : model::RecordTypes(source.system)) {
        Maker maker(source, type, &dice);
        for (int i = 0; i < kMixes; ++i) take(maker.Make());
      }
    }
  }

  std::unique_ptr<World> world_;
  std::unique_ptr<Transport> transport_;
};

TEST_P(RowCountsTest, AddUp) {
  ForEachMix([this](Mix mix) {
    mix.import.stream = GetParam() == "stream";
    SCOPED_TRACE(absl::StrCat(mix.import.source, "/", mix.import.type, "\n",
                              absl::StrJoin(mix.import.payloads, "\n")));
    Check(transport_->Import(mix.import), mix.counts);
  });
}

INSTANTIATE_TEST_SUITE_P(All, RowCountsTest,
                         ::testing::Values("engine", "grpc", "stream", "http",
                                           "cli"));

// A file of lines of which some are broken, and its counts.
Mix BrokenLines(oracle::Dice* dice, std::set<int>* held) {
  Mix mix;
  mix.import.source = "shop";
  mix.import.type = "order";
  std::vector<std::string> lines = {R"({"id":1})"};  // tells what the file is
  ++mix.counts.read;
  ++(held->insert(1).second ? mix.counts.inserted : mix.counts.changed);
  for (int i = dice->Between(1, kMostRows); i > 0; --i) {
    const int id = dice->Between(1, kIds);
    const int kind = dice->Below(4);
    if (kind == 0) {
      lines.push_back("  ");
    } else if (kind == 1) {
      lines.push_back(R"({"id":9,"__parentId":"gid://shopify/Order/1"})");
      ++mix.counts.parts;
    } else if (kind == 2) {
      lines.push_back(dice->Coin() ? R"({"id":7)" : "not an object");
      ++mix.counts.rejected;
    } else {
      lines.push_back(absl::StrCat("{\"id\":", id, "}"));
      ++(held->insert(id).second ? mix.counts.inserted : mix.counts.changed);
    }
    if (kind >= 2) ++mix.counts.read;
  }
  mix.import.file = absl::StrCat(absl::StrJoin(lines, "\n"), "\n");
  return mix;
}

// A table with rows of nothing, its header again, and rows that do not fit.
Mix BrokenTable(oracle::Dice* dice, std::set<int>* held) {
  const std::string header = "accountid;emailaddress1;name";
  Mix mix;
  mix.import.source = "crm";
  mix.import.type = "account";
  std::vector<std::string> lines = {header};
  for (int i = dice->Between(1, kMostRows); i > 0; --i) {
    const int id = dice->Between(1, kIds);
    const std::string row =
        absl::StrFormat("00000000-0000-0000-0000-%012d;;Ann", id);
    const int kind = dice->Below(6);
    if (kind < 3) {
      lines.push_back(kind == 0 ? header : kind == 1 ? ";;" : "");
    } else if (kind == 3) {
      lines.push_back(dice->Coin() ? row + ";more" : ";ann@contoso.com;Ann");
      ++mix.counts.rejected;
    } else {
      lines.push_back(row);
      ++(held->insert(id).second ? mix.counts.inserted : mix.counts.changed);
    }
    if (kind >= 3) ++mix.counts.read;
  }
  mix.import.file = absl::StrCat(absl::StrJoin(lines, "\r\n"), "\r\n");
  return mix;
}

// What no payload can be made of counts as well, and what is no row does not.
// Only the command line sees either.
TEST(BrokenRowsTest, AddUp) {
  const auto world = StartWorld();
  const auto cli = MakeCliTransport(*world);
  oracle::Dice dice(Seed());
  std::set<int> orders;
  std::set<int> accounts;
  for (int round = 0; round < 10; ++round) {
    for (const Mix& mix :
         {BrokenLines(&dice, &orders), BrokenTable(&dice, &accounts)}) {
      SCOPED_TRACE(*mix.import.file);
      Check(cli->Import(mix.import), mix.counts);
    }
  }
}

}  // namespace
}  // namespace landfall::scenarios
