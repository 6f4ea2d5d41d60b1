"""Hooks of schemathesis: answers that are right although a schema objects."""

import schemathesis

ACCEPTED = "Schema-violating request accepted"


@schemathesis.hook
def filter_query(context, query):
    """An empty parameter counts as not given, whatever its type."""
    return query is None or "" not in query.values()


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """A wrong check in a batch is answered by an error in its place."""
    in_place = (
        failure.title == ACCEPTED and response.status_code == 200
        and case.operation.path == "/v1/batch-check"
        and any("error" in result for result in response.json()["results"]))
    return not in_place
