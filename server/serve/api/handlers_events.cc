// Requests for events -> a page or a stream of them. Entry points:
// Handlers::ListEvents and StartWatch.
#include <utility>

#include "server/base/status_macros.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/errors.h"
#include "server/serve/api/handlers.h"
#include "server/serve/api/read_query.h"

namespace landfall::serve::api {
absl::Status Handlers::ListEvents(const v1::ListEventsRequest& request,
                                  v1::ListEventsResponse* response) const {
  LF_ASSIGN_OR_RETURN(const model::EventsQuery query,
                      ReadEventsQuery(Scope(), request));
  const absl::StatusOr<model::EventsPage> page = reconciler_.ListEvents(query);
  if (!page.ok()) return CursorError(page.status());
  for (const model::ListedEvent& listed : page->events) {
    FillEvent(listed, response->add_value());
  }
  response->set_next_cursor(page->next_cursor);
  response->set_more(page->more);
  return absl::OkStatus();
}

absl::StatusOr<CardWatch> Handlers::StartWatch(
    const v1::WatchCardRequest& request) const {
  LF_ASSIGN_OR_RETURN(model::EventsQuery query,
                      ReadWatchQuery(Scope(), request));
  return CardWatch(reconciler_, clock_, std::move(query));
}

}  // namespace landfall::serve::api
