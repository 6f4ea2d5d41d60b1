#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/base/decimal.h"
#include "server/model/document_rule.h"
#include "server/model/key_kind.h"
#include "server/model/record_ref.h"
#include "server/model/system.h"
#include "server/model/table_map.h"

namespace landfall::model {

struct LegalEntity {
  std::string id;        // as configured: "USTR"
  std::string name;      // "US Trade Inc"; the id when not configured
  std::string country;   // ISO 3166-1 alpha-2 or empty
  std::string currency;  // ISO 4217 or empty
  std::string source;    // the master source that holds its customers
  std::string company;   // BC company name or id; empty for F&O
};

struct ExternalIdField {
  std::string field;
  std::string of;  // id of the source that gave the value out
};

// Which fields of a source's customers hold keys: paths into Record::fields.
struct KeyFields {
  std::vector<std::string> email;
  std::vector<std::string> tax_id;
  std::vector<ExternalIdField> external_id;
};

struct Source {
  std::string id;
  System system = System::kDataverse;
  std::string channel;  // free label such as "B2B"; may be empty
  std::string url;      // "": fed by import or push only, never ages
  absl::Duration max_age = absl::Hours(1);
  absl::Duration grace = absl::Minutes(15);
  std::vector<std::string> created;        // configured creation-time fields
  std::vector<std::string> active_states;  // effective list, for shops
  KeyFields keys;                          // effective field map
  std::vector<std::string> catch_all;      // accounts that stand for everybody
  // Columns that only table maps of the configuration name.
  std::vector<std::string> mapped_columns;
  // Masters only: so many rejected customer rows do not spoil a read, and if
  // more than so many percent of what is held would go, nothing does.
  int accept_rejects = 0;
  int max_gone_percent = 20;
  // Masters only: what became of orders is read too, and not only imported.
  bool pulls_documents = false;
};

enum class RuleKind { kCustomerOverride, kTag, kShipToCountry };

// One line of `expectation:`; which of the three criteria is set says its kind.
struct ExpectationRule {
  RuleKind kind = RuleKind::kShipToCountry;
  RecordRef customer;                  // kCustomerOverride
  std::string tag;                     // kTag, lower case
  std::vector<std::string> countries;  // kShipToCountry, ISO alpha-2
  std::string entity;                  // legal entity id as configured
};

struct ScopeRule {
  std::string source;
  std::string type;
  std::string exclude;  // OData $filter; already proven to parse
  std::string because;
};

// What a card of the configuration overrides or adds.
struct CardSettings {
  std::string id;
  std::string kind;  // the built-in card whose population it has
  std::string title;
  int window_days = 7;
  std::optional<int> alert_above;  // nullopt: no alert
  std::optional<int> clear_at{};   // nullopt: alert_above
  absl::Duration hold{};           // above for so long before it fires
  bool count_awaiting = true;
  KeyKinds keys;     // join keys of this card
  std::string twin;  // id of the card it must agree with, or empty
};

// How many holders make a value a hub.
struct HubLimits {
  int email = 4;
  int tax_id = 11;
  int external_id = 11;
};

// Everything the rules of the domain need to know, validated. Immutable after
// loading.
struct Settings {
  std::string reporting_currency = "USD";
  // One unit of the currency in the reporting currency; fits base::kRateLimits.
  std::map<std::string, base::Decimal> exchange_rates;
  // Who says what other currencies are worth: "ecb", or the id of a source; "":
  // nobody does.
  std::string rate_feed;
  std::vector<LegalEntity> legal_entities;
  std::vector<Source> sources;
  std::vector<ExpectationRule> expectation;
  std::vector<ScopeRule> scope;
  KeyKinds keys = KeyKinds::All();
  HubLimits hubs;
  std::vector<std::string> placeholder_domains;
  std::vector<DocumentRule> documents;  // the first one that matches counts
  std::vector<CardSettings> cards;      // effective, built-in ones first
  std::vector<TableMap> table_maps;     // effective; empty: the shipped ones

  // nullptr when there is no such thing. Source and card ids compare exactly,
  // legal entities without case.
  const Source* FindSource(absl::string_view id) const;
  const LegalEntity* FindEntity(absl::string_view id) const;
  // The legal entity of `source` that is called `company` there: by its id, its
  // name or the configured company, without case and blanks around it.
  const LegalEntity* FindCompany(absl::string_view source,
                                 absl::string_view company) const;
  const CardSettings* FindCard(absl::string_view id) const;

  // Whether there is a source of that id, and it is of that channel.
  bool IsOfChannel(absl::string_view source, absl::string_view channel) const;

  // What can be named, in the order of the configuration and each once.
  std::vector<std::string> SourceIds() const;
  std::vector<std::string> EntityIds() const;
  std::vector<std::string> CardIds() const;
  std::vector<std::string> Channels() const;
};

// The built-in cards in their documented order.
std::vector<CardSettings> BuiltInCards();

// The default field map of `system`. `dataverse_sources` are the sources that
// hand out account numbers (F&O's CustomerAccount is one).
KeyFields DefaultKeyFields(System system, absl::string_view source_id,
                           const std::vector<std::string>& dataverse_sources);

// The order states that are active when the configuration says nothing.
std::vector<std::string> DefaultActiveStates(System system);

}  // namespace landfall::model
