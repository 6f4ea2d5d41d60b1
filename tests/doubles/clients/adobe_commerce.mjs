// magento-api-rest against Adobe Commerce: requests signed with OAuth 1.0a.
//   node adobe_commerce.mjs FACTS
import Module from 'magento-api-rest';

const facts = JSON.parse(process.argv[2]);
const Magento = Module.default ?? Module;

function client(sha, secret = facts.access_token_secret) {
  return new Magento({
    url: facts.origin, consumerKey: facts.consumer_key, consumerSecret: facts.consumer_secret,
    accessToken: facts.access_token, tokenSecret: secret, sha, type: 'default/V1'});
}

const search = (page) => ({
  filter_groups: [{filters: [{field: 'updated_at', value: '2026-06-09 12:00:00', condition_type: 'gteq'}]}],
  sort_orders: [{field: 'entity_id', direction: 'asc'}], page_size: 2, current_page: page});
const ids = (answer) => answer.data.items.map((row) => row.entity_id);

const found = {};
found.pages = [ids(await client(256).get('orders', search(1))), ids(await client(256).get('orders', search(2)))];
found.sha1 = ids(await client(1).get('orders', search(1)));
try {
  await client(256, 'wrong').get('orders', search(1));
} catch (error) {
  found.wrong = error.response?.status ?? String(error);
}
console.log(JSON.stringify(found));
