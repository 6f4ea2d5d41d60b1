// reporting_currency, exchange_rates, legal_entities -> settings.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

// One unit of any currency is worth less than this of any other.
constexpr base::Decimal kBeyondRates(1'000'000'000, 0);

void ReadRate(const Item& item, const std::string& currency,
              ServerOptions& options) {
  const absl::StatusOr<base::Decimal> rate =
      base::Decimal::ParseRounded(item.node().text, base::kRateLimits);
  if (item.node().kind != YamlNode::Kind::kScalar || !rate.ok() ||
      !(*rate > base::Decimal()) || !(*rate < kBeyondRates)) {
    item.Fail(absl::StrCat(
        "must be a number above 0 and below 1,000,000,000: the value of one ",
        currency, " in ", options.settings.reporting_currency,
        "; of its decimals the first ", base::kRateLimits.decimals, " count"));
    return;
  }
  if (currency == options.settings.reporting_currency &&
      *rate != base::Decimal(1, 0)) {
    item.Fail("is the reporting currency itself; its rate is 1");
    return;
  }
  options.settings.exchange_rates[currency] = *rate;
}

// "ecb", or a source that keeps exchange rates.
void ReadFeed(const Item& item, ServerOptions& options) {
  std::vector<std::string> allowed = {"ecb"};
  for (const model::Source& source : options.settings.sources) {
    const bool keeps = source.system == model::System::kDataverse ||
                       model::IsMaster(source.system);
    if (keeps) allowed.push_back(source.id);
  }
  options.rate_feed = item.OneOf(allowed).value_or("");
  item.Warn(
      "is read and checked, but nothing uses it yet: a currency without a "
      "fixed rate is unpriced");
}

// An entity of F&O is its dataAreaId; one of Business Central is a company.
void ReadCompany(const Section& section, const model::Source& source,
                 model::LegalEntity& entity) {
  const std::optional<std::string> company = section.Text("company");
  if (source.system == model::System::kBusinessCentral) {
    entity.company = company.value_or(entity.name);
    return;
  }
  if (company.has_value()) {
    section.Find("company")->Fail(
        "is only for Business Central; in Finance & Operations the id is the "
        "dataAreaId");
  }
}

void ReadMaster(const Section& section, const ServerOptions& options,
                model::LegalEntity& entity) {
  const std::optional<Item> item = section.Find("source");
  if (!item.has_value()) {
    section.RequiredText("source");
    return;
  }
  const model::Source* source = ReadSourceRef(*item, options);
  if (source == nullptr) return;
  if (!model::IsMaster(source->system)) {
    item->Fail(absl::StrCat(
        "source \"", source->id, "\" is ", model::SystemName(source->system),
        "; a legal entity lives in finance_operations or business_central"));
    return;
  }
  entity.source = source->id;
  ReadCompany(section, *source, entity);
}

// An entity, its id checked against those before it.
model::LegalEntity ReadEntity(const Item& item, const ServerOptions& options) {
  const Section section(
      item, {"id", "name", "country", "currency", "source", "company"});
  model::LegalEntity entity;
  entity.id = section.RequiredText("id").value_or("");
  if (entity.id.find_first_of("/:") != std::string::npos) {
    section.Find("id")->Fail("must not contain '/' or ':'");
  }
  if (!entity.id.empty() && options.settings.FindEntity(entity.id) != nullptr) {
    section.Find("id")->Fail(
        absl::StrCat("legal entity \"", entity.id,
                     "\" is named twice (ids compare without case)"));
  }
  entity.name = section.Text("name").value_or(entity.id);
  if (const auto country = section.Find("country")) {
    entity.country = ReadCountry(*country).value_or("");
  }
  if (const auto currency = section.Find("currency")) {
    entity.currency = ReadCurrency(*currency).value_or("");
  }
  ReadMaster(section, options, entity);
  return entity;
}

void CheckCompany(const Item& item, const model::LegalEntity& entity,
                  const ServerOptions& options) {
  if (entity.company.empty()) return;
  for (const model::LegalEntity& other : options.settings.legal_entities) {
    if (other.source == entity.source &&
        absl::EqualsIgnoreCase(other.company, entity.company)) {
      item.Fail(absl::StrCat("company \"", entity.company, "\" of source \"",
                             entity.source, "\" is already legal entity \"",
                             other.id, "\""));
    }
  }
}

}  // namespace

void ReadCurrencies(const Section& file, ServerOptions& options) {
  if (const auto item = file.Find("reporting_currency")) {
    const std::optional<std::string> currency = ReadCurrency(*item);
    if (currency.has_value()) options.settings.reporting_currency = *currency;
  }
  const std::optional<Item> rates = file.Find("exchange_rates");
  if (!rates.has_value()) return;
  if (!rates->IsMap()) {
    rates->Fail("a map is expected here, such as {CAD: 0.73}");
    return;
  }
  ReportRepeatedKeys(*rates);
  for (const YamlEntry& entry : rates->node().entries) {
    const Item value(entry.value, PathOf(rates->path(), entry.key),
                     rates->problems());
    if (entry.key == "feed") {
      ReadFeed(value, options);
      continue;
    }
    YamlNode key;
    key.kind = YamlNode::Kind::kScalar;
    key.line = entry.line;
    key.text = entry.key;
    if (ReadCurrency(Item(key, value.path(), rates->problems()))) {
      ReadRate(value, entry.key, options);
    }
  }
}

void ReadEntities(const Section& file, ServerOptions& options) {
  for (const Item& item : file.Items("legal_entities")) {
    model::LegalEntity entity = ReadEntity(item, options);
    if (entity.id.empty()) continue;
    CheckCompany(item, entity, options);
    if (options.settings.FindEntity(entity.id) == nullptr) {
      options.settings.legal_entities.push_back(std::move(entity));
    }
  }
}

}  // namespace landfall::config::internal
