// What orders and documents call an order. Entry points: OrderNames,
// CustomerOfDocument and DeriveDocument.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "server/index/derive.h"
#include "server/index/internal/derive_parts.h"
#include "server/normalize/record_id.h"

namespace landfall::index {
namespace {

// The fields of Business Central that hold such names are codes, which are
// stored in upper case. "#1001" is written with its sign or without.
uint64_t OrderNameHash(const Rulebook& rulebook, absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  absl::ConsumePrefix(&text, "#");
  const std::string name = absl::AsciiStrToUpper(text);
  return name.empty() ? 0 : rulebook.hasher().Hash({"order name", name}).low;
}

void AddOnce(uint64_t name, std::vector<uint64_t>* names) {
  if (std::find(names->begin(), names->end(), name) == names->end()) {
    names->push_back(name);
  }
}

template <typename Visit>
void ForEachNameUnder(const Rulebook& rulebook, const model::Record& record,
                      absl::string_view field, Visit visit) {
  for (const auto& [path, value] : record.fields.entries()) {
    if (!absl::EqualsIgnoreCase(path, field)) continue;
    if (const uint64_t hash = OrderNameHash(rulebook, value.text); hash != 0) {
      visit(hash);
    }
  }
}

}  // namespace

std::vector<uint64_t> OrderNames(const Rulebook& rulebook,
                                 const model::Record& order,
                                 absl::string_view field) {
  std::vector<uint64_t> names;
  if (field == "id") {
    AddOnce(OrderNameHash(rulebook, order.ref.id), &names);
  } else {
    ForEachNameUnder(rulebook, order, field,
                     [&](uint64_t name) { AddOnce(name, &names); });
  }
  return names;
}

base::Hash128 CustomerOfDocument(const Rulebook& rulebook,
                                 const SourceRules& source,
                                 const model::Document& document) {
  if (document.customer.empty()) return {};
  const auto id = normalize::CanonicalId(rulebook.settings(), *source.source,
                                         "customer", document.customer);
  if (!id.ok()) return {};
  return rulebook.RecordId(source.source->id, "customer", *id);
}

namespace internal {

void AddOrderNames(const Rulebook& rulebook, const SourceRules& source,
                   const model::Record& order, std::vector<uint64_t>* names) {
  for (const DocumentLink& link : source.document_links) {
    for (uint64_t name : OrderNames(rulebook, order, link.order_field)) {
      AddOnce(name, names);
    }
  }
}

Facts DeriveDocument(const Rulebook& rulebook, const SourceRules& source,
                     const model::Record& record,
                     const model::Document& document) {
  DocumentFacts facts;
  facts.id = rulebook.RecordId(record.ref);
  facts.customer = CustomerOfDocument(rulebook, source, document);
  facts.created = CreatedAt(*source.source, record);
  facts.deleted = ToMicros(record.deleted);
  for (const DocumentColumn& column : source.document_columns) {
    ForEachNameUnder(rulebook, record, column.field, [&](uint64_t hash) {
      facts.names.push_back({hash, column.number});
    });
  }
  return facts;
}

}  // namespace internal

}  // namespace landfall::index
