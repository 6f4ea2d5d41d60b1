"""A gRPC server that answers as a test tells it to."""

import concurrent.futures
import dataclasses

import grpc

from landfall._generated import error_reason_pb2
from landfall._generated import rpc_status_pb2


@dataclasses.dataclass
class Failure:
    code: grpc.StatusCode
    reason: str = ""  # of the ErrorDetail; none is sent without
    field: str = ""
    retry_after: str = ""  # trailing metadata; none is sent without

    def send(self, context):
        trailer = []
        if self.reason:
            status = rpc_status_pb2.Status(code=self.code.value[0])
            detail = status.details.add()
            detail.Pack(error_reason_pb2.ErrorDetail(
                reason=self.reason, field=self.field))
            trailer.append(("grpc-status-details-bin",
                            status.SerializeToString()))
        if self.retry_after:
            trailer.append(("retry-after", self.retry_after))
        context.set_trailing_metadata(tuple(trailer))
        context.abort(self.code, "as scripted")


@dataclasses.dataclass
class Seen:
    method: str
    request: bytes
    metadata: dict
    seconds_left: float


class ScriptedServer(grpc.GenericRpcHandler):
    """Answers call by call with what `script` holds; remembers the calls.

    A step is an answer, a Failure, or a function from the request to one.
    """

    def __init__(self, *script):
        self.script = list(script)
        self.seen = []
        self._server = grpc.server(
            concurrent.futures.ThreadPoolExecutor(max_workers=1))
        self._server.add_generic_rpc_handlers((self,))
        self.address = "127.0.0.1:%d" % self._server.add_insecure_port(
            "127.0.0.1:0")
        self._server.start()

    def service(self, handler_call_details):
        def answer(request, context):
            self.seen.append(Seen(
                handler_call_details.method, request,
                dict(handler_call_details.invocation_metadata),
                context.time_remaining()))
            step = self.script.pop(0)
            if callable(step):
                step = step(request)
            if isinstance(step, Failure):
                step.send(context)
            return step.SerializeToString()

        return grpc.unary_unary_rpc_method_handler(answer)

    def stop(self):
        self._server.stop(None).wait()
