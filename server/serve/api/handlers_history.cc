// A request for a card's history -> its points.
// Entry point: Handlers::GetCardHistory.
#include "server/base/status_macros.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/handlers.h"
#include "server/serve/api/read_query.h"

namespace landfall::serve::api {

absl::Status Handlers::GetCardHistory(
    const v1::GetCardHistoryRequest& request,
    v1::GetCardHistoryResponse* response) const {
  LF_ASSIGN_OR_RETURN(const model::CardHistoryQuery query,
                      ReadCardHistoryQuery(Scope(), request));
  base::Budget endless;
  LF_ASSIGN_OR_RETURN(const model::CardHistory history,
                      reconciler_.GetCardHistory(query, BudgetOr(endless)));
  FillCardHistory(history, response);
  return absl::OkStatus();
}

}  // namespace landfall::serve::api
