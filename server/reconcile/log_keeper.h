#pragma once

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "server/base/budget.h"
#include "server/cards/member_sum.h"
#include "server/reconcile/kept_cards.h"
#include "server/store/event_log.h"

namespace landfall::reconcile {

// Whoever writes down who enters and who leaves cards, as those see it who
// answer from the same data. Thread-safe.
class LogKeeper {
 public:
  virtual ~LogKeeper() = default;

  // Whom the log has led to on `card`, as of exactly `revision`; nullopt when
  // that is not known, or not any more. Never waits for a look.
  virtual std::optional<cards::MemberSum> MembersAt(
      store::Revision revision, const std::string& card) const = 0;

  // Calls `use` with the cards that it keeps as of now; nobody else has them
  // meanwhile. False, without a call, when somebody has them for longer than an
  // answer from them would save.
  virtual bool UseKept(absl::FunctionRef<void(KeptCards&)> use) = 0;

  // As Reconciler::CatchUp.
  virtual bool CatchUp(base::Budget& budget) = 0;
};

}  // namespace landfall::reconcile
