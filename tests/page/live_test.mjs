// A page that is left open keeps itself up to date. The only test that changes
// its world, so the world is its own.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {open, show, text} from './browser.mjs';

const WITHIN = 60_000;  // milliseconds; the page asks every five seconds

async function push(url, source, type, payloads) {
  const response = await fetch(`${url}/v1/records`, {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({source, type, payloads: payloads.map((p) => ({json: JSON.stringify(p)}))})});
  const body = await response.json();
  assert.equal(response.status, 200, JSON.stringify(body));
  assert.deepEqual(body.rejects ?? [], []);
}

// A customer of the shop with an order of a minute ago.
async function buys(url, id, displayName) {
  const at = new Date(Date.now() - 60_000).toISOString();
  const defaultEmailAddress = {emailAddress: `buyer${id}@shop.contoso.com`};
  const customer = {id: `gid://shopify/Customer/${id}`, legacyResourceId: id, displayName, defaultEmailAddress,
    defaultAddress: {countryCodeV2: 'US'}, tags: [], createdAt: at, updatedAt: at};
  await push(url, 'shop', 'customer', [customer]);
  await push(url, 'shop', 'order', [{id: `gid://shopify/Order/${id}`, legacyResourceId: id, name: `#${id}`, email: defaultEmailAddress.emailAddress,
    createdAt: at, processedAt: at, updatedAt: at, cancelledAt: null, test: false, displayFinancialStatus: 'PAID', currencyCode: 'USD', tags: [],
    currentTotalPriceSet: {shopMoney: {amount: '120.50', currencyCode: 'USD'}}, customer: {id: customer.id, displayName, defaultEmailAddress},
    shippingAddress: {countryCodeV2: 'US'}, billingAddress: {countryCodeV2: 'US'}}]);
}

const lands = (url, id) => push(url, 'erp', 'customer', [{dataAreaId: 'ustr', CustomerAccount: `US-${id}`, PartyType: 'Organization',
  OrganizationName: 'Landed', PrimaryContactEmail: `buyer${id}@shop.contoso.com`, AddressCountryRegionISOCode: 'US', CustomerGroupId: 'RETAIL'}]);

export function liveTests(browser, {live}) {
  test('The overview counts who gets stuck while it is open', async () => {
    const {page, close} = await open(browser, `${live.url}/#/`);
    const tile = page.locator('article', {hasText: 'ecom-absent'}).first();
    assert.match(await text(tile), /\b0 customers/);
    assert.match(await text(page.locator('#revision')), /They update by themselves/);
    await buys(live.url, '501', 'First & Co');
    await tile.getByText('1 customer').waitFor({timeout: WITHIN});
    await close();
  });

  test('A card says who entered and who landed, and keeps its list', async () => {
    const {page, close} = await open(browser, `${live.url}/#/cards/ecom-absent`);
    const events = page.locator('.events li');
    await events.filter({hasText: 'First & Co'}).waitFor();
    assert.match(await text(events.first()), /Entered First & Co missing in US Trade Inc, \$120\.50 blocked/);
    await lands(live.url, '501');
    const landed = events.filter({hasText: 'Landed'});
    await landed.waitFor({timeout: WITHIN});
    assert.match(await text(landed), /Landed First & Co in US Trade Inc, after \d/);
    assert.match(await text(page.locator('.list-body')), /No customers in this window/);
    await events.first().getByRole('link').click();
    await page.locator('.verdict').waitFor();
    assert.equal(await text(page.locator('h1')), 'First & Co');
    await close();
  });

  test('A list that somebody works with does not move', async () => {
    await buys(live.url, '502', 'Second Ltd');
    const {page, close} = await open(browser, `${live.url}/#/cards/ecom-absent`);
    await page.locator('table.records').getByText('Second Ltd').waitFor({timeout: WITHIN});
    await page.getByLabel('Find').fill('second');
    await buys(live.url, '503', 'Third Ltd');
    await page.getByText('There is newer data').waitFor({timeout: WITHIN});
    assert.equal(await page.getByLabel('Find').inputValue(), 'second');
    await page.getByRole('button', {name: 'Show it'}).click();
    await page.locator('table.records').getByText('Third Ltd').waitFor();
    await close();
  });

  test('The past does not move', async () => {
    const {page, close} = await open(browser, null);
    let asked = 0;
    page.on('request', (request) => { asked += request.url().includes('/v1/') && request.url().includes('/events') ? 1 : 0; });
    await show(page, `${live.url}/#/cards/ecom-absent?asOf=2026-04-13`);
    assert.doesNotMatch(await text(page.locator('#revision')), /by themselves/);
    assert.equal(await page.locator('.events-panel').count(), 0);
    assert.equal(asked, 0);
    await close();
  });
}
