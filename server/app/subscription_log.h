#pragma once

#include "server/deliver/note.h"
#include "server/serve/access/audit_log.h"

namespace landfall::app {

// Writes down what happened to a subscription: who made or ended it in the
// audit log, what goes wrong with its deliveries in the log. Thread-safe.
void LogSubscription(const deliver::Note& note,
                     const serve::access::AuditLog& audit);

}  // namespace landfall::app
