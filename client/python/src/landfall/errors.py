"""Failed calls -> exceptions that say why.

The server sends an ErrorDetail in the trailer grpc-status-details-bin.
"""

from __future__ import annotations

import grpc

from landfall._generated import error_reason_pb2
from landfall._generated import rpc_status_pb2
from landfall._generated.enums import ErrorReason


class LandfallError(Exception):
    """A call that failed. Its text is for a person and holds no personal data.

    code: the name of the gRPC status, "INVALID_ARGUMENT".
    reason: why, for a program; None when the server did not say.
    field: the JSON path of what is wrong, "customer.emails[3]", or "".
    allowed: the allowed values, where they can be listed.
    retry_after: seconds after which the server suggests to try again, or None.
    """

    def __init__(self, message: str, *, code: str,
                 reason: ErrorReason | None = None, field: str = "",
                 allowed: tuple[str, ...] = (),
                 retry_after: float | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.field = field
        self.allowed = allowed
        self.retry_after = retry_after


class InvalidRequest(LandfallError):
    """The request is wrong; `field` and the text say where."""


class NotFound(LandfallError):
    """An unknown card, or a record that Landfall does not hold."""


class Unauthenticated(LandfallError):
    """No valid API key."""


class PermissionDenied(LandfallError):
    """The role of the API key does not allow the call."""


class Overloaded(LandfallError):
    """Too many calls; the client has tried again in vain."""


class StoreFull(LandfallError):
    """The server's disk is full. Reading still works."""


class Unavailable(LandfallError):
    """The server cannot be reached, is stopping, or takes no writes."""


class DeadlineExceeded(LandfallError):
    """The call took longer than its timeout."""


class ServerError(LandfallError):
    """The server failed, or is no Landfall that this client understands."""


_BY_CODE: dict[str, type[LandfallError]] = {
    "INVALID_ARGUMENT": InvalidRequest,
    "OUT_OF_RANGE": InvalidRequest,
    "FAILED_PRECONDITION": InvalidRequest,
    "NOT_FOUND": NotFound,
    "UNAUTHENTICATED": Unauthenticated,
    "PERMISSION_DENIED": PermissionDenied,
    "RESOURCE_EXHAUSTED": Overloaded,
    "UNAVAILABLE": Unavailable,
    "DEADLINE_EXCEEDED": DeadlineExceeded,
}
# Of the errors with these codes, those that go away by themselves. Without a
# reason RESOURCE_EXHAUSTED is a message that is too large, which does not.
_PASSING: dict[str, set[ErrorReason | None]] = {
    "UNAVAILABLE": {None, ErrorReason.STOPPING},
    "RESOURCE_EXHAUSTED": {ErrorReason.OVERLOADED, ErrorReason.RATE_LIMITED},
}


def is_passing(error: LandfallError) -> bool:
    """Whether the same call may succeed a little later."""
    return error.reason in _PASSING.get(error.code, set())


def from_call(call: grpc.Call) -> LandfallError:
    """The exception for a call that has ended with an error."""
    code = call.code()
    code_name = "UNKNOWN" if code is None else code.name
    detail = _detail(call)
    reason = None
    if detail is not None and detail.reason:
        reason = _reason(detail.reason)
    kind = _BY_CODE.get(code_name, ServerError)
    if reason is ErrorReason.STORE_FULL:
        kind = StoreFull
    return kind(
        call.details() or code_name, code=code_name, reason=reason,
        field="" if detail is None else detail.field,
        allowed=() if detail is None else tuple(detail.allowed),
        retry_after=_retry_after(call, detail))


def _reason(number: int) -> ErrorReason:
    try:
        return ErrorReason(error_reason_pb2.ErrorReason.Value.Name(number))
    except ValueError:  # from a newer server
        return ErrorReason.UNRECOGNIZED


def _trailer(call: grpc.Call, name: str) -> str | bytes | None:
    for key, value in call.trailing_metadata() or ():
        if key == name:
            return value
    return None


def _detail(call: grpc.Call) -> error_reason_pb2.ErrorDetail | None:
    packed = _trailer(call, "grpc-status-details-bin")
    if not isinstance(packed, bytes):
        return None
    try:
        status = rpc_status_pb2.Status.FromString(packed)
        for part in status.details:
            if part.type_url.endswith("/landfall.v1.ErrorDetail"):
                return error_reason_pb2.ErrorDetail.FromString(part.value)
    except Exception:  # Not ours; protobuf's DecodeError moves about.
        return None
    return None


def _retry_after(call: grpc.Call,
                 detail: error_reason_pb2.ErrorDetail | None) -> float | None:
    text = _trailer(call, "retry-after")
    if isinstance(text, str) and text.isascii() and text.isdigit():
        return float(text)
    if detail is not None and detail.retry_after_seconds > 0:
        return float(detail.retry_after_seconds)
    return None
