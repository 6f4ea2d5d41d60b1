// Turns an order into facts about itself and about the customer it implies.
// Entry points: DeriveOrder, CustomerIdOf and GuestOf.
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/index/derive.h"
#include "server/index/internal/derive_parts.h"
#include "server/normalize/normalize.h"

namespace landfall::index {
namespace {

constexpr absl::string_view kCustomer = "customer";
constexpr absl::string_view kCompany = "company";

// The usable key of the order's contact address, or nullopt.
std::optional<normalize::NormalKey> OrderEmail(const Rulebook& rulebook,
                                               const model::Order& order) {
  for (normalize::KeyOutcome& outcome : normalize::NormalizeEmails(
           order.email, rulebook.settings().placeholder_domains)) {
    if (outcome.key) return std::move(outcome.key);
  }
  return std::nullopt;
}

// The first bytes of an id as a number that sorts like the text.
uint64_t RankOf(absl::string_view id) {
  uint64_t rank = 0;
  for (size_t i = 0; i < sizeof(rank); ++i) {
    rank = rank << 8 | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0);
  }
  return rank;
}

// Entities of the first of shipping and billing that names a country.
void SetShipTo(const Rulebook& rulebook, const model::Order& order,
               OrderFacts* facts) {
  bool named = false;
  auto add = [&](absl::string_view raw) {
    if (absl::StripAsciiWhitespace(raw).empty()) return;
    named = true;
    if (auto country = normalize::NormalizeCountry(raw)) {
      Insert(&facts->ship_set, rulebook.CountryEntities(*country));
    }
  };
  for (const std::string& country : order.ship_countries) add(country);
  if (!named) add(order.billing_country);
  facts->ship_from_customer = !named;
}

void AddImpliedKeys(const Rulebook& rulebook, const model::Record& record,
                    OrderFacts* facts) {
  // The id of a registered customer comes first.
  bool own = !facts->guest;
  for (const normalize::KeyOutcome& outcome :
       OrderKeyOutcomes(rulebook, record)) {
    const bool is_own = std::exchange(own, false);
    if (!outcome.key) {
      facts->unusable_key = true;
      continue;
    }
    for (KeyFact& key : HashKey(rulebook, *outcome.key, false)) {
      key.own = is_own;
      key.fallback = !facts->guest && key.kind == model::KeyKind::kEmail;
      internal::AddKey(&facts->implied.keys, key);
    }
  }
}

void SetImplied(const Rulebook& rulebook, const SourceRules& source,
                const model::Record& record, const model::Order& order,
                OrderFacts* facts) {
  CustomerFacts& implied = facts->implied;
  implied.id = facts->customer;
  implied.source = source.index;
  implied.created = facts->placed;
  implied.name_hash = NameHash(rulebook, order.customer_name);
  implied.override_set = rulebook.OverrideEntities(facts->customer);
  if (order.customer_type == kCompany) {
    implied.is_company = true;
    implied.group = internal::GroupId(rulebook, source, order.customer_id);
  }
  AddImpliedKeys(rulebook, record, facts);
}

}  // namespace

model::RecordRef GuestOf(const Rulebook& rulebook, const SourceRules& source,
                         const model::Record& record) {
  const auto& order = std::get<model::Order>(record.body);
  if (auto email = OrderEmail(rulebook, order)) {
    return rulebook.GuestRef(source.source->id, email->text());
  }
  // Nothing tells two guests without a usable address apart but the order.
  const std::string text =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(order.email));
  return rulebook.GuestRef(
      source.source->id,
      text.empty() ? absl::StrCat("order/", record.ref.id) : text);
}

base::Hash128 CustomerIdOf(const Rulebook& rulebook, const SourceRules& source,
                           const model::Record& record,
                           const model::Order& order) {
  if (order.customer_id.empty()) {
    return rulebook.RecordId(GuestOf(rulebook, source, record));
  }
  return rulebook.RecordId(
      source.source->id,
      order.customer_type.empty() ? kCustomer : order.customer_type,
      order.customer_id);
}

std::vector<normalize::KeyOutcome> OrderKeyOutcomes(
    const Rulebook& rulebook, const model::Record& record) {
  std::vector<normalize::KeyOutcome> outcomes;
  const SourceRules* source = rulebook.FindSource(record.ref.source);
  const auto* order = std::get_if<model::Order>(&record.body);
  if (source == nullptr || order == nullptr) return outcomes;
  auto add = [&](normalize::KeyOutcome outcome) {
    if (outcome.problem != normalize::KeyProblem::kEmpty) {
      outcomes.push_back(std::move(outcome));
    }
  };
  auto add_id = [&](absl::string_view object, absl::string_view id) {
    add(normalize::NormalizeExternalId(source->source->id,
                                       source->source->system, object, id));
  };
  if (!order->customer_id.empty()) {
    add_id(order->customer_type, order->customer_id);
  }
  if (order->customer_type == kCompany) {
    add_id(kCompany, record.fields.Text("purchasingEntity.company.externalId"));
  }
  for (normalize::KeyOutcome& outcome : normalize::NormalizeEmails(
           order->email, rulebook.settings().placeholder_domains)) {
    const bool usable = outcome.key.has_value();
    add(std::move(outcome));
    // A guest is known by one address: the first that is any good.
    if (usable && order->customer_id.empty()) break;
  }
  for (const model::QualifiedTaxId& tax_id : record.tax_ids) {
    add(normalize::NormalizeTaxId(
        tax_id.value,
        normalize::NormalizeCountry(tax_id.country).value_or("")));
  }
  return outcomes;
}

namespace internal {

Facts DeriveOrder(const Rulebook& rulebook, const SourceRules& source,
                  const model::Record& record, const model::Order& order) {
  if (order.ignored) return std::monostate();
  OrderFacts facts;
  facts.id = rulebook.RecordId(record.ref);
  facts.source = source.index;
  facts.guest = order.customer_id.empty();
  facts.customer = CustomerIdOf(rulebook, source, record, order);
  facts.quote = order.quote;
  facts.rank = RankOf(record.ref.id);
  // States are today's, but an order that was cancelled since was alive before,
  // whatever has become of it.
  const bool alive =
      order.cancelled_at.has_value() ||
      (!order.dead && source.active_states.contains(order.state));
  facts.active = !order.quote && alive;
  facts.placed = ToMicros(order.placed_at);
  facts.cancelled = ToMicros(order.cancelled_at);
  facts.deleted = ToMicros(record.deleted);
  if (order.amount && order.amount->Fits(base::kAmountLimits)) {
    const base::Decimal amount = order.amount->Shortest();
    facts.has_amount = true;
    facts.amount = static_cast<int64_t>(amount.mantissa());
    facts.scale = static_cast<uint8_t>(amount.scale());
  }
  facts.currency = PackCurrency(order.currency);
  facts.tag_set = rulebook.TagEntities(order.tags);
  internal::AddOrderNames(rulebook, source, record, &facts.names);
  SetShipTo(rulebook, order, &facts);
  SetImplied(rulebook, source, record, order, &facts);
  return facts;
}

}  // namespace internal

}  // namespace landfall::index
