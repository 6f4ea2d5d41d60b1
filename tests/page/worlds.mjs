// What the servers of the test hold: a name -> configuration text and imports,
// each {file, source, type, company}. Entry point: writeWorld().
import {createHash} from 'node:crypto';
import {cp, mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';

export const LOCKED = {reader: 'page-test-reader-key', ingester: 'page-test-ingester-key'};
export const MANY = 10_000;
export const MANY_AS_OF = '2026-04-13';
// Names that a page must show and never obey.
export const HOSTILE = ['<img src=x onerror=alert(1)>', '=HYPERLINK("https://example.net","x")', '  +1-555-0100', '"Quoted", Ltd', '@SUM(A1)', 'מרכז ספורט'];

// Writes the world into `folder` and returns its imports.
export async function writeWorld(name, folder, source) {
  await mkdir(folder, {recursive: true});
  switch (name) {
    case 'demo': return fromProject(join(source, 'tests/demo'), folder);
    case 'gallery': return fromProject(join(source, 'tests/demo/gallery'), folder);
    case 'locked': return locked(join(source, 'tests/demo'), folder);
    case 'many': return many(folder);
    case 'live': return live(folder);
    default: throw new Error(`no world ${name}`);
  }
}

async function fromProject(from, folder) {
  await cp(join(from, 'landfall.yaml'), join(folder, 'landfall.yaml'));
  const lines = (await readFile(join(from, 'imports.tsv'), 'utf8')).split('\n');
  return lines.filter((line) => line && !line.startsWith('#')).map((line) => {
    const [file, source, type, company] = line.split('\t');
    return {file: join(from, file), source, type, company};
  });
}

async function locked(from, folder) {
  const imports = await fromProject(from, folder);
  const keys = Object.entries(LOCKED).map(([role, key]) =>
    `    - {id: page-${role}, role: ${role}, sha256: "${createHash('sha256').update(key).digest('hex')}"}`);
  const config = await readFile(join(folder, 'landfall.yaml'), 'utf8');
  await writeFile(join(folder, 'landfall.yaml'), `${config}\nauth:\n  api_keys:\n${keys.join('\n')}\n`);
  return imports;
}

// A shop without customers and a ledger with one, for who changes them.
async function live(folder) {
  await writeFile(join(folder, 'landfall.yaml'), SHOP_AND_LEDGER);
  await writeFile(join(folder, 'erp.json'), JSON.stringify(LEDGER));
  return [{file: join(folder, 'erp.json'), source: 'erp', type: 'customer'}];
}

const SHOP_AND_LEDGER = `listen: {grpc: "127.0.0.1:0", http: "127.0.0.1:0"}
store: {path: ./landfall-data}
reporting_currency: USD
legal_entities:
  - {id: USTR, name: US Trade Inc, country: US, currency: USD, source: erp}
sources:
  - {id: erp, system: finance_operations}
  - {id: shop, system: shopify, channel: DTC}
expectation:
  - {ship_to: [US], entity: USTR}
`;

const LEDGER = {value: [{dataAreaId: 'ustr', CustomerAccount: 'US-1', PartyType: 'Organization', OrganizationName: 'Somebody else',
  PrimaryContactEmail: 'somebody@else.contoso.com', AddressCountryRegionISOCode: 'US', CustomerGroupId: 'RETAIL'}]};

// MANY shop customers with one order each, none of whom the ledger knows.
async function many(folder) {
  await writeFile(join(folder, 'landfall.yaml'), SHOP_AND_LEDGER);
  const customers = [];
  const orders = [];
  for (let i = 0; i < MANY; ++i) {
    const id = String(7_000_000_000 + i);
    const displayName = HOSTILE[i] ?? `Customer ${String(i).padStart(5, '0')}`;
    const defaultEmailAddress = {emailAddress: `customer${i}@shop.contoso.com`};
    const created = new Date(Date.UTC(2026, 3, 7) + i * 30_000).toISOString();
    const shopMoney = {amount: (MANY - i + 0.25).toFixed(2), currencyCode: 'USD'};
    customers.push({id: `gid://shopify/Customer/${id}`, legacyResourceId: id, displayName, defaultEmailAddress,
      defaultAddress: {countryCodeV2: 'US'}, tags: [], createdAt: created, updatedAt: created});
    orders.push({id: `gid://shopify/Order/${id}`, legacyResourceId: id, name: `#${i}`, email: defaultEmailAddress.emailAddress,
      createdAt: created, processedAt: created, updatedAt: created, cancelledAt: null, test: false, displayFinancialStatus: 'PAID',
      currencyCode: 'USD', tags: [], currentTotalPriceSet: {shopMoney}, customer: {id: `gid://shopify/Customer/${id}`, displayName, defaultEmailAddress},
      shippingAddress: {countryCodeV2: 'US'}, billingAddress: {countryCodeV2: 'US'}});
  }
  const jsonLines = (rows) => rows.map((row) => JSON.stringify(row)).join('\n') + '\n';
  const files = [['erp', 'customer', 'erp.json', JSON.stringify(LEDGER)], ['shop', 'customer', 'customers.jsonl', jsonLines(customers)],
    ['shop', 'order', 'orders.jsonl', jsonLines(orders)]];
  return Promise.all(files.map(async ([source, type, file, text]) => {
    await writeFile(join(folder, file), text);
    return {file: join(folder, file), source, type};
  }));
}
