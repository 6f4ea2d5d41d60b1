// Calls a server with a client whose types come from docs/openapi.json. That
// this compiles is half of the test: names, paths, unions and what is optional.
import assert from "node:assert/strict";

import createClient from "openapi-fetch";

import type { components, paths } from "./landfall.js";

type Check = components["schemas"]["CheckPromotionResponse"];

const client = createClient<paths>({ baseUrl: process.argv[2] ?? "" });

async function checkOne(): Promise<Check> {
  const { data, error } = await client.POST("/v1/check", {
    body: {
      record: { source: "b2b", type: "customer", id: "201" },
      asOf: "2026-04-13",
    },
  });
  assert.equal(error, undefined);
  assert(data);
  return data;
}

async function checkBatch(): Promise<void> {
  const { data } = await client.POST("/v1/batch-check", {
    body: {
      checks: [
        { customer: { emails: ["purchasing@wholesale-x.contoso.com"] } },
        { record: { source: "nowhere", type: "customer", id: "1" } },
      ],
    },
  });
  const [first, second] = data?.results ?? [];
  assert(first && "check" in first && second && "error" in second);
  assert.equal(first.check.verdict, "NOT_PROMOTED");
  assert.equal(second.error.reason, "UNKNOWN_SOURCE");
  assert.equal(second.error.field, "record.source");
}

async function readCard(): Promise<void> {
  const { data: card, response } = await client.GET("/v1/cards/{card}", {
    params: {
      path: { card: "ecom-absent" },
      query: { asOf: "2026-04-13", keys: ["EMAIL", "EXTERNAL_ID", "TAX_ID"] },
    },
  });
  assert(card);
  assert.equal(card.count, 17);
  assert.equal(card.blockedValue.amount, 61200);
  assert.equal(card.largest?.name, "Wholesale-X");
  const again = await client.GET("/v1/cards/{card}", {
    params: {
      path: { card: "ecom-absent" },
      query: { asOf: "2026-04-13", keys: ["EMAIL", "EXTERNAL_ID", "TAX_ID"] },
      header: { "If-None-Match": response.headers.get("ETag") ?? "" },
    },
  });
  assert.equal(again.response.status, 304);
}

async function readPages(): Promise<void> {
  const names: string[] = [];
  let pageToken = "";
  do {
    const { data } = await client.GET("/v1/cards/{card}/records", {
      params: {
        path: { card: "ecom-absent" },
        query: { asOf: "2026-04-13", pageSize: 5, pageToken },
      },
    });
    assert(data);
    names.push(...data.value.map((record) => record.name));
    pageToken = data.nextPageToken;
  } while (pageToken);
  assert.equal(names.length, 17);
  assert.equal(names[0], "Wholesale-X");
}

async function readError(): Promise<void> {
  const { error, response } = await client.GET("/v1/cards/{card}", {
    params: { path: { card: "ecom-absnt" } },
  });
  assert.equal(response.status, 404);
  assert.equal(error?.error.reason, "UNKNOWN_CARD");
}

const check = await checkOne();
assert.equal(check.verdict, "NOT_PROMOTED");
assert.equal(check.promoted, false);
assert.equal(check.entities[0]?.outcome, "MISSING");
assert.equal(check.reasons[0]?.code, "REFERENCE_DATA_MISSING");
assert.equal(check.blockedValue.amount, 18400);
await checkBatch();
await readCard();
await readPages();
await readError();
console.log("every call agreed with its types");
