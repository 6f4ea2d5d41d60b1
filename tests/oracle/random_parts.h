#pragma once

// The parts of a random world; MakeWorld puts them together.

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/model/query.h"
#include "server/model/record.h"
#include "server/model/settings.h"
#include "tests/oracle/dice.h"

namespace landfall::oracle {

// The values that records, rules and questions have in common.
std::string RandomEmail(Dice* dice);
std::string RandomName(Dice* dice);
std::string RandomPostcode(Dice* dice);
std::string RandomCountry(Dice* dice);
std::string RandomAccount(Dice* dice);
std::string RandomShopId(Dice* dice);
struct RandomTax {
  std::string value;
  std::string country;
};
RandomTax RandomTaxId(Dice* dice);
std::string RandomTag(Dice* dice);
// Many of them lie on an edge of a window or a grace before WorldEnd().
absl::Time RandomTime(Dice* dice);

model::Settings RandomSettings(Dice* dice);

using Records = std::vector<model::Record>;
void AddRandomMasters(const model::Settings& settings, Dice* dice,
                      Records* records);
void AddRandomDataverse(const model::Settings& settings, Dice* dice,
                        Records* records);
void AddRandomShops(const model::Settings& settings, Dice* dice,
                    Records* records);
void AddRandomDocumentRules(model::Settings* settings, Dice* dice);
// Documents of the ledgers, made of orders among `records`.
void AddRandomDocuments(const model::Settings& settings, Dice* dice,
                        Records* records);
// Who says what currencies are worth, and what is said of that, step by step.
struct RandomWorld;
void AddRandomRates(RandomWorld* world);
// Mapped fields of a customer of the sales system or of a ledger.
void AddRandomMapped(Dice* dice, model::Record* record);
// Terms that lookups of the sales system are.
void AddRandomTerms(Dice* dice, Records* records);
void AddRandomErrorEvents(const model::Settings& settings, Dice* dice,
                          Records* records);

model::GivenKeys RandomKeys(const model::Settings& settings, Dice* dice);
model::KeyKinds RandomKinds(Dice* dice);

}  // namespace landfall::oracle
