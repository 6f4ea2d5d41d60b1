#include "server/match/near_blocks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/index/derive.h"
#include "server/match/near_finder.h"
#include "server/normalize/normalize.h"
#include "tests/unit/index/index_world.h"

namespace landfall::match {
namespace {

using index::RowIndex;
using normalize::KeyOutcome;

constexpr int kWorlds = 1000;
constexpr int kMasters = 12;
constexpr int kSubjects = 12;

// F&O, whose customers carry ids of Dataverse and of a shop, and another shop.
std::shared_ptr<const index::Rulebook> TwoShops() {
  model::Settings settings = index::ThreeSources();
  settings.sources[0].keys.external_id = {{"CustomerAccount", "crm"},
                                          {"WebId", "web"}};
  settings.sources.push_back(settings.sources.back());
  settings.sources.back().id = "b2b";
  return *index::Rulebook::Create(
      settings, base::Hasher(std::string(base::Hasher::kSecretSize, 's')));
}

// Makes keys of few values and of what people make of them.
class Maker {
 public:
  explicit Maker(uint64_t seed) : random_(seed) {}

  std::string Email() {
    std::string local =
        Of({"anna.smith", "jdoe1", "ann", "o'brien", "strauss", "strauß",
            "x²yz1", "аnna.smith", "ma.ria.s", "maria.s+shop", "aabbcc"});
    for (int i = Below(3); i > 0; --i) local = Edited(local);
    return absl::StrCat(
        local, Below(5) == 0 ? "+news" : "", "@",
        Of({"contoso.com", "gmail.com", "googlemail.com", "strauss.de",
            "strauß.de", "contоso.com", "contoso.com"}));
  }

  std::string TaxId() {
    std::string id =
        Of({"DE136695976", "136695976", "ATU12345675", "12345675",
            "NL004495445B01", "NL004495445B02", "FR40303265045", "303265045",
            "30326504500016", "GB980780684", "GB980780684001", "DEDE136695976",
            "BE0477472701", "51824753556", "EL123456783"});
    if (Below(3) == 0) id = Edited(id);
    if (Below(6) == 0) id = absl::StrReplaceAll(id, {{"0", "O"}});
    return id;
  }

  std::string ExternalId() {
    std::string id = Of({"4711", "004711", "CUST-004711", "C-1", "c-1", "77"});
    return Below(6) == 0 ? absl::StrCat("0", id) : id;
  }

  std::string Country() { return Of({"DE", "AT", "FR", "GB", "", "AU"}); }

  std::vector<KeyOutcome> Outcomes() {
    std::vector<KeyOutcome> outcomes;
    if (Below(4) > 0) {
      for (KeyOutcome& outcome : normalize::NormalizeEmails(Email(), {})) {
        outcomes.push_back(std::move(outcome));
      }
    }
    if (Below(2) > 0) {
      outcomes.push_back(normalize::NormalizeTaxId(TaxId(), Country()));
    }
    if (Below(2) > 0) {
      outcomes.push_back(normalize::NormalizeExternalId(
          Of({"web", "b2b"}), model::System::kShopify,
          Of({"customer", "company"}), ExternalId()));
    }
    return outcomes;
  }

  model::Record Master(int number) {
    const std::string account =
        Below(3) == 0 ? ExternalId() : absl::StrCat("M-", number);
    model::Record record = index::MasterRecord(account, "", index::kNoTime);
    record.ref.id = absl::StrCat("ustr:", number);
    if (Below(4) > 0) record.fields.AddString("PrimaryContactEmail", Email());
    if (Below(2) > 0) record.fields.AddString("TaxExemptNumber", TaxId());
    if (Below(3) == 0) record.fields.AddString("WebId", ExternalId());
    record.fields.Sort();
    std::get<model::MasterCustomer>(record.body).country = Country();
    return record;
  }

 private:
  int Below(int limit) {
    return static_cast<int>(random_() % static_cast<uint64_t>(limit));
  }
  std::string Of(const std::vector<std::string>& values) {
    return values[static_cast<size_t>(Below(static_cast<int>(values.size())))];
  }
  std::string Edited(std::string text) {
    const auto at = static_cast<size_t>(Below(static_cast<int>(text.size())));
    switch (Below(4)) {
      case 0:
        return text.erase(at, 1);
      case 1:
        return text.insert(at, 1, "ab1.-_"[Below(6)]);
      case 2:
        text[at] = "abs130"[Below(6)];
        return text;
      default:
        if (at + 1 < text.size()) std::swap(text[at], text[at + 1]);
        return text;
    }
  }

  std::mt19937_64 random_;
};

bool Meet(const std::vector<NearBlock>& sorted,
          const std::vector<NearBlock>& others) {
  return std::any_of(others.begin(), others.end(), [&](NearBlock block) {
    return std::binary_search(sorted.begin(), sorted.end(), block);
  });
}

std::vector<NearBlock> BlocksOf(const index::Rulebook& rulebook,
                                const model::Record& master) {
  std::vector<NearBlock> blocks;
  AddBlocksOfMaster(index::KeyOutcomes(rulebook, master), &blocks);
  return blocks;
}

// A world of a few masters that random customers may be near to.
class Trial {
 public:
  Trial(std::shared_ptr<const index::Rulebook> rulebook, uint64_t seed)
      : maker_(seed), world_(std::move(rulebook)) {
    for (int i = 0; i < kMasters; ++i) {
      const model::Record master = maker_.Master(i);
      const RowIndex row = index::Put(&world_, master);
      blocks_.resize(world_.row_count());
      blocks_[row] = BlocksOf(world_.rulebook(), master);
    }
  }

  void Ask(std::set<normalize::NearRule>* rules) {
    const std::vector<KeyOutcome> outcomes = maker_.Outcomes();
    const std::string country = maker_.Country();
    const std::vector<NearBlock> blocks = BlocksOfSubject(outcomes, country);
    for (const NearHit& hit :
         FindNear(world_, outcomes, country, model::KeyKinds::All())) {
      EXPECT_TRUE(Meet(blocks, blocks_[hit.row]))
          << normalize::NearRuleName(hit.rule) << " of " << hit.ours;
      rules->insert(hit.rule);
    }
  }

 private:
  Maker maker_;
  index::World world_;
  std::vector<std::vector<NearBlock>> blocks_;  // by row
};

TEST(NearBlocksTest, WhoeverIsNearSharesABlock) {
  const auto rulebook = TwoShops();
  std::set<normalize::NearRule> rules;
  for (uint64_t seed = 1; seed <= kWorlds && !HasFailure(); ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Trial trial(rulebook, seed);
    for (int i = 0; i < kSubjects; ++i) trial.Ask(&rules);
  }
  // Each rule was tried.
  for (int rule = 0;
       rule <= static_cast<int>(normalize::NearRule::kExternalIdOtherObject);
       ++rule) {
    const auto tried = static_cast<normalize::NearRule>(rule);
    EXPECT_TRUE(rules.contains(tried)) << normalize::NearRuleName(tried);
  }
}

TEST(NearBlocksTest, WhoeverIsFarHardlyEverDoes) {
  const auto rulebook = TwoShops();
  const auto master = index::MasterRecord("C-1", "anna@contoso.com", 0);
  for (const char* other : {"annette@contoso.com", "berta@contoso.com",
                            "anna@fabrikam.com", "ana@contoso.de"}) {
    EXPECT_FALSE(
        Meet(BlocksOfSubject(normalize::NormalizeEmails(other, {}), ""),
             BlocksOf(*rulebook, master)))
        << other;
  }
}

TEST(NearBlocksTest, OnlyMastersWithOtherKeysChangeWhatIsNear) {
  const auto rulebook = TwoShops();
  const auto facts = [&](const model::Record& record) {
    return index::DeriveFacts(*rulebook, record);
  };
  const index::Facts none = std::monostate();
  const auto master = index::MasterRecord("C-1", "anna@contoso.com", 0);
  EXPECT_TRUE(ChangesNear(none, facts(master)));
  EXPECT_TRUE(ChangesNear(facts(master), none));
  EXPECT_TRUE(ChangesNear(
      facts(master), facts(index::MasterRecord("C-1", "ann@contoso.com", 0))));
  model::Record renamed = master;
  renamed.name = "Anna's shop";
  renamed.deleted = absl::FromUnixMicros(index::kNow);
  EXPECT_FALSE(ChangesNear(facts(master), facts(renamed)));
  const auto shopper = index::ShopperRecord("1", "anna@contoso.com", 0);
  EXPECT_FALSE(ChangesNear(none, facts(shopper)));
  EXPECT_FALSE(
      ChangesNear(none, facts(index::OrderRecord("1", "", "a@b.com", 0))));
}

}  // namespace
}  // namespace landfall::match
