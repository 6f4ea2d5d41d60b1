// Turns dice into masters, Dataverse rows and error events, built as the
// decoders would. Entry points: the Add functions.

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/oracle/random_parts.h"

namespace landfall::oracle {
namespace {

using model::Record;
using model::System;

void MaybeAdd(const std::string& path, const std::string& value,
              Record* record) {
  if (!value.empty()) record->fields.AddString(path, value);
}

std::string RowId(const std::string& type, int n) {
  return absl::StrCat(type == "account" ? "a" : "c",
                      "0000000-0000-0000-0000-00000000000", n);
}

std::string CompanyId(const std::string& code) {
  return absl::StrCat("d0000000-0000-0000-0000-0000000000",
                      absl::BytesToHexString(code.substr(0, 1)));
}

// Times of a record: often unknown, sometimes on an edge, sometimes gone.
void AddTimes(Dice* dice, Record* record) {
  if (!dice->OneIn(3)) record->created = RandomTime(dice);
  if (dice->OneIn(8)) record->deleted = RandomTime(dice);
  if (record->created.has_value() && record->deleted.has_value() &&
      *record->deleted < *record->created) {
    record->deleted.reset();
  }
}

Record MakeMaster(const model::LegalEntity& entity, System system, int number,
                  Dice* dice) {
  const bool catch_all = dice->OneIn(8);
  const std::string account =
      catch_all ? "Web-Default" : absl::StrCat("C-00", number);
  Record record;
  record.name = RandomName(dice);
  model::MasterCustomer master;
  master.account = account;
  master.blocked = dice->OneIn(5);
  master.postal_code = RandomPostcode(dice);
  const RandomTax tax = RandomTaxId(dice);
  master.country = tax.country;
  const bool has_email = !dice->OneIn(3);
  const bool has_tax = dice->Coin();
  if (system == System::kBusinessCentral) {
    record.ref = {entity.source, "customer",
                  absl::StrCat(absl::AsciiStrToLower(entity.id),
                               ":bc000000-0000-0000-0000-00000000000", number)};
    master.entity = entity.company;
    if (has_email) MaybeAdd("email", RandomEmail(dice), &record);
    if (has_tax) MaybeAdd("taxRegistrationNumber", tax.value, &record);
    record.fields.AddString("number", account);
  } else {
    master.entity = dice->Coin() ? absl::AsciiStrToLower(entity.id) : entity.id;
    record.ref = {entity.source, "customer",
                  absl::StrCat(absl::AsciiStrToLower(entity.id), ":", account)};
    if (has_email) MaybeAdd("PrimaryContactEmail", RandomEmail(dice), &record);
    if (has_tax) MaybeAdd("TaxExemptNumber", tax.value, &record);
    record.fields.AddString("CustomerAccount", account);
  }
  if (dice->OneIn(3)) {
    record.fields.AddString("EcomCustomerId", RandomShopId(dice));
  }
  AddTimes(dice, &record);
  record.body = master;
  record.fields.Sort();
  return record;
}

model::Lookup RandomCompany(const model::Settings& settings, Dice* dice) {
  model::Lookup company;
  if (dice->OneIn(3)) return company;
  if (dice->OneIn(8)) {
    company.code = "ELSE";
    return company;
  }
  const std::string code = dice->Pick(settings.legal_entities).id;
  if (dice->Coin()) company.code = absl::AsciiStrToLower(code);
  if (company.code.empty() || dice->Coin()) company.id = CompanyId(code);
  return company;
}

model::LifeState RandomState(Dice* dice) {
  if (dice->OneIn(10)) return model::LifeState::kInactive;
  if (dice->OneIn(12)) return model::LifeState::kMerged;
  return model::LifeState::kLive;
}

Record MakeRow(const model::Settings& settings, const std::string& type, int n,
               Dice* dice) {
  Record record;
  record.ref = {"crm", type, RowId(type, n)};
  record.name = RandomName(dice);
  model::UpstreamCustomer row;
  const RandomTax tax = RandomTaxId(dice);
  row.country = dice->Coin() ? tax.country : RandomCountry(dice);
  row.postal_code = RandomPostcode(dice);
  row.state = RandomState(dice);
  if (row.state == model::LifeState::kMerged) row.merged_into = RowId(type, 1);
  row.company = RandomCompany(settings, dice);
  if (!dice->OneIn(4)) row.customer_group.code = "RETAIL";
  if (!dice->OneIn(4)) row.currency.code = "USD";
  MaybeAdd("emailaddress1", dice->OneIn(4) ? "" : RandomEmail(dice), &record);
  if (dice->OneIn(6)) {
    MaybeAdd("emailaddress2", RandomEmail(dice), &record);
  }
  if (dice->OneIn(8)) record.fields.AddString("note", "partner");
  if (type == "account") {
    record.fields.Add("customertypecode", {model::FieldValue::Type::kNumber,
                                           dice->OneIn(8) ? "8" : "3"});
    if (dice->Coin()) {
      record.fields.AddString("accountnumber", RandomAccount(dice));
    }
    if (dice->Coin()) {
      record.fields.AddString("msdyn_taxexemptnumber", tax.value);
    }
  } else {
    record.fields.Add("msdyn_sellable", {model::FieldValue::Type::kBool,
                                         dice->OneIn(8) ? "false" : "true"});
    if (!dice->OneIn(3)) {
      record.fields.AddString("msdyn_contactpersonid", RandomAccount(dice));
    }
  }
  AddTimes(dice, &record);
  record.body = row;
  record.fields.Sort();
  return record;
}

Record MakeActivity(int n, Dice* dice) {
  Record record;
  record.ref = {
      "crm", dice->Coin() ? "opportunity" : "salesorder",
      absl::StrCat("e0000000-0000-0000-0000-", absl::Dec(n, absl::kZeroPad12))};
  model::Activity activity;
  activity.open = !dice->OneIn(3);
  activity.customers.push_back(
      {"account", RowId("account", dice->Between(1, 6))});
  if (dice->Coin()) {
    activity.customers.push_back(
        {"contact", RowId("contact", dice->Between(1, 4))});
  }
  if (dice->Coin()) record.created = RandomTime(dice);
  record.body = activity;
  return record;
}

}  // namespace

void AddRandomMasters(const model::Settings& settings, Dice* dice,
                      Records* records) {
  for (const model::LegalEntity& entity : settings.legal_entities) {
    const System system = settings.FindSource(entity.source)->system;
    const int count = dice->Between(1, 6);
    for (int n = 1; n <= count; ++n) {
      records->push_back(MakeMaster(entity, system, n, dice));
    }
  }
  // A company that nobody configured.
  if (dice->OneIn(4)) {
    const model::LegalEntity stranger{"ELSE", "", "", "", "erp", ""};
    records->push_back(
        MakeMaster(stranger, System::kFinanceOperations, 1, dice));
  }
}

void AddRandomDataverse(const model::Settings& settings, Dice* dice,
                        Records* records) {
  const int accounts = dice->Between(0, 6);
  for (int n = 1; n <= accounts; ++n) {
    records->push_back(MakeRow(settings, "account", n, dice));
  }
  const int contacts = dice->Between(0, 4);
  for (int n = 1; n <= contacts; ++n) {
    records->push_back(MakeRow(settings, "contact", n, dice));
  }
  const int activities = dice->Below(4);
  for (int n = 1; n <= activities; ++n) {
    records->push_back(MakeActivity(n, dice));
  }
  for (const model::LegalEntity& entity : settings.legal_entities) {
    if (dice->OneIn(5)) continue;
    Record record;
    record.ref = {"crm", "cdm_company", CompanyId(entity.id)};
    model::Reference reference;
    reference.code = entity.id;
    reference.name = entity.name;
    record.body = reference;
    records->push_back(record);
  }
}

void AddRandomErrorEvents(const model::Settings& settings, Dice* dice,
                          Records* records) {
  const int count = dice->Below(4);
  for (int n = 1; n <= count; ++n) {
    Record record;
    const model::Source& source = dice->Pick(settings.sources);
    record.ref = {source.id, "error_event", absl::StrCat("e", n)};
    if (!dice->OneIn(4)) record.created = RandomTime(dice);
    model::ErrorEvent event;
    event.system = "other";
    event.flow = "nightly copy";
    event.message = "something that no table of messages knows";
    if (dice->Coin()) event.entity = dice->Pick(settings.legal_entities).id;
    if (dice->Coin()) event.record = {"crm", "account", RowId("account", 1)};
    record.body = event;
    records->push_back(record);
  }
}

}  // namespace landfall::oracle
