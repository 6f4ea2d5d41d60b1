"""HTTP/1.1 on a free port of loopback, with answers that can be spoilt."""

import gzip
import http.server
import socketserver
import ssl
import threading
import urllib.parse

from .messages import Request

# A body beyond this is no request to one of these systems.
MAX_BODY = 16 << 20
# Smaller bodies are not worth compressing.
COMPRESS_FROM = 1024


class Listener:
    """Calls `handle(request)` for each request, on a thread per connection."""

    def __init__(self, handle, port=0, certificate=None, key=None):
        self.closing = threading.Event()
        listener = self

        class Handler(_Handler):
            pass

        Handler.handle_request = staticmethod(handle)
        Handler.listener = listener
        self._server = _Server(("127.0.0.1", port), Handler)
        self.port = self._server.server_address[1]
        scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self._server.context = context
            scheme = "https"
        self.scheme = scheme
        self.origin = f"{scheme}://127.0.0.1:{self.port}"
        Handler.scheme = scheme
        self._thread = threading.Thread(target=self._server.serve_forever,
                                        args=(0.05,), daemon=True)
        self._thread.start()

    def close(self):
        """Ends all connections, also those that hang."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    context = None

    def server_bind(self):
        # HTTPServer would look up the host's name, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def finish_request(self, request, client_address):
        # The handshake belongs on the connection's thread, not on accept.
        if self.context is None:
            self.RequestHandlerClass(request, client_address, self)
            return
        request.settimeout(10)
        with self.context.wrap_socket(request, server_side=True) as secured:
            self.RequestHandlerClass(secured, client_address, self)

    def handle_error(self, request, client_address):
        """A client that goes away is no error of the double's."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True
    handle_request = None
    listener = None
    scheme = "http"

    def log_message(self, format, *args):  # noqa: A002
        """The double has a log of its own."""

    def version_string(self):
        return "double"

    def _serve(self):
        body = self._body()
        if body is None:
            return
        path, _, query = self.path.partition("?")
        host = self.headers.get("Host", f"127.0.0.1:{self.listener.port}")
        request = Request(
            self.command, urllib.parse.unquote(path), query,
            {name.lower(): value for name, value in self.headers.items()},
            body, f"{self.scheme}://{host}")
        self._write(request, self.handle_request(request))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve

    def _body(self):
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            self.send_error(413)
            self.close_connection = True
            return None
        return self.rfile.read(int(length))

    def _chunks(self):
        parts, total = [], 0
        while True:
            size = int(self.rfile.readline(64).split(b";")[0] or b"0", 16)
            total += size
            if total > MAX_BODY:
                self.close_connection = True
                return None
            parts.append(self.rfile.read(size))
            self.rfile.readline(64)
            if size == 0:
                return b"".join(parts)

    def _write(self, request, answer):
        if answer.spoilt in ("drop", "hang"):
            self.listener.closing.wait(answer.seconds)
            self.close_connection = True
            return
        body = answer.body
        headers = dict(answer.headers)
        if len(body) >= COMPRESS_FROM and "gzip" in request.header(
                "Accept-Encoding"):
            body = gzip.compress(body, 1, mtime=0)
            headers["Content-Encoding"] = "gzip"
        # These two have no body by definition.
        bodiless = answer.status in (204, 304)
        if answer.chunked and not bodiless:
            headers["Transfer-Encoding"] = "chunked"
            body = _chunked(body)
        elif not bodiless:
            headers["Content-Length"] = str(len(body))
        self.send_response_only(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if bodiless or request.method == "HEAD":
            return
        if answer.spoilt is None:
            self.wfile.write(body)
            return
        self.wfile.write(body[:len(body) // 2])
        self.wfile.flush()
        if answer.spoilt == "stall":
            self.listener.closing.wait(answer.seconds)
        self.close_connection = True


def _chunked(body, size=8192):
    parts = [body[at:at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part)
                    for part in [*parts, b""])
