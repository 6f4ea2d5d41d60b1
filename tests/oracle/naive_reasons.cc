// Turns a judged case into reason codes. Entry point: ReasonsFor.
//
// Flags (ambiguous, unmapped, several masters, contradicting keys, blocked)
// stand beside any verdict. What explains an absence is said only while some
// expectation is open. "Nothing more to say" comes last.

#include "tests/oracle/naive_reasons.h"

#include <string>

#include "tests/oracle/naive_keys.h"

namespace landfall::oracle {
namespace {

using model::ReasonCode;
using model::Verdict;

void AddOnce(ReasonCode code, const std::string& entity,
             std::vector<model::Reason>* reasons) {
  for (const model::Reason& reason : *reasons) {
    if (reason.code == code && reason.entity == entity) return;
  }
  model::Reason reason;
  reason.code = code;
  reason.entity = entity;
  reasons->push_back(reason);
}

bool IsExpected(const NaiveCase& c, const model::LegalEntity* entity) {
  for (const NaiveRequirement& requirement : c.expectation.requirements) {
    if (requirement.Names(entity)) return true;
  }
  return false;
}

// Is the entity one of those that an open expectation waits for?
bool IsOpen(const NaiveCase& c, const model::LegalEntity* entity) {
  for (size_t i = 0; i < c.standings.size(); ++i) {
    if (c.standings[i] != Standing::kSatisfied &&
        c.expectation.requirements[i].Names(entity)) {
      return true;
    }
  }
  return false;
}

bool AnyOpen(const NaiveCase& c) {
  for (const Standing standing : c.standings) {
    if (standing != Standing::kSatisfied) return true;
  }
  return false;
}

void AddFlags(const NaiveCase& c, std::vector<model::Reason>* reasons) {
  for (const NaiveRequirement& requirement : c.expectation.requirements) {
    if (requirement.ambiguous()) {
      AddOnce(ReasonCode::kAmbiguousEntity, "", reasons);
    }
    if (requirement.anywhere &&
        c.expectation.clarity != model::ExpectationClarity::kAny) {
      AddOnce(ReasonCode::kUnmappedEntity, "", reasons);
    }
  }
  for (const NaivePresence& presence : c.presences) {
    if (!IsExpected(c, presence.entity)) continue;
    const std::string& entity = presence.entity->id;
    if (SeveralOnOneKey(presence)) {
      AddOnce(ReasonCode::kSeveralMasters, entity, reasons);
    }
    if (KeysLeadApart(presence) || presence.contradicted ||
        presence.id_of_another) {
      AddOnce(ReasonCode::kConflictingKeys, entity, reasons);
    }
    for (const NaiveMatch& match : presence.matches) {
      if (match.master->body->blocked) {
        AddOnce(ReasonCode::kMasterBlocked, entity, reasons);
      }
    }
  }
}

void AddUnread(const NaiveCase& c, std::vector<model::Reason>* reasons) {
  for (const NaivePresence& presence : c.presences) {
    const model::LegalEntity& entity = *presence.entity;
    if (!IsOpen(c, &entity) || c.view->IsFresh(entity)) continue;
    AddOnce(c.view->IsTorn(entity)    ? ReasonCode::kSourceIncomplete
            : c.view->WasRead(entity) ? ReasonCode::kSourceStale
                                      : ReasonCode::kSourceNeverSynced,
            entity.id, reasons);
  }
}

void AddKeyReasons(const NaiveCase& c, std::vector<model::Reason>* reasons) {
  const auto keys = UsableKeys(c.customer->keys, c.kinds);
  if (keys.empty()) AddOnce(ReasonCode::kNoUsableKey, "", reasons);
  for (const normalize::NormalKey& key : keys) {
    if (IsHub(*c.view, key)) {
      AddOnce(ReasonCode::kKeySharedByMany, "", reasons);
    }
  }
  for (const NaivePresence& presence : c.presences) {
    const std::string& entity = presence.entity->id;
    if (!presence.matches.empty() && !IsExpected(c, presence.entity)) {
      AddOnce(ReasonCode::kPresentInOtherEntity, entity, reasons);
    }
    if (presence.catch_all) {
      AddOnce(ReasonCode::kMappedToCatchAll, entity, reasons);
    }
    if (presence.weak_only && IsOpen(c, presence.entity)) {
      AddOnce(ReasonCode::kWeakKey, entity, reasons);
    }
  }
}

void AddGrace(const NaiveCase& c, std::vector<model::Reason>* reasons) {
  for (size_t i = 0; i < c.standings.size(); ++i) {
    if (c.standings[i] != Standing::kMissing) continue;
    const NaiveRequirement& requirement = c.expectation.requirements[i];
    AddOnce(ReasonCode::kWithinGrace,
            requirement.clear() ? requirement.entities.front()->id : "",
            reasons);
  }
}

bool OnlyOwnId(const NaiveCase& c) {
  const NaiveCustomer& customer = *c.customer;
  for (const normalize::NormalKey& key : UsableKeys(customer.keys, c.kinds)) {
    if (customer.source == nullptr || customer.guest) return false;
    const normalize::KeyOutcome own = OwnId(c.view->settings(), customer.ref);
    if (!own.key.has_value() || !(*own.key == key)) return false;
  }
  return true;
}

// Is there an error event about the row, or a mandatory look-up that it lacks
// where dual-write would have to copy it?
bool ExplainedOtherwise(const NaiveCase& c) {
  for (const model::Record* record : c.view->records()) {
    const auto* event = std::get_if<model::ErrorEvent>(&record->body);
    if (event != nullptr && event->record == c.customer->ref &&
        (!record->created.has_value() || *record->created <= c.view->as_of())) {
      return true;
    }
  }
  if (c.customer->body == nullptr ||
      c.customer->source->system != model::System::kDataverse ||
      (!c.customer->body->customer_group.empty() &&
       !c.customer->body->currency.empty())) {
    return false;
  }
  for (size_t i = 0; i < c.standings.size(); ++i) {
    if (c.standings[i] != Standing::kMissing) continue;
    for (const model::LegalEntity* entity :
         c.expectation.requirements[i].entities) {
      if (c.view->settings().FindSource(entity->source)->system ==
          model::System::kFinanceOperations) {
        return true;
      }
    }
  }
  return false;
}

// "A record's own primary id is not a reason to say NOT_FOUND."
ReasonCode NothingMoreToSay(const NaiveCase& c, Verdict verdict) {
  if (verdict == Verdict::kPromoted) return ReasonCode::kInExpectedEntity;
  return OnlyOwnId(c) && !ExplainedOtherwise(c) ? ReasonCode::kNoUsableKey
                                                : ReasonCode::kNotFound;
}

}  // namespace

std::vector<model::Reason> ReasonsFor(const NaiveCase& c, Verdict verdict) {
  std::vector<model::Reason> reasons;
  if (c.out_of_scope.has_value()) {
    AddOnce(*c.out_of_scope, "", &reasons);
    return reasons;
  }
  AddFlags(c, &reasons);
  if (AnyOpen(c)) {
    for (const ReasonCode stop : c.stops) AddOnce(stop, "", &reasons);
    AddKeyReasons(c, &reasons);
    AddUnread(c, &reasons);
  }
  if (verdict == Verdict::kAwaitingSync) AddGrace(c, &reasons);
  if (reasons.empty()) {
    AddOnce(NothingMoreToSay(c, verdict), "", &reasons);
  }
  return reasons;
}

}  // namespace landfall::oracle
