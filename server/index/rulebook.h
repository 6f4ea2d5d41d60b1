#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "server/base/hash128.h"
#include "server/filter/filter.h"
#include "server/index/entity_set.h"
#include "server/model/settings.h"
#include "server/normalize/spelling_hash.h"
#include "server/preflight/table_maps.h"

namespace landfall::index {

// Where the documents of a ledger name the order that they were made of. Every
// such field has a number of its own.
struct DocumentColumn {
  std::string field;
  uint16_t number = 0;
};

// One way from a shop's order to its document.
struct DocumentLink {
  std::string order_field;  // "id": the order's own id
  uint16_t column = 0;
};

// A source of the settings, prepared for look-ups.
struct SourceRules {
  struct Scope {
    std::string type;
    filter::Filter exclude;
    std::string because;
  };
  const model::Source* source = nullptr;
  uint16_t index = 0;
  bool master = false;
  bool shop = false;
  absl::flat_hash_set<std::string> active_states;
  absl::flat_hash_set<std::string> catch_all;  // upper case
  std::vector<Scope> scope;
  std::vector<DocumentColumn> document_columns;  // ledgers
  std::vector<DocumentLink> document_links;      // shops; the first one counts
  // Area, company name and company id in lower case -> entity.
  absl::flat_hash_map<std::string, EntityIndex> entities;
};

// The settings in the form in which the rules use them: everything by number
// or hash. Immutable, thread-safe.
class Rulebook {
 public:
  // INVALID_ARGUMENT when a scope filter does not parse.
  static absl::StatusOr<std::shared_ptr<const Rulebook>> Create(
      model::Settings settings, base::Hasher hasher);

  const model::Settings& settings() const { return settings_; }
  const base::Hasher& hasher() const { return hasher_; }
  const normalize::SpellingHash& spelling() const { return spelling_; }
  const preflight::TableMaps& table_maps() const { return table_maps_; }
  const std::vector<SourceRules>& sources() const { return sources_; }
  size_t entity_count() const { return settings_.legal_entities.size(); }

  // nullptr when no such source is configured.
  const SourceRules* FindSource(absl::string_view id) const;
  // kNoEntity when not configured; ids compare without case.
  EntityIndex FindEntity(absl::string_view id) const;
  // The source that holds the customers of `entity`.
  const SourceRules& SourceOf(EntityIndex entity) const;
  const model::LegalEntity& entity(EntityIndex index) const {
    return settings_.legal_entities[index];
  }

  // Entities that the rules of one kind name; empty when no rule applies.
  EntitySet OverrideEntities(base::Hash128 customer) const;
  EntitySet TagEntities(const std::vector<std::string>& tags) const;
  EntitySet CountryEntities(absl::string_view iso2) const;

  // The stable hash of a record reference.
  base::Hash128 RecordId(const model::RecordRef& ref) const;
  base::Hash128 RecordId(absl::string_view source, absl::string_view type,
                         absl::string_view id) const;
  // The reference of the guest that an email's normal form stands for.
  model::RecordRef GuestRef(absl::string_view source,
                            absl::string_view email) const;

 private:
  Rulebook(model::Settings settings, base::Hasher hasher)
      : settings_(std::move(settings)),
        hasher_(std::move(hasher)),
        spelling_(hasher_.Hash({"spelling"}).low | 1),
        table_maps_(preflight::TableMapsOf(settings_)) {}
  absl::Status AddSources();
  void AddRules();
  void AddDocumentRules();

  model::Settings settings_;
  base::Hasher hasher_;
  normalize::SpellingHash spelling_;
  preflight::TableMaps table_maps_;
  std::vector<SourceRules> sources_;
  std::vector<size_t> source_of_entity_;  // position in sources_
  absl::flat_hash_map<std::string, EntityIndex> entities_;  // lower case
  absl::flat_hash_map<std::string, EntitySet> overrides_;   // by hash bytes
  absl::flat_hash_map<std::string, EntitySet> tags_;        // lower case
  absl::flat_hash_map<std::string, EntitySet> countries_;   // ISO alpha-2
};

// ISO 4217 codes and their numbers: interning of three letters.
uint16_t PackCurrency(absl::string_view code);
std::string UnpackCurrency(uint16_t packed);

}  // namespace landfall::index
