// Turns a world into text for a person who looks for the reason of a mismatch.
// Entry point: Describe.

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/time_text.h"
#include "tests/oracle/rendering.h"

namespace landfall::oracle {
namespace {

std::string Time(const std::optional<absl::Time>& time) {
  return time.has_value() ? base::FormatTime(*time) : "-";
}

struct DescribeBody {
  std::string operator()(const model::UpstreamCustomer& body) const {
    return absl::StrCat(
        "upstream country=", body.country, " postcode=", body.postal_code,
        " state=", static_cast<int>(body.state),
        " tags=", absl::StrJoin(body.tags, ","), " company=", body.company.code,
        "/", body.company.id, " shop_company=", body.shop_company);
  }
  std::string operator()(const model::MasterCustomer& body) const {
    return absl::StrCat("master entity=", body.entity,
                        " account=", body.account, " country=", body.country,
                        " postcode=", body.postal_code,
                        body.blocked ? " blocked" : "");
  }
  std::string operator()(const model::Order& body) const {
    return absl::StrCat(
        body.quote ? "quote" : "order", " of ", body.customer_type, " '",
        body.customer_id, "' (", body.customer_name, ") email='", body.email,
        "' state='", body.state, "'", body.dead ? " dead" : "",
        body.ignored ? " ignored" : "", " cancelled=", Time(body.cancelled_at),
        " placed=", Time(body.placed_at),
        " amount=", body.amount.has_value() ? body.amount->ToString() : "-",
        " ", body.currency, " ship=", absl::StrJoin(body.ship_countries, ","),
        " bill=", body.billing_country,
        " tags=", absl::StrJoin(body.tags, ","));
  }
  std::string operator()(const model::Activity& body) const {
    std::string text = body.open ? "open activity of" : "closed activity of";
    for (const auto& [type, id] : body.customers) {
      absl::StrAppend(&text, " ", type, "/", id);
    }
    return text;
  }
  std::string operator()(const model::Reference& body) const {
    return absl::StrCat("reference ", body.code);
  }
  std::string operator()(const model::CompanyLocation& body) const {
    return absl::StrCat("location of ", body.company_id, " in ", body.country);
  }
  std::string operator()(const model::Document& body) const {
    return absl::StrCat("document ", body.number, " of '", body.customer,
                        "' in ", body.entity);
  }
  std::string operator()(const model::ErrorEvent& body) const {
    return absl::StrCat("event for ", body.record.ToString(), " in '",
                        body.entity, "'");
  }
};

std::string DescribeRecord(const model::Record& record) {
  std::string text = absl::StrCat(
      "    ", record.ref.ToString(), " \"", record.name,
      "\" created=", Time(record.created), " deleted=", Time(record.deleted),
      " ", std::visit(DescribeBody(), record.body));
  for (const model::QualifiedTaxId& tax : record.tax_ids) {
    absl::StrAppend(&text, " ", tax.field, "=", tax.value, "@", tax.country);
  }
  for (const auto& [path, value] : record.fields.entries()) {
    absl::StrAppend(&text, " ", path, "='", value.text, "'");
  }
  return absl::StrCat(text, "\n");
}

std::string DescribeSource(const model::Settings& settings,
                           const model::Source& source) {
  std::string text = absl::StrCat(
      "  ", source.id, " ", model::SystemName(source.system), " channel '",
      source.channel, "' ", source.url.empty() ? "import only" : "pulled",
      " max_age ", absl::FormatDuration(source.max_age), " grace ",
      absl::FormatDuration(source.grace), " entities");
  for (const model::LegalEntity& entity : settings.legal_entities) {
    if (entity.source == source.id) absl::StrAppend(&text, " ", entity.id);
  }
  return absl::StrCat(text, "\n");
}

std::string DescribeKinds(model::KeyKinds kinds) {
  std::string text;
  for (const model::KeyKind kind :
       {model::KeyKind::kEmail, model::KeyKind::kExternalId,
        model::KeyKind::kTaxId}) {
    if (kinds.Has(kind)) absl::StrAppend(&text, " ", KeyKindName(kind));
  }
  return text;
}

std::string DescribeSettings(const model::Settings& settings) {
  std::string text;
  for (const model::Source& source : settings.sources) {
    absl::StrAppend(&text, DescribeSource(settings, source));
  }
  for (const model::ExpectationRule& rule : settings.expectation) {
    absl::StrAppend(&text, "  rule ",
                    rule.customer.empty() ? "" : rule.customer.ToString(),
                    rule.tag, absl::StrJoin(rule.countries, ","), " -> ",
                    rule.entity, "\n");
  }
  for (const model::ScopeRule& rule : settings.scope) {
    absl::StrAppend(&text, "  exclude ", rule.source, "/", rule.type, " where ",
                    rule.exclude, "\n");
  }
  absl::StrAppend(&text, "  keys", DescribeKinds(settings.keys), " hubs email ",
                  settings.hubs.email, " tax ", settings.hubs.tax_id, " id ",
                  settings.hubs.external_id, " reporting ",
                  settings.reporting_currency, " feed '", settings.rate_feed,
                  "'\n");
  for (const auto& [currency, rate] : settings.exchange_rates) {
    absl::StrAppend(&text, "  one ", currency, " is ", rate.ToString(), "\n");
  }
  for (const model::CardSettings& card : settings.cards) {
    absl::StrAppend(&text, "  card ", card.id, " ", card.window_days, "d keys",
                    DescribeKinds(card.keys),
                    card.count_awaiting ? "" : " without awaiting", "\n");
  }
  return text;
}

}  // namespace

std::string Describe(const RandomWorld& world) {
  std::string text = absl::StrCat("world of seed ", world.seed, "\n",
                                  DescribeSettings(world.settings));
  for (const WorldStep& step : world.steps) {
    absl::StrAppend(&text, "  at ", base::FormatTime(step.now), " read [",
                    absl::StrJoin(step.batch.entities_read, " "), "]",
                    step.batch.accept_rejects ? " vouched" : "", "\n");
    for (const ingest::UnreadRows& unread : step.batch.unread) {
      absl::StrAppend(&text, "    unread ", unread.entity, " ", unread.rows,
                      unread.cut_short ? " cut short" : "", "\n");
    }
    for (const auto& [name, value] : step.batch.values) {
      absl::StrAppend(&text, "    ", name, ": ", value.value_or("-"), "\n");
    }
    for (const model::Record& record : step.batch.records) {
      absl::StrAppend(&text, DescribeRecord(record));
    }
  }
  return text;
}

}  // namespace landfall::oracle
