// expectation, scope, documents, keys, hubs, placeholder_domains -> settings.
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"
#include "server/filter/filter.h"
#include "server/normalize/record_id.h"

namespace landfall::config::internal {
namespace {

std::vector<std::string> CustomerTypes(model::System system) {
  std::vector<std::string> types;
  for (absl::string_view type : model::RecordTypes(system)) {
    if (model::KindOf(system, type) == model::RecordKind::kUpstreamCustomer) {
      types.emplace_back(type);
    }
  }
  return types;
}

// Whether `type` is a type of upstream customers of `source`; reports it if
// not.
bool CheckCustomerType(const Item& item, const model::Source& source,
                       const std::string& type) {
  const std::vector<std::string> types = CustomerTypes(source.system);
  if (std::find(types.begin(), types.end(), type) != types.end()) return true;
  if (types.empty()) {
    item.Fail(absl::StrCat("source \"", source.id, "\" is ",
                           model::SystemName(source.system),
                           ", which has no upstream customers"));
    return false;
  }
  item.Fail(absl::StrCat("unknown customer type \"", type, "\" of source \"",
                         source.id, "\"", Hint(type, types)));
  return false;
}

// "b2b/customer/88" -> the reference, its id in the one spelling of records.
void ReadCustomer(const Item& item, const ServerOptions& options,
                  model::ExpectationRule& rule) {
  const std::optional<std::string> text = item.Text();
  if (!text.has_value()) return;
  const absl::StatusOr<model::RecordRef> ref = model::RecordRef::Parse(*text);
  if (!ref.ok()) {
    item.Fail("must be source/type/id, such as b2b/customer/88");
    return;
  }
  YamlNode source_node = item.node();
  source_node.text = ref->source;
  const model::Source* source =
      ReadSourceRef(Item(source_node, item.path(), item.problems()), options);
  if (source == nullptr || !CheckCustomerType(item, *source, ref->type)) {
    return;
  }
  rule.customer = *ref;
  const absl::StatusOr<std::string> id =
      normalize::CanonicalId(options.settings, *source, ref->type, ref->id);
  if (!id.ok()) {
    item.Fail(absl::StrCat("not an id of source \"", source->id,
                           "\": ", id.status().message()));
    return;
  }
  rule.customer.id = *id;
}

void ReadCriterion(const Section& section, const ServerOptions& options,
                   model::ExpectationRule& rule) {
  if (const auto customer = section.Find("customer")) {
    rule.kind = model::RuleKind::kCustomerOverride;
    ReadCustomer(*customer, options, rule);
  }
  if (const auto tag = section.Text("tag")) {
    rule.kind = model::RuleKind::kTag;
    rule.tag = absl::AsciiStrToLower(absl::StripAsciiWhitespace(*tag));
  }
  const std::optional<Item> ship_to = section.Find("ship_to");
  if (!ship_to.has_value()) return;
  rule.kind = model::RuleKind::kShipToCountry;
  const std::vector<Item> countries = ship_to->Items();
  if (ship_to->IsList() && countries.empty()) {
    ship_to->Fail("must name a country");
  }
  for (const Item& item : countries) {
    const std::optional<std::string> country = ReadCountry(item);
    if (country.has_value()) rule.countries.push_back(*country);
  }
}

void ReadRule(const Item& item, ServerOptions& options) {
  const Section section(item, {"customer", "tag", "ship_to", "entity"});
  if (!item.IsMap()) return;
  int criteria = 0;
  for (const char* key : {"customer", "tag", "ship_to"}) {
    if (section.Find(key).has_value()) ++criteria;
  }
  if (criteria != 1) {
    item.Fail(absl::StrCat(
        "needs exactly one of customer, tag and ship_to; ",
        criteria == 0 ? "it has none" : "write one line for each"));
  }
  model::ExpectationRule rule;
  ReadCriterion(section, options, rule);
  const std::optional<Item> entity_item = section.Find("entity");
  if (!entity_item.has_value()) {
    section.RequiredText("entity");
    return;
  }
  const model::LegalEntity* entity = ReadEntityRef(*entity_item, options);
  if (entity == nullptr) return;
  rule.entity = entity->id;
  options.settings.expectation.push_back(std::move(rule));
}

void ReadScopeRule(const Item& item, ServerOptions& options) {
  const Section section(item, {"source", "type", "exclude", "because"});
  model::ScopeRule rule;
  rule.because = section.Text("because").value_or("");
  const std::optional<Item> source_item = section.Find("source");
  const std::optional<std::string> type = section.RequiredText("type");
  if (!source_item.has_value()) section.RequiredText("source");
  const model::Source* source =
      source_item.has_value() ? ReadSourceRef(*source_item, options) : nullptr;
  if (source != nullptr && type.has_value() &&
      CheckCustomerType(*section.Find("type"), *source, *type)) {
    rule.source = source->id;
    rule.type = *type;
  }
  rule.exclude = section.RequiredText("exclude").value_or("");
  if (!rule.exclude.empty()) {
    const auto filter = filter::Filter::Parse(rule.exclude);
    if (!filter.ok()) {
      section.Find("exclude")->Fail(
          absl::StrCat("not a filter: ", filter.status().message()));
    }
  }
  options.settings.scope.push_back(std::move(rule));
}

// The id of a source of a certain part; "" after a problem.
std::string ReadSourceOf(const Section& section, absl::string_view key,
                         bool (*fits)(model::System), absl::string_view part,
                         const ServerOptions& options) {
  const std::optional<Item> item = section.Find(key);
  if (!item.has_value()) {
    section.RequiredText(key);
    return "";
  }
  const model::Source* source = ReadSourceRef(*item, options);
  if (source == nullptr) return "";
  if (fits(source->system)) return source->id;
  item->Fail(absl::StrCat("source \"", source->id, "\" is ",
                          model::SystemName(source->system), ", which is no ",
                          part));
  return "";
}

void ReadDocumentRule(const Item& item, ServerOptions& options) {
  const Section section(item,
                        {"orders", "order_field", "in", "document_field"});
  if (!item.IsMap()) return;
  model::DocumentRule rule;
  rule.orders =
      ReadSourceOf(section, "orders", &model::IsShop, "shop", options);
  rule.in =
      ReadSourceOf(section, "in", &model::IsMaster,
                   "ledger (finance_operations or business_central)", options);
  rule.order_field = section.RequiredText("order_field").value_or("");
  rule.document_field = section.RequiredText("document_field").value_or("");
  options.settings.documents.push_back(std::move(rule));
}

// Of pairs of systems about which the configuration says nothing.
void AddDefaultDocumentRules(model::Settings& settings) {
  std::vector<model::DocumentRule> defaults;
  for (const model::Source& shop : settings.sources) {
    for (const model::Source& ledger : settings.sources) {
      const bool pair =
          model::IsShop(shop.system) && model::IsMaster(ledger.system);
      const bool known =
          std::any_of(settings.documents.begin(), settings.documents.end(),
                      [&](const model::DocumentRule& rule) {
                        return rule.orders == shop.id && rule.in == ledger.id;
                      });
      if (!pair || known) continue;
      for (model::DocumentRule& rule :
           model::DefaultDocumentRules(shop.system, ledger.system)) {
        rule.orders = shop.id;
        rule.in = ledger.id;
        defaults.push_back(std::move(rule));
      }
    }
  }
  settings.documents.insert(settings.documents.end(), defaults.begin(),
                            defaults.end());
}

void ReadHubs(const Section& file, model::HubLimits& hubs) {
  const std::optional<Item> item = file.Find("hubs");
  if (!item.has_value()) return;
  const Section section(*item, {"email", "tax_id", "external_id"});
  const auto read = [&section](absl::string_view key, int& limit) {
    const std::optional<Item> entry = section.Find(key);
    if (!entry.has_value()) return;
    // With a limit of one every value would be a hub and nothing could match.
    limit = entry->Integer(2, 2147483647).value_or(limit);
  };
  read("email", hubs.email);
  read("tax_id", hubs.tax_id);
  read("external_id", hubs.external_id);
}

}  // namespace

void ReadExpectation(const Section& file, ServerOptions& options) {
  for (const Item& item : file.Items("expectation")) ReadRule(item, options);
}

void ReadScope(const Section& file, ServerOptions& options) {
  for (const Item& item : file.Items("scope")) ReadScopeRule(item, options);
}

void ReadDocuments(const Section& file, ServerOptions& options) {
  for (const Item& rule : file.Items("documents")) {
    ReadDocumentRule(rule, options);
  }
  AddDefaultDocumentRules(options.settings);
}

std::optional<model::KeyKinds> ReadKeyKinds(const Item& item) {
  model::KeyKinds kinds;
  bool readable = true;
  const std::vector<Item> items = item.Items();
  for (const Item& entry : items) {
    const auto name = entry.OneOf({"email", "external_id", "tax_id"});
    readable = readable && name.has_value();
    if (!name.has_value()) continue;
    const std::optional<model::KeyKind> kind = model::ParseKeyKind(*name);
    if (!kind.has_value()) continue;
    if (kinds.Has(*kind)) entry.Fail("is in the list twice");
    kinds = kinds.With(*kind);
  }
  if (item.IsList() && items.empty()) {
    item.Fail("must name one of email, external_id, tax_id");
  }
  if (!readable || kinds.empty()) return std::nullopt;
  return kinds;
}

void ReadMatching(const Section& file, ServerOptions& options) {
  if (const auto keys = file.Find("keys")) {
    const std::optional<model::KeyKinds> kinds = ReadKeyKinds(*keys);
    if (kinds.has_value()) options.settings.keys = *kinds;
  }
  ReadHubs(file, options.settings.hubs);
  for (const Item& item : file.Items("placeholder_domains")) {
    const std::optional<std::string> domain = item.Text();
    if (!domain.has_value()) continue;
    if (domain->find_first_of("@ /") != std::string::npos ||
        absl::StartsWith(*domain, ".")) {
      item.Fail("must be a domain such as example.com");
      continue;
    }
    options.settings.placeholder_domains.push_back(
        absl::AsciiStrToLower(*domain));
  }
}

}  // namespace landfall::config::internal
