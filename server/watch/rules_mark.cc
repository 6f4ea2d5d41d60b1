// Settings -> one hash. Entry point: RulesMark.
#include "server/watch/rules_mark.h"

#include <vector>

#include "absl/strings/str_cat.h"

namespace landfall::watch {
namespace {

// Gathers texts; where a list ends matters.
class Parts {
 public:
  void Add(absl::string_view text) { parts_.emplace_back(text); }
  void Add(const std::string& text) { parts_.push_back(text); }
  void Add(int64_t number) { parts_.push_back(absl::StrCat(number)); }
  void Add(absl::Duration span) { Add(absl::ToInt64Microseconds(span)); }
  void Add(const model::KeyKinds& keys) {
    for (model::KeyKind kind :
         {model::KeyKind::kEmail, model::KeyKind::kExternalId,
          model::KeyKind::kTaxId}) {
      Add(int64_t{keys.Has(kind)});
    }
  }
  void Add(const std::vector<std::string>& texts) {
    Begin("list", texts.size());
    for (const std::string& text : texts) Add(text);
  }
  void Begin(absl::string_view what, size_t size) {
    parts_.push_back(absl::StrCat(what, " ", size));
  }
  template <typename... Ts>
  void AddAll(const Ts&... values) {
    (Add(values), ...);
  }

  base::Hash128 Hash(const base::Hasher& hasher) const {
    const std::vector<absl::string_view> views(parts_.begin(), parts_.end());
    return hasher.Hash(views);
  }

 private:
  std::vector<std::string> parts_;
};

void AddSources(const model::Settings& settings, Parts* parts) {
  parts->Begin("sources", settings.sources.size());
  for (const model::Source& source : settings.sources) {
    parts->AddAll(source.id, static_cast<int64_t>(source.system),
                  int64_t{source.url.empty()}, source.max_age, source.grace,
                  source.created, source.active_states, source.keys.email,
                  source.keys.tax_id, source.catch_all,
                  int64_t{source.accept_rejects});
    parts->Begin("external", source.keys.external_id.size());
    for (const model::ExternalIdField& field : source.keys.external_id) {
      parts->AddAll(field.field, field.of);
    }
  }
}

void AddRules(const model::Settings& settings, Parts* parts) {
  parts->Begin("expectation", settings.expectation.size());
  for (const model::ExpectationRule& rule : settings.expectation) {
    parts->AddAll(static_cast<int64_t>(rule.kind), rule.customer.ToString(),
                  rule.tag, rule.countries, rule.entity);
  }
  parts->Begin("scope", settings.scope.size());
  for (const model::ScopeRule& rule : settings.scope) {
    parts->AddAll(rule.source, rule.type, rule.exclude);
  }
  parts->AddAll(settings.keys, int64_t{settings.hubs.email},
                int64_t{settings.hubs.tax_id},
                int64_t{settings.hubs.external_id},
                settings.placeholder_domains);
}

}  // namespace

std::string RulesMark(const index::Rulebook& rulebook) {
  const model::Settings& settings = rulebook.settings();
  Parts parts;
  parts.Begin("entities", settings.legal_entities.size());
  for (const model::LegalEntity& entity : settings.legal_entities) {
    parts.AddAll(entity.id, entity.country, entity.source, entity.company);
  }
  AddSources(settings, &parts);
  AddRules(settings, &parts);
  parts.Begin("cards", settings.cards.size());
  for (const model::CardSettings& card : settings.cards) {
    parts.AddAll(card.id, card.kind, int64_t{card.window_days},
                 int64_t{card.count_awaiting}, card.keys);
  }
  return base::ToHex(parts.Hash(rulebook.hasher()));
}

}  // namespace landfall::watch
