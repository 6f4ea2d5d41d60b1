// Turns dice into documents of the ledgers and rules by which orders find them.
// Entry points: AddRandomDocumentRules and AddRandomDocuments.

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tests/oracle/random_parts.h"

namespace landfall::oracle {
namespace {

using model::Record;

std::string RandomField(model::System ledger, Dice* dice) {
  static const std::vector<std::string> kOfFinance = {
      "CustomersOrderReference", "CustomerRequisitionNumber",
      "SalesOrderNumber"};
  static const std::vector<std::string> kOfBusinessCentral = {
      "number", "orderNumber", "externalDocumentNumber"};
  return dice->Pick(ledger == model::System::kFinanceOperations
                        ? kOfFinance
                        : kOfBusinessCentral);
}

// What the ledger calls the order.
std::string RandomNameOf(const Record& order, Dice* dice) {
  if (dice->OneIn(3)) return order.ref.id;
  const std::string& number = std::get<model::Order>(order.body).number;
  return dice->Coin() ? number : absl::StrCat(" ", number.substr(1));
}

Record MakeDocument(const model::Settings& settings,
                    const model::LegalEntity& entity, const Record& order,
                    int n, Dice* dice) {
  const model::System system = settings.FindSource(entity.source)->system;
  const std::string area = absl::AsciiStrToLower(entity.id);
  const bool bc = system == model::System::kBusinessCentral;
  const int customer = dice->Between(1, 4);
  Record record;
  record.ref = {entity.source, dice->Coin() ? "sales_order" : "sales_invoice",
                bc ? absl::StrCat(area, ":d0000000-0000-0000-0000-",
                                  absl::Dec(n, absl::kZeroPad12))
                   : absl::StrCat(area, ":SO-", n)};
  model::Document document;
  document.entity = bc ? entity.company : entity.id;
  document.number = absl::StrCat("SO-", n);
  if (!dice->OneIn(4)) {
    document.customer =
        bc ? absl::StrCat(document.entity,
                          ":bc000000-0000-0000-0000-00000000000", customer)
           : absl::StrCat(document.entity, ":C-00", customer);
  }
  record.name = document.number;
  record.fields.AddString(RandomField(system, dice), RandomNameOf(order, dice));
  record.fields.Sort();
  if (dice->OneIn(3)) record.created = RandomTime(dice);
  if (dice->OneIn(8)) record.deleted = RandomTime(dice);
  if (record.created && record.deleted && *record.deleted < *record.created) {
    record.deleted.reset();
  }
  record.body = std::move(document);
  return record;
}

}  // namespace

void AddRandomDocumentRules(model::Settings* settings, Dice* dice) {
  for (const model::Source& shop : settings->sources) {
    if (!model::IsShop(shop.system) || dice->OneIn(5)) continue;
    for (const model::Source& ledger : settings->sources) {
      if (!model::IsMaster(ledger.system)) continue;
      for (model::DocumentRule& rule :
           model::DefaultDocumentRules(shop.system, ledger.system)) {
        rule.orders = shop.id;
        rule.in = ledger.id;
        settings->documents.push_back(std::move(rule));
      }
    }
  }
}

void AddRandomDocuments(const model::Settings& settings, Dice* dice,
                        Records* records) {
  Records made;
  for (const Record& record : *records) {
    if (!std::holds_alternative<model::Order>(record.body)) continue;
    if (!dice->OneIn(3)) continue;
    made.push_back(MakeDocument(settings, dice->Pick(settings.legal_entities),
                                record, static_cast<int>(made.size()) + 1,
                                dice));
  }
  records->insert(records->end(), made.begin(), made.end());
}

}  // namespace landfall::oracle
