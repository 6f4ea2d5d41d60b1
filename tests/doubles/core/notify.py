"""Deliveries to a subscriber, as the systems make them."""

import http.client
import urllib.parse


def post(url, body, headers=None, timeout=5):
    """(status, body) of what the subscriber answers; (0, b"") if nobody
    does. Only loopback is called: a double notifies nobody else."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in ("127.0.0.1",
                                                        "localhost"):
        raise ValueError(f"notifications go to http on loopback, not {url}")
    connection = http.client.HTTPConnection(parts.hostname, parts.port,
                                            timeout=timeout)
    try:
        path = parts.path or "/"
        connection.request("POST", path + ("?" + parts.query if parts.query
                                           else ""), body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read(1 << 16)
    except OSError:
        return 0, b""
    finally:
        connection.close()
