"""The HTTP client as tests see it: every request goes to a handler."""

from .values import AlError, NotSupported


class Headers:

    def __init__(self):
        self.listed = {}

    def al_call(self, machine, key, given):
        if key == "contains":
            return machine.evaluate(given[0]) in self.listed
        if key == "getvalues":
            machine.argument(given[1]).value.append(
                self.listed[machine.evaluate(given[0])])
            return True
        if key == "remove":
            return self.listed.pop(machine.evaluate(given[0]), None) is not None
        if key == "add":
            self.listed[machine.evaluate(given[0])] = machine.evaluate(given[1])
            return True
        raise NotSupported(f"HttpHeaders.{key}")


class Content:

    def __init__(self):
        self.body, self.headers = "", Headers()

    def al_call(self, machine, key, given):
        if key == "writefrom":
            self.body = machine.evaluate(given[0])
        elif key == "readas":
            machine.argument(given[0]).value = self.body
        elif key == "getheaders":
            machine.argument(given[0]).value = self.headers
        else:
            raise NotSupported(f"HttpContent.{key}")
        return True


class Request:
    """Both HttpRequestMessage and what the handler of a test sees of it."""

    def __init__(self):
        self.method, self.uri = "GET", ""
        self.headers, self.content = Headers(), Content()

    def al_call(self, machine, key, given):
        if key == "setrequesturi":
            self.uri = machine.evaluate(given[0])
        elif key == "getheaders":
            machine.argument(given[0]).value = self.headers
        elif key == "path":
            return self.uri
        elif key == "requesttype":
            return self.method
        else:
            raise NotSupported(f"HttpRequestMessage.{key}")
        return None

    def al_set(self, key, value):
        setattr(self, key, value)


class Response:

    def __init__(self):
        self.httpstatuscode = 200
        self.isblockedbyenvironment, self.issuccessfulrequest = False, True
        self.headers, self.content = Headers(), Content()

    def al_call(self, machine, key, given):
        del machine, given
        if key == "issuccessstatuscode":
            return self.httpstatuscode < 300
        return getattr(self, key)

    def al_set(self, key, value):
        setattr(self, key, value)


class Client:

    def al_call(self, machine, key, given):
        if key != "send":
            raise NotSupported(f"HttpClient.{key}")
        request = machine.argument(given[0]).value
        handler = machine.handlers.get("http")
        if handler is None:
            raise AlError("A request in a test without a handler.")
        response = Response()
        if handler(request, response):
            raise NotSupported("a request that is really sent")
        machine.argument(given[1]).value = response
        return response.issuccessfulrequest

    def al_set(self, key, value):
        if key != "timeout" or not value > 0:
            raise NotSupported(f"HttpClient.{key}")


MADE = {"httpclient": Client, "httprequestmessage": Request,
        "httpresponsemessage": Response, "httpcontent": Content,
        "httpheaders": Headers}
