"""OAuth 1.0a: whether a request was signed by whom it says (RFC 5849)."""

import base64
import hashlib
import hmac
import re
import urllib.parse

_PARAMETER = re.compile(r'\s*([\w]+)="([^"]*)"\s*(?:,|$)')
METHODS = {"HMAC-SHA256": hashlib.sha256, "HMAC-SHA1": hashlib.sha1}


def quoted(text):
    return urllib.parse.quote(text, safe="-._~")


class OAuth:

    def __init__(self, consumer_key, consumer_secret, token, token_secret):
        self._key, self._token = consumer_key, token
        self._secret = f"{quoted(consumer_secret)}&{quoted(token_secret)}"
        self._nonces = set()

    def refusal(self, request):
        """Why it is refused, or None."""
        header = request.header("Authorization").partition(" ")[2]
        given = {name: urllib.parse.unquote(value)
                 for name, value in _PARAMETER.findall(header)}
        for name in ("oauth_consumer_key", "oauth_nonce", "oauth_signature",
                     "oauth_signature_method", "oauth_timestamp",
                     "oauth_token"):
            if not given.get(name):
                return f"oauth_problem=parameter_absent&{name}"
        if given["oauth_consumer_key"] != self._key:
            return "A consumer having the specified key does not exist"
        if given["oauth_token"] != self._token:
            return "Specified token does not exist"
        method = METHODS.get(given["oauth_signature_method"])
        if method is None:
            return "Signature method is not supported"
        if not given["oauth_timestamp"].isdigit():
            return "Incorrect timestamp value in the oauth_timestamp " \
                   "parameter"
        nonce = (given["oauth_nonce"], given["oauth_timestamp"])
        if nonce in self._nonces:
            return "The nonce is already being used by the consumer"
        wanted = base64.b64encode(hmac.new(
            self._secret.encode(), self._base(request, given).encode(),
            method).digest()).decode()
        if not hmac.compare_digest(wanted, given["oauth_signature"]):
            return "The signature is invalid. Verify and try again."
        self._nonces.add(nonce)
        return None

    @staticmethod
    def _base(request, given):
        pairs = [*request.pairs, *((name, value) for name, value
                                   in given.items()
                                   if name not in ("oauth_signature",
                                                   "realm"))]
        parameters = "&".join(f"{name}={value}" for name, value in sorted(
            (quoted(name), quoted(value)) for name, value in pairs))
        url = request.origin.lower() + request.path
        return "&".join(map(quoted, (request.method, url, parameters)))
