"""A receiver of deliveries: a real HTTP or HTTPS server on this machine."""

import http.server
import json
import ssl
import threading
import time


class Delivery:
    """One request as it came."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.body = body

    @property
    def event(self):
        return json.loads(self.body)

    @property
    def id(self):
        return self.headers["webhook-id"]


class Receiver:
    """Answers 202, or what `answer` says: a function from a delivery to a
    status, or to (status, headers). It may wait."""

    def __init__(self, answer=None, certificate=None, key=None):
        self.deliveries = []
        self._lock = threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # pylint: disable=invalid-name
                body = self.rfile.read(int(self.headers["content-length"]))
                delivery = Delivery(self.path, self.headers, body)
                said = 202 if answer is None else answer(delivery)
                status, more = said if isinstance(said, tuple) else (said, {})
                with receiver._lock:
                    receiver.deliveries.append(delivery)
                    receiver._lock.notify_all()
                try:
                    self.send_response(status)
                    for name, value in more.items():
                        self.send_header(name, value)
                    self.send_header("content-length", "0")
                    self.end_headers()
                except OSError:
                    pass  # the server was killed meanwhile

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass  # a peer that goes away

        self._server = Server(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True)
            self.scheme = "https"
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever,
                                        daemon=True)
        self._thread.start()

    def url(self, path="/hook?sig=s3cret"):
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def wait_for(self, wanted, seconds=60):
        """Until `wanted` of the deliveries is true; returns them."""
        deadline = time.monotonic() + seconds
        with self._lock:
            while not wanted(self.deliveries):
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(
                        f"{len(self.deliveries)} deliveries came")
                self._lock.wait(left)
            return list(self.deliveries)

    def close(self):
        self._server.shutdown()
        self._server.server_close()
