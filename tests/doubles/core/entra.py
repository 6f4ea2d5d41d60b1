"""The token endpoint of Microsoft Entra ID: client credentials."""

import re

from .messages import json_answer

# The older form names a resource, the newer one a scope.
PATH = re.compile(r"/([^/]+)/oauth2/(v2\.0/)?token$")
DISCOVERY = re.compile(r"/([^/]+)/v2\.0/\.well-known/openid-configuration$")
LIFETIME = 3599


class TokenEndpoint:
    """Gives tokens for one scope and knows which of them are good."""

    def __init__(self, double, scopes, tenant="contoso",
                 client_id="landfall", client_secret="s3cret"):
        self._double = double
        self._scopes = scopes   # request -> the scopes that are fine
        self.tenant = tenant
        self.client_id = client_id
        self.client_secret = client_secret
        self._tokens = {}   # token -> (good until, epoch)

    def answers(self, request):
        return bool(PATH.match(request.path)
                    or DISCOVERY.match(request.path))

    def answer(self, request):
        if DISCOVERY.match(request.path):
            return self._discovery(request)
        error = self._error(request)
        if error:
            status, name, code, text = error
            return json_answer(
                {"error": name, "error_description": f"AADSTS{code}: {text}",
                 "error_codes": [code],
                 "timestamp": "2026-06-09 12:00:00Z"}, status)
        token = f"entra-{self._double.new_guid()}"
        lifetime = self._double.options.get("token_lifetime", LIFETIME)
        self._tokens[token] = (self._double.clock.now() + lifetime,
                               self._double.token_epoch)
        self._double.journal.tokens += 1
        return json_answer({"token_type": "Bearer", "expires_in": lifetime,
                            "ext_expires_in": lifetime, "access_token": token})

    def _discovery(self, request):
        """Where MSAL and others find the endpoints of a tenant."""
        base = f"{request.origin}/{self.tenant}"
        return json_answer({
            "issuer": f"{base}/v2.0",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"]})

    def _error(self, request):
        """(status, OAuth error, AADSTS number, text), or None."""
        if request.method != "POST":
            return 400, "invalid_request", 900561, "Only POST is accepted."
        form = request.form()
        if PATH.match(request.path)[1] != self.tenant:
            return 400, "invalid_request", 90002, "Tenant not found."
        if form.get("grant_type") != "client_credentials":
            return (400, "unsupported_grant_type", 70003,
                    "The grant type is not supported.")
        if form.get("client_id") != self.client_id:
            return (400, "unauthorized_client", 700016,
                    "The application was not found in the directory.")
        if form.get("client_secret") != self.client_secret:
            return 401, "invalid_client", 7000215, "Invalid client secret."
        scope = form.get("scope")
        if PATH.match(request.path)[2] is None:
            scope = form.get("resource", "") + "/.default"
        if scope not in self._scopes(request):
            return (400, "invalid_scope", 70011,
                    "The scope is not valid for this resource.")
        return None

    def accepts(self, token):
        """Whether it was given here, and is still good."""
        until, epoch = self._tokens.get(token, (0, -1))
        return (epoch == self._double.token_epoch
                and self._double.clock.now() < until)

    def access(self, origin):
        return {"tenant": self.tenant, "client_id": self.client_id,
                "client_secret": self.client_secret, "authority": origin}
