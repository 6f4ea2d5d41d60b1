// Turns an assessment into reasons with messages and next actions. Entry point:
// ReasonsOf.
#include "server/verdict/reasons.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/classify/message.h"
#include "server/preflight/table_map.h"
#include "server/verdict/internal/dual_write.h"
#include "server/verdict/internal/reason_details.h"
#include "server/verdict/internal/reason_texts.h"

namespace landfall::verdict {
namespace {

using index::EntityIndex;
using index::Row;
using model::Reason;
using model::ReasonCode;
using model::Verdict;

// Of what names a customer the newest so many errors: its hundredth tells
// nothing new, and a key of many customers may have any number.
constexpr size_t kMostEvents = 100;

class Writer {
 public:
  Writer(const Context& context, const Assessment& assessment,
         const Question& question, const Evidence& evidence,
         RecordLookup lookup, Words words)
      : world_(context.world),
        freshness_(context.freshness),
        rulebook_(context.world.rulebook()),
        a_(assessment),
        question_(question),
        evidence_(evidence),
        lookup_(lookup),
        words_(words) {}

  std::vector<Reason> Write() {
    if (!a_.in_scope) {
      Add(a_.scope_reason, "", [&] {
        return internal::ScopeText(
            a_.scope_reason,
            internal::ScopeRuleOf(rulebook_, evidence_.record));
      });
      return std::move(reasons_);
    }
    if (a_.standing.verdict == Verdict::kAwaitingSync) AddGrace();
    if (a_.standing.AnyMissing()) {
      AddErrors();
      AddDoubts();
      AddStops();
    }
    if (a_.standing.AnyMissing() || a_.standing.AnyUnread()) AddKeyReasons();
    AddSources();
    AddFlags();
    if (reasons_.empty()) AddLastReason();
    AddLookupsNotKnown();
    if (evidence_.near_match) {
      Add(ReasonCode::kNearMatch, "", internal::NearText);
    }
    return std::move(reasons_);
  }

 private:
  // `text` writes the words, if they are wanted.
  void Add(ReasonCode code, const std::string& entity,
           absl::FunctionRef<internal::Text()> text) {
    for (const Reason& known : reasons_) {
      if (known.code == code && known.entity == entity) return;
    }
    reasons_.push_back({code, entity, "", ""});
    if (words_ == Words::kNone) return;
    internal::Text words = text();
    reasons_.back().message = std::move(words.message);
    reasons_.back().action = std::move(words.action);
  }

  // When there is nothing more to say.
  void AddLastReason() {
    if (a_.standing.verdict == Verdict::kPromoted) {
      Add(ReasonCode::kInExpectedEntity, "", internal::LandedText);
    } else if (!a_.match.telling_key) {
      Add(ReasonCode::kNoUsableKey, "", internal::NoKeyText);
    } else {
      Add(ReasonCode::kNotFound, "", internal::NotFoundText);
    }
  }

  const std::string& Id(EntityIndex entity) const {
    return rulebook_.entity(entity).id;
  }
  const std::string& Name(EntityIndex entity) const {
    return rulebook_.entity(entity).name;
  }

  void AddErrors() {
    std::vector<const model::Record*> events;
    for (const base::Hash128& subject : evidence_.subjects) {
      size_t left = kMostEvents;
      world_.events().ForEachAbout(
          subject, question_.as_of(), [&](const index::EventAt& at) {
            const model::Record* event = lookup_(at.second);
            if (event != nullptr && !event->deleted) events.push_back(event);
            return --left > 0;
          });
    }
    // The newest message of each kind is the one that counts.
    std::sort(events.begin(), events.end(),
              [](const model::Record* a, const model::Record* b) {
                if (a->created != b->created) return a->created > b->created;
                return a->ref < b->ref;
              });
    for (const model::Record* event : events) {
      const auto& body = std::get<model::ErrorEvent>(event->body);
      const classify::Finding finding =
          classify::ClassifyMessage(body.message, body.code);
      Add(finding.code, "",
          [&] { return internal::ErrorText(*event, finding); });
    }
  }

  std::vector<EntityIndex> LackingInDualWrite() const {
    return internal::LackingInDualWrite(rulebook_, a_.standing);
  }

  // What the table maps look at in the row; of a customer that they do not send
  // the type is empty.
  const preflight::MappedValues& Mapped() const {
    return world_.traits().MappedValuesOf(
        a_.row == index::kNone ? 0 : world_.row(a_.row).traits);
  }

  std::string CodeOf(absl::string_view set, absl::string_view id) const {
    return world_.references().CodeOf(world_.row(a_.row).source, set, id);
  }

  void AddDoubts() {
    if (Mapped().type.empty()) return;
    for (EntityIndex entity : LackingInDualWrite()) {
      auto known = [&](absl::string_view set, absl::string_view value) {
        return internal::ListsValue(world_, entity, set, value);
      };
      auto resolve = [&](absl::string_view set, absl::string_view id) {
        return CodeOf(set, id);
      };
      for (const preflight::Doubt& doubt : preflight::CheckRow(
               rulebook_.table_maps(), Mapped(), known, resolve)) {
        const bool missing = doubt.kind == preflight::Doubt::Kind::kMissing;
        Add(missing ? ReasonCode::kMandatoryFieldMissing
                    : ReasonCode::kReferenceDataMissing,
            missing ? "" : Id(entity),
            [&] { return internal::DoubtText(doubt, Name(entity)); });
      }
    }
  }

  void AddStops() {
    if (a_.standing.stop.by_filter && !Mapped().type.empty()) {
      Add(ReasonCode::kExcludedByMapFilter, "", [&] {
        return internal::FilterText(
            internal::FailingClauseOf(rulebook_, evidence_.record));
      });
    }
    if (a_.standing.stop.no_company) {
      Add(ReasonCode::kNoCompanyOnRecord, "", internal::NoCompanyText);
    }
    if (internal::IsMapStopped(world_, a_.row, Mapped().type) &&
        !LackingInDualWrite().empty()) {
      Add(ReasonCode::kMapNotRunning, "",
          [&] { return internal::MapNotRunningText(Mapped().type); });
    }
  }

  void AddKeyReasons() {
    const match::MatchResult& match = a_.match;
    for (EntityIndex entity : a_.standing.present) {
      if (!a_.expectation.Expects(entity)) {
        Add(ReasonCode::kPresentInOtherEntity, Id(entity),
            [&] { return internal::OtherEntityText(Name(entity)); });
      }
    }
    for (EntityIndex entity : match.catch_all) {
      Add(ReasonCode::kMappedToCatchAll, Id(entity),
          [&] { return internal::CatchAllText(Name(entity)); });
    }
    if (match.hub) Add(ReasonCode::kKeySharedByMany, "", internal::HubText);
    for (EntityIndex entity : match.weak) {
      if (!a_.standing.IsOpen(entity)) continue;
      Add(ReasonCode::kWeakKey, Id(entity), internal::WeakText);
    }
    if (!match.usable_key) {
      Add(ReasonCode::kNoUsableKey, "", internal::NoKeyText);
    }
  }

  void AddSources() {
    for (size_t i = 0; i < rulebook_.entity_count(); ++i) {
      const EntityIndex entity = static_cast<EntityIndex>(i);
      if (freshness_.CanAnswer(rulebook_, entity, question_.as_of())) continue;
      if (!a_.standing.IsOpen(entity)) continue;
      if (freshness_.IsIncomplete(entity, question_.as_of())) {
        Add(ReasonCode::kSourceIncomplete, Id(entity), [&] {
          return internal::IncompleteText(Name(entity),
                                          freshness_.GapOf(entity));
        });
        continue;
      }
      const bool ever = freshness_.EverRead(entity);
      Add(ever ? ReasonCode::kSourceStale : ReasonCode::kSourceNeverSynced,
          Id(entity), [&] {
            return internal::SourceText(
                Name(entity), rulebook_.SourceOf(entity).source->id, ever);
          });
    }
  }

  void AddGrace() {
    for (EntityIndex entity : a_.standing.missing) {
      Add(ReasonCode::kWithinGrace, Id(entity), internal::GraceText);
    }
    if (!a_.standing.missing_groups.empty() || a_.standing.missing_anywhere) {
      Add(ReasonCode::kWithinGrace, "", internal::GraceText);
    }
  }

  std::vector<std::string> CandidateNames() const {
    std::vector<std::string> names;
    for (const expect::Need& need : a_.expectation.ambiguous) {
      for (EntityIndex entity : need.entities) {
        if (std::find(names.begin(), names.end(), Name(entity)) ==
            names.end()) {
          names.push_back(Name(entity));
        }
      }
    }
    return names;
  }

  // Whose id it is, by the first in the order of records.
  void AddForeignIds() {
    for (const match::ForeignId& found : a_.match.foreign_ids) {
      const EntityIndex entity = world_.row(found.master).entity;
      if (!a_.expectation.Expects(entity)) continue;
      Add(ReasonCode::kConflictingKeys, Id(entity), [&] {
        return internal::ForeignIdText(
            Name(entity),
            internal::FirstHolder(world_, a_.match.foreign_ids, entity, lookup_,
                                  question_.as_of()));
      });
    }
  }

  // Lookups that are only ids here explain nothing about the other side.
  void AddLookupsNotKnown() {
    if (!a_.standing.AnyMissing() || LackingInDualWrite().empty()) return;
    const auto lookups = preflight::LookupsNotKnown(
        rulebook_.table_maps(), Mapped(),
        [&](absl::string_view set, absl::string_view id) {
          return CodeOf(set, id);
        });
    if (lookups.empty()) return;
    Add(ReasonCode::kReferenceDataMissing, "", [&] {
      const index::SourceRules& own =
          rulebook_.sources()[world_.row(a_.row).source];
      return internal::LookupsNotKnownText(lookups, own.source->id);
    });
  }

  void AddFlags() {
    const match::MatchResult& match = a_.match;
    if (!a_.expectation.ambiguous.empty()) {
      Add(ReasonCode::kAmbiguousEntity, "",
          [&] { return internal::AmbiguousText(CandidateNames()); });
    }
    if (a_.expectation.unmapped) {
      Add(ReasonCode::kUnmappedEntity, "", [&] {
        return internal::UnmappedTextOf(world_, a_.expectation,
                                        evidence_.record);
      });
    }
    AddForeignIds();
    for (EntityIndex entity : match.several) {
      if (!a_.expectation.Expects(entity)) continue;
      Add(ReasonCode::kSeveralMasters, Id(entity), internal::SeveralText);
    }
    for (EntityIndex entity : match.keys_disagree) {
      if (!a_.expectation.Expects(entity)) continue;
      Add(ReasonCode::kConflictingKeys, Id(entity), internal::DisagreeText);
    }
    for (EntityIndex entity : match.conflicting) {
      if (!a_.expectation.Expects(entity)) continue;
      Add(ReasonCode::kConflictingKeys, Id(entity),
          [&] { return internal::ConflictText(Name(entity)); });
    }
    for (const match::MasterHit& hit : match.masters) {
      const Row& row = world_.row(hit.row);
      if (row.Is(Row::kBlocked) && a_.expectation.Expects(row.entity)) {
        Add(ReasonCode::kMasterBlocked, Id(row.entity),
            [&] { return internal::BlockedText(Name(row.entity)); });
      }
    }
  }

  const index::World& world_;
  const Freshness& freshness_;
  const index::Rulebook& rulebook_;
  const Assessment& a_;
  const Question& question_;
  const Evidence& evidence_;
  RecordLookup lookup_;
  const Words words_;
  std::vector<Reason> reasons_;
};

}  // namespace

std::vector<Reason> ReasonsOf(const Context& context,
                              const Assessment& assessment,
                              const Question& question,
                              const Evidence& evidence, RecordLookup lookup,
                              Words words) {
  return Writer(context, assessment, question, evidence, lookup, words).Write();
}

}  // namespace landfall::verdict
