#pragma once

#include <string>

namespace landfall::cli {

// The manual page landfall(1) as roff, made from command_table.h.
std::string ManualPage();

// The hidden command that prints it; cmake --install calls it.
inline constexpr char kManualCommand[] = "__manual";

}  // namespace landfall::cli
