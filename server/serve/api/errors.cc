// Status <-> what a caller is told: ErrorDetail, Error, HTTP status.
// Entry points: MakeError and FillError.
#include "server/serve/api/errors.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace landfall::serve::api {
namespace {

constexpr absl::string_view kDetailUrl =
    "type.googleapis.com/landfall.v1.ErrorDetail";
constexpr size_t kMaxMessageBytes = 1024;

// The reason of an error that came from below without one. absl::StatusCode
// reserves an enumerator, so this switch needs a default.
v1::ErrorReason::Value ReasonOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kFailedPrecondition:
      return Reason::INVALID_VALUE;
    case absl::StatusCode::kNotFound:
      return Reason::RECORD_NOT_HELD;
    case absl::StatusCode::kResourceExhausted:
      return Reason::STORE_FULL;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted:
      return Reason::STORE_UNAVAILABLE;
    case absl::StatusCode::kDataLoss:
      return Reason::STORE_DAMAGED;
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
      return Reason::DEADLINE_PASSED;
    case absl::StatusCode::kUnauthenticated:
      return Reason::INVALID_CREDENTIALS;
    case absl::StatusCode::kPermissionDenied:
      return Reason::ROLE_NOT_ALLOWED;
    default:
      return Reason::INTERNAL;
  }
}

// What callers are told of an error from below that is about this machine. Its
// own text names folders and files, which helps who runs the server and nobody
// else. nullptr: the text is for callers. absl::StatusCode reserves an
// enumerator, so this switch needs a default.
const char* InsteadOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
      return "internal error; the server's log says more";
    case absl::StatusCode::kResourceExhausted:
      return "the store is full: nothing can be written until whoever runs the "
             "server frees some space; reading goes on";
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kPermissionDenied:
      return "the store cannot be used now; the server's log says more";
    case absl::StatusCode::kDataLoss:
      return "the store is damaged; the server's log says more";
    default:
      return nullptr;
  }
}

}  // namespace

absl::Status MakeError(absl::StatusCode code, v1::ErrorReason::Value reason,
                       absl::string_view field, absl::string_view message,
                       const std::vector<std::string>& allowed) {
  v1::ErrorDetail detail;
  detail.set_reason(reason);
  detail.set_field(std::string(field));
  for (const std::string& value : allowed) detail.add_allowed(value);
  absl::Status status(code, message);
  status.SetPayload(kDetailUrl, absl::Cord(detail.SerializeAsString()));
  return status;
}

absl::Status InvalidField(v1::ErrorReason::Value reason,
                          absl::string_view field, absl::string_view message) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason, field,
                   absl::StrCat(field, ": ", message));
}

absl::Status WithReason(absl::Status status, v1::ErrorReason::Value reason) {
  if (status.ok() || status.GetPayload(kDetailUrl).has_value()) return status;
  return MakeError(status.code(), reason, "", status.message());
}

absl::Status WithRetryAfter(absl::Status status, absl::Duration wait) {
  constexpr absl::Duration kLongest = absl::Hours(24);
  v1::ErrorDetail detail = DetailOf(status);
  const absl::Duration whole =
      absl::Ceil(std::min(wait, kLongest), absl::Seconds(1));
  detail.set_retry_after_seconds(
      std::max<int32_t>(1, static_cast<int32_t>(absl::ToInt64Seconds(whole))));
  status.SetPayload(kDetailUrl, absl::Cord(detail.SerializeAsString()));
  return status;
}

v1::ErrorDetail DetailOf(const absl::Status& status) {
  v1::ErrorDetail detail;
  const absl::optional<absl::Cord> payload = status.GetPayload(kDetailUrl);
  if (payload.has_value()) {
    detail.ParseFromString(std::string(*payload));
  } else {
    detail.set_reason(ReasonOf(status.code()));
  }
  return detail;
}

bool IsForTheLogOnly(const absl::Status& status) {
  if (InsteadOf(status.code()) == nullptr) return false;
  // An error that was made for callers says so with its detail.
  return status.code() == absl::StatusCode::kInternal ||
         status.code() == absl::StatusCode::kUnknown ||
         !status.GetPayload(kDetailUrl).has_value();
}

std::string PublicMessage(const absl::Status& status) {
  if (IsForTheLogOnly(status)) return InsteadOf(status.code());
  absl::string_view message = status.message();
  if (message.size() <= kMaxMessageBytes) return std::string(message);
  size_t end = kMaxMessageBytes;
  // Not in the middle of a UTF-8 sequence.
  while (end > 0 && (message[end] & 0xC0) == 0x80) --end;
  return std::string(message.substr(0, end));
}

void FillError(const absl::Status& status, v1::Error* error) {
  const v1::ErrorDetail detail = DetailOf(status);
  error->set_code(HttpStatusOf(status.code()));
  error->set_status(absl::StatusCodeToString(status.code()));
  error->set_reason(detail.reason());
  error->set_message(PublicMessage(status));
  error->set_field(detail.field());
}

int HttpStatusOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kCancelled:
      return 499;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:  // absl::StatusCode reserves an enumerator and asks for one.
      return 500;
  }
}

}  // namespace landfall::serve::api
