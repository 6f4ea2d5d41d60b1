#pragma once

#include <vector>

#include "client/cli/command_table.h"
#include "client/cli/session.h"

namespace landfall::cli {

// The commands of the table about subscriptions. Pure.
std::vector<Command> SubscriptionCommands();

int RunSubscriptions(const Session& session);
int RunSubscribe(const Session& session);
int RunUnsubscribe(const Session& session);

}  // namespace landfall::cli
