"""What two servers say of the same customers, and in what they differ."""

import json
import urllib.parse
import urllib.request

# What is different whenever it is asked, or where the data comes from a URL.
OF_THE_MOMENT = {"asOf", "cursor", "evaluatedAt", "generatedAt", "nextLink",
                 "revision", "sources", "url", "windowEnd", "windowStart",
                 "readAt", "staleSources"}


def ask(server, path, body=None):
    """The answer of a ServerProcess over HTTP."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"http://{server.http}{path}", data,
        {"Content-Type": "application/json"} if data else {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def plain(value):
    """Without what is of the moment."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()
                if name not in OF_THE_MOMENT}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value


def checks(server, references):
    """{reference: answer} of records."""
    answers = {}
    references = list(references)
    for at in range(0, len(references), 1000):
        part = references[at:at + 1000]
        results = ask(server, "/v1/batch-check", {"checks": [
            {"record": {"source": source, "type": kind, "id": key}}
            for source, kind, key in part]})["results"]
        answers.update({"/".join(reference): result.get("check", result)
                        for reference, result in zip(part, results)})
    return answers


def cards(server):
    """{card: [the card, its list]} of all cards."""
    found = {}
    for card in ask(server, "/v1/cards")["cards"]:
        name = urllib.parse.quote(card["card"])
        found[card["card"]] = [
            ask(server, f"/v1/cards/{name}"),
            ask(server, f"/v1/cards/{name}/records?pageSize=1000")]
    return found


def everything(server, references):
    """All checks and all cards, as they compare."""
    return {**{name: plain(answer) for name, answer in
               checks(server, references).items()},
            **{name: plain(answer) for name, answer in cards(server).items()}}


def differences(mine, theirs):
    """Lines that say in what they differ, at most ten."""
    lines = []
    for name in sorted({*mine, *theirs}):
        _compare(name, mine.get(name), theirs.get(name), lines)
    return lines[:10]


def _compare(where, mine, theirs, lines):
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for name in sorted({*mine, *theirs}):
            _compare(f"{where}.{name}", mine.get(name), theirs.get(name),
                     lines)
    elif (isinstance(mine, list) and isinstance(theirs, list)
          and len(mine) == len(theirs)):
        for at, (one, other) in enumerate(zip(mine, theirs)):
            _compare(f"{where}[{at}]", one, other, lines)
    elif mine != theirs:
        lines.append(f"{where}: {json.dumps(mine)[:300]} is not "
                     f"{json.dumps(theirs)[:300]}")
