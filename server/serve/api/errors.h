#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "landfall/v1/error_reason.pb.h"

namespace landfall::serve::api {

using Reason = v1::ErrorReason;

// A status that carries an ErrorDetail. `field` is the JSON path of what is
// wrong, or "". The message must hold no personal data: it goes to logs.
absl::Status MakeError(absl::StatusCode code, v1::ErrorReason::Value reason,
                       absl::string_view field, absl::string_view message,
                       const std::vector<std::string>& allowed = {});

// INVALID_ARGUMENT with the message "<field>: <message>".
absl::Status InvalidField(v1::ErrorReason::Value reason,
                          absl::string_view field, absl::string_view message);

// `status` with `reason` attached when it is an error that carries none.
absl::Status WithReason(absl::Status status, v1::ErrorReason::Value reason);

// The error `status`, saying that trying again helps after `wait`, which is
// rounded up to whole seconds and at least one.
absl::Status WithRetryAfter(absl::Status status, absl::Duration wait);

// The detail that travels with an error. For a status without one (an error
// from below) the reason follows from the code.
v1::ErrorDetail DetailOf(const absl::Status& status);

// Whether the message is about the inside of the server or the machine below
// it (the code is INTERNAL or UNKNOWN, or an error of the store came up without
// a detail), so that callers are told something else.
bool IsForTheLogOnly(const absl::Status& status);

// What a caller may read: the message cut to 1,024 bytes, or another text when
// it is for the log only.
std::string PublicMessage(const absl::Status& status);

// The error as it stands inside an answer. REQUIRES: !status.ok().
void FillError(const absl::Status& status, v1::Error* error);

// The HTTP status that stands for a code: 404 for NOT_FOUND.
int HttpStatusOf(absl::StatusCode code);

}  // namespace landfall::serve::api
