// Turns dice into what table maps compare: mapped fields on both sides, terms
// that are ids, and times of the last change. Entry point: AddRandomMapped.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/oracle/random_parts.h"

namespace landfall::oracle {
namespace {

using model::Record;

const char kNet30[] = "f0000000-0000-0000-0000-000000000030";
const char kNet45[] = "f0000000-0000-0000-0000-000000000045";

// Sometimes the column was not read, and sometimes it is empty.
void MaybeAddField(const std::string& path,
                   const std::vector<std::string>& values, Dice* dice,
                   Record* record) {
  if (dice->OneIn(4)) return;
  record->fields.AddString(path, dice->OneIn(5) ? "" : dice->Pick(values));
}

void AddMapped(Dice* dice, Record* record) {
  static const std::vector<std::string> kCities = {"Oslo", " oslo", "Bergen"};
  static const std::vector<std::string> kPhones = {"+47 22 00", "+472200",
                                                   "+47 22 01"};
  static const std::vector<std::string> kNumbers = {"1000", "1000.00", "1e3",
                                                    "0",    "5.00001", "5"};
  static const std::vector<std::string> kCountries = {"NO", "Norway", "NOR",
                                                      "Atlantis"};
  static const std::vector<std::string> kIds = {kNet30, kNet45,
                                                "f0000000-0000-0000-0000-0000"
                                                "00000099"};
  static const std::vector<std::string> kTerms = {"Net30", "net30", "Net45"};
  static const std::vector<std::string> kTheirGenders = {"Male", "Female",
                                                         "Unknown", "Other"};
  static const std::vector<std::string> kOurGenders = {"1", "2", "7"};
  const bool upstream =
      std::holds_alternative<model::UpstreamCustomer>(record->body);
  MaybeAddField(upstream ? "address1_city" : "DeliveryAddressCity", kCities,
                dice, record);
  MaybeAddField(upstream ? "telephone1" : "PrimaryContactPhone", kPhones, dice,
                record);
  MaybeAddField(upstream ? "creditlimit" : "CreditLimit", kNumbers, dice,
                record);
  MaybeAddField(upstream ? "msdyn_partycountry" : "PartyCountry", kCountries,
                dice, record);
  MaybeAddField(upstream ? "address1_latitude" : "DeliveryAddressLatitude",
                kNumbers, dice, record);
  MaybeAddField(upstream ? "_msdyn_paymentterm_value" : "PaymentTerms",
                upstream ? kIds : kTerms, dice, record);
  MaybeAddField(upstream ? "gendercode" : "PersonGender",
                upstream ? kOurGenders : kTheirGenders, dice, record);
  record->fields.Sort();
}

}  // namespace

void AddRandomMapped(Dice* dice, Record* record) {
  const bool upstream =
      record->ref.source == "crm" &&
      std::holds_alternative<model::UpstreamCustomer>(record->body);
  const bool master =
      std::holds_alternative<model::MasterCustomer>(record->body) &&
      record->fields.Find("CustomerAccount") != nullptr;
  if (upstream || master) AddMapped(dice, record);
}

void AddRandomTerms(Dice* dice, Records* records) {
  for (const auto& [id, code] :
       {std::pair(kNet30, "Net30"), std::pair(kNet45, "NET45")}) {
    if (dice->OneIn(4)) continue;
    Record record;
    record.ref = {"crm", "payment_terms", id};
    model::Reference reference;
    reference.code = code;
    record.body = reference;
    records->push_back(record);
  }
}

}  // namespace landfall::oracle
