#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/notify/receiver.h"
#include "server/serve/http/message.h"

namespace landfall::serve::http {

// A larger one is refused before its signature is looked at.
inline constexpr size_t kMostNotificationBytes = size_t{1} << 20;

// The source of "/v1/notify/{source}", or nullopt for another path. `path` is
// as TidyPath leaves it. Pure.
std::optional<std::string> NotifiedSource(absl::string_view path);

// Whether a notification of `source` may come, as far as that is known before
// its body. UNAVAILABLE: the server is not `ready`. NOT_FOUND: there is no such
// source, or it takes none; nobody is told which. RESOURCE_EXHAUSTED: too many.
absl::Status AdmitNotification(notify::Receiver* receiver, bool ready,
                               absl::string_view source);

// Takes a notification that was admitted and answers it. UNAUTHENTICATED: it is
// not genuine. INVALID_ARGUMENT: it is too large, or its query is malformed.
absl::StatusOr<Response> TakeNotification(notify::Receiver& receiver,
                                          absl::string_view source,
                                          const RequestHead& head,
                                          absl::string_view body);

}  // namespace landfall::serve::http
