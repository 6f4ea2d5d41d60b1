// dynamics-web-api against Dataverse: the round trip of change tracking.
//   node dataverse.mjs FACTS     FACTS: {"url", "control", …} as JSON
import {DynamicsWebApi} from 'dynamics-web-api';

const facts = JSON.parse(process.argv[2]);

async function token() {
  const answer = await fetch(`${facts.authority}/${facts.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: facts.client_id, client_secret: facts.client_secret,
      grant_type: 'client_credentials', scope: `${facts.url}/.default`}),
  });
  return (await answer.json()).access_token;
}

async function tell(...commands) {
  const answer = await fetch(`${facts.control}/commands`, {method: 'POST', body: JSON.stringify(commands)});
  if (!answer.ok) throw new Error(await answer.text());
}

const client = new DynamicsWebApi({serverUrl: facts.url, dataApi: {version: '9.2'}, onTokenRefresh: token});
const names = (page) => page.value.map((row) => row.name ?? `${row.reason} ${row.id}`);
const request = {collection: 'accounts', select: ['name'], trackChanges: true, maxPageSize: 3};

const found = {pages: []};
let page = await client.retrieveMultiple(request);
found.pages.push(names(page));
while (page.oDataNextLink) {
  page = await client.retrieveMultiple(request, page.oDataNextLink);
  found.pages.push(names(page));
}
const first = page.oDataDeltaLink;
await tell({do: 'update', set: 'accounts', key: facts.changed, changes: {name: 'Changed'}},
           {do: 'delete', set: 'accounts', key: facts.deleted});
page = await client.retrieveMultiple({collection: 'accounts', select: ['name']}, first);
found.changes = names(page);
page = await client.retrieveMultiple({collection: 'accounts', select: ['name']}, page.oDataDeltaLink);
found.nothing = names(page);
found.count = await client.count({collection: 'accounts'});
await tell({do: 'expire_delta'});
try {
  await client.retrieveMultiple({collection: 'accounts', select: ['name']}, first);
} catch (error) {
  found.expired = error.code ?? error.message;
}
console.log(JSON.stringify(found));
