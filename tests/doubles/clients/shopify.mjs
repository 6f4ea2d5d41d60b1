// Shopify's own client against the Admin API.
//   node shopify.mjs FACTS
import {createAdminApiClient} from '@shopify/admin-api-client';

const facts = JSON.parse(process.argv[2]);
const client = createAdminApiClient({
  storeDomain: facts.host, apiVersion: '2026-10', accessToken: facts.access_token, retries: 2});
const query = `query($after: String) {
  orders(first: 2, after: $after, sortKey: UPDATED_AT) {
    nodes { id name } pageInfo { hasNextPage endCursor } } }`;

async function tell(...commands) {
  await fetch(`${facts.control}/commands`, {method: 'POST', body: JSON.stringify(commands)});
}

const found = {pages: []};
let after = null;
do {
  const {data, errors} = await client.request(query, {variables: {after}});
  if (errors) throw new Error(JSON.stringify(errors));
  found.pages.push(data.orders.nodes.map((node) => node.name));
  after = data.orders.pageInfo.hasNextPage ? data.orders.pageInfo.endCursor : null;
} while (after);

// Too many requests: it asks again, but takes the seconds of Retry-After for milliseconds.
await tell({do: 'fault', kind: 'throttle', retry_after: 60});
found.again = (await client.request('{ shop { name } }')).data.shop.name;
await tell({do: 'clear_faults'});
// Points are spent: status 200, and nothing is asked again.
await tell({do: 'drain'});
const spent = await client.request(query);
found.spent = spent.errors.graphQLErrors[0].extensions.code;
found.cost = spent.extensions.cost.throttleStatus;
found.wrong = (await client.request('{ shop { nothing } }')).errors.graphQLErrors[0].extensions.code;
console.log(JSON.stringify(found));
