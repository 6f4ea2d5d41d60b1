// An order -> the documents that became of it, by comparing it with all of
// them. Entry point: DocumentsOf.

#include "tests/oracle/naive_documents.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "tests/oracle/naive_matching.h"

namespace landfall::oracle {
namespace {

using Names = std::set<std::string>;

std::string Plain(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  absl::ConsumePrefix(&text, "#");
  return absl::AsciiStrToUpper(text);
}

Names NamesIn(const model::Record& record, const std::string& field) {
  Names names;
  if (field == "id") names.insert(Plain(record.ref.id));
  for (const auto& [path, value] : record.fields.entries()) {
    if (absl::EqualsIgnoreCase(path, field)) names.insert(Plain(value.text));
  }
  names.erase("");
  return names;
}

// Does another order, of whatever shop, go by the name as well?
bool OthersHave(const NaiveView& view, const model::Record& order,
                const std::string& name) {
  for (const model::Record* other : view.Orders()) {
    if (other->ref == order.ref) continue;
    for (const model::DocumentRule& rule : view.settings().documents) {
      if (rule.orders == other->ref.source &&
          NamesIn(*other, rule.order_field).count(name) > 0) {
        return true;
      }
    }
  }
  return false;
}

bool IsOf(const NaiveView& view, const model::Document& document,
          const model::Record& record, const NaiveCustomer& customer,
          model::KeyKinds kinds) {
  for (const NaivePresence& presence : LookEverywhere(view, customer, kinds)) {
    for (const NaiveMatch& match : presence.matches) {
      const model::RecordRef& ref = match.master->record->ref;
      // The company that a document names goes by its name or its id.
      const absl::string_view named = document.customer;
      const std::string account(named.substr(named.rfind(':') + 1));
      if (ref.source == record.ref.source && presence.entity != nullptr &&
          view.settings().FindCompany(ref.source, document.entity) ==
              presence.entity &&
          !account.empty() && ref.id.substr(ref.id.rfind(':') + 1) == account) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

std::vector<model::ListedDocument> DocumentsOf(const NaiveView& view,
                                               const model::Record& order,
                                               const NaiveCustomer& customer,
                                               model::KeyKinds kinds) {
  std::vector<model::ListedDocument> found;
  for (const model::DocumentRule& rule : view.settings().documents) {
    if (rule.orders != order.ref.source || !found.empty()) continue;
    for (const model::Record* record : view.records()) {
      const auto* document = std::get_if<model::Document>(&record->body);
      if (document == nullptr || record->ref.source != rule.in) continue;
      const Names names = NamesIn(*record, rule.document_field);
      for (const std::string& name : NamesIn(order, rule.order_field)) {
        if (names.count(name) == 0) continue;
        if (OthersHave(view, order, name) &&
            !IsOf(view, *document, *record, customer, kinds)) {
          continue;
        }
        found.push_back({record->ref, document->number});
        break;
      }
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.record.ToString() < b.record.ToString();
  });
  return found;
}

}  // namespace landfall::oracle
