#pragma once

#include "client/cli/session.h"

namespace landfall::cli {

// One function per command: asks the server, prints, returns the exit code.
int RunCheck(const Session& session);
int RunExplain(const Session& session);
int RunCard(const Session& session);
int RunCards(const Session& session);
int RunList(const Session& session);
int RunHistory(const Session& session);
int RunEvents(const Session& session);
int RunWatch(const Session& session);
int RunImport(const Session& session);
int RunSources(const Session& session);
int RunErase(const Session& session);
int RunSync(const Session& session);

// API keys; these ask no server.
int RunKeysNew(const Arguments& arguments, Format format, Surroundings& around);
int RunKeysList(const Arguments& arguments, Format format,
                Surroundings& around);
int RunKeysRevoke(const Arguments& arguments, Format format,
                  Surroundings& around);

// The whole program after argv and the environment.
int RunLandfall(const std::vector<std::string>& words, Surroundings& around);

}  // namespace landfall::cli
