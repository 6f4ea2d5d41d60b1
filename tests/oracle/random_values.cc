// Turns dice into the small pools of values that make records collide.

#include "tests/oracle/random_parts.h"
#include "tests/oracle/random_world.h"

namespace landfall::oracle {

std::string RandomEmail(Dice* dice) {
  static const std::vector<std::string> kEmails = {
      "ann@contoso-mail.com",
      "Ann@Contoso-Mail.COM",
      "bob@fabrikam-post.de",
      "info@northwind-co.com",
      "carla@tailspin.io",
      "carla+shop@tailspin.io",
      "dora@adventure-works.ca",
      "ed@wingtip-toys.co.uk",
      "info@northwind-co.com",
      "ann@contoso-mail.com",
      "not an address",
      "'ann@contoso-mail.com'",
      "\"<‘carla@tailspin.io’>\"",
      "Dora (dora@adventure-works.ca)",
      "“bob@fabrikam-post.de”; 'ed@wingtip-toys.co.uk'",
      "mailto:o%27brien%40northwind-co.com?subject=Hi",
      "'o'brien@northwind-co.com'",
      "",
      "bob@fabrikam-post.de;ed@wingtip-toys.co.uk"};
  return dice->Pick(kEmails);
}

std::string RandomName(Dice* dice) {
  static const std::vector<std::string> kNames = {
      "Contoso GmbH", "contoso", "Fabrikam, Inc.", "Northwind Ltd",
      "Äpfel AG",     "Zebra",   "apfel"};
  return dice->Pick(kNames);
}

std::string RandomPostcode(Dice* dice) {
  static const std::vector<std::string> kPostcodes = {"", "", "10115", "10 115",
                                                      "98052"};
  return dice->Pick(kPostcodes);
}

std::string RandomCountry(Dice* dice) {
  static const std::vector<std::string> kCountries = {
      "US", "USA", "CA", "Canada", "DE", "Germany", "GB", "FR", "PR", "", "XX"};
  return dice->Pick(kCountries);
}

std::string RandomAccount(Dice* dice) {
  return "C-00" + std::to_string(dice->Between(1, 8));
}

std::string RandomShopId(Dice* dice) {
  return std::to_string(dice->Between(101, 106));
}

RandomTax RandomTaxId(Dice* dice) {
  static const std::vector<RandomTax> kTaxIds = {
      {"DE136695976", "DE"},   {"136 695 976", "DE"},
      {"DE129390950", "DE"},   {"129390950", "Germany"},
      {"FR40303265045", "FR"}, {"GB980780684", "GB"},
      {"XI980780684", "GB"},   {"GB242338087388", "GB"},
      {"GB242338087", "GB"},   {"94-2404110", "US"},
      {"942404110", "USA"},    {"91-1144442", "US"},
      {"94-2404110", "US"},    {"DE136695976", ""},
      {"136695978", "DE"},     {"N/A", "DE"},
      {"136695976", ""},       {"91-1144442", "US"}};
  return dice->Pick(kTaxIds);
}

std::string RandomTag(Dice* dice) {
  static const std::vector<std::string> kTags = {"wholesale-ca", "Wholesale-CA",
                                                 "eu", "vip", "two-homes"};
  return dice->Pick(kTags);
}

absl::Time WorldEnd() {
  return absl::FromCivil(absl::CivilSecond(2026, 6, 9, 12, 0, 0),
                         absl::UTCTimeZone());
}

absl::Time RandomTime(Dice* dice) {
  static const std::vector<absl::Duration> kBases = {
      absl::ZeroDuration(), absl::Minutes(15), absl::Minutes(30),
      absl::Minutes(20),    absl::Hours(1),    absl::Hours(24),
      absl::Hours(48),      absl::Hours(72),   absl::Hours(7 * 24),
      absl::Hours(7 * 24),  absl::Hours(240),  absl::Hours(30 * 24),
      absl::Hours(40 * 24)};
  const absl::Duration beside = absl::Seconds(dice->Between(-1, 1));
  return std::min(WorldEnd(), WorldEnd() - dice->Pick(kBases) + beside);
}

model::GivenKeys RandomKeys(const model::Settings& settings, Dice* dice) {
  model::GivenKeys given;
  if (dice->Coin()) given.name = RandomName(dice);
  if (dice->Coin()) given.postal_code = RandomPostcode(dice);
  if (dice->Coin()) given.country = RandomCountry(dice);
  if (!dice->OneIn(4)) given.emails.push_back(RandomEmail(dice));
  if (dice->OneIn(3)) {
    const model::Source& source = dice->Pick(settings.sources);
    if (!model::IsMaster(source.system)) {
      given.external_ids.push_back(
          {source.id, source.system == model::System::kDataverse
                          ? RandomAccount(dice)
                          : RandomShopId(dice)});
    }
  }
  if (dice->Coin()) {
    const RandomTax tax = RandomTaxId(dice);
    given.tax_ids.push_back({tax.country, tax.value});
  }
  return given;
}

model::KeyKinds RandomKinds(Dice* dice) {
  model::KeyKinds kinds;
  for (const model::KeyKind kind :
       {model::KeyKind::kEmail, model::KeyKind::kExternalId,
        model::KeyKind::kTaxId}) {
    if (dice->Coin()) kinds = kinds.With(kind);
  }
  return kinds.empty() ? model::KeyKinds::All() : kinds;
}

}  // namespace landfall::oracle
