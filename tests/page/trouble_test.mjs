// What the page says when something is missing, wrong or old.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {open, show, text} from './browser.mjs';

const FAILED = ['Failed to load resource'];

export function troubleTests(browser, {demo, gallery}) {
  test('An unknown card is named, with the known ones', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/cards/ecom-absnt`, {expected: FAILED});
    assert.match(await text(page.locator('.message.error')), /Not there .*did you mean ecom-absent.*Try again UNKNOWN_CARD/);
    await close();
  });

  test('A record that is not held is an answer', async () => {
    const {page, close} = await open(browser, `${gallery.url}/#/records/crm/account/3a0746dd-2f49-5a9a-b40c-ea1144b1a9a5`, {expected: FAILED});
    assert.equal(await text(page.locator('h1')), 'Not held');
    await close();
  });

  test('An address that names no view says so', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/nowhere/at/all`);
    assert.equal(await text(page.locator('h1')), 'No such view');
    await close();
  });

  test('A card that counts nothing says what that means', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/cards/ecom-absent?asOf=2026-06-10`);
    assert.match(await text(page.locator('.list-body')), /No customers in this window/);
    await show(page, `${demo.url}/#/cards/ecom-absent?asOf=2026-04-13&reason=WEAK_KEY`);
    assert.match(await text(page.locator('.list-body')), /Nothing with these filters/);
    await close();
  });

  test('A date in the future is refused by the server in words', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/?asOf=2199-01-01`, {expected: FAILED});
    assert.match(await text(page.locator('.message.error')), /not understood .*future/);
    await close();
  });

  test('Without an answer the page says so and tries again', async () => {
    const {page, close} = await open(browser, null, {expected: FAILED});
    await page.route('**/v1/cards?*', (route) => route.abort());
    await show(page, `${demo.url}/#/?asOf=2026-04-13`);
    assert.match(await text(page.locator('.message.error')), /No answer .*cannot be reached/);
    await page.unroute('**/v1/cards?*');
    await page.getByRole('button', {name: 'Try again'}).click();
    await page.locator('article').first().waitFor();
    await close();
  });

  test('A proxy that answers with a page does no harm', async () => {
    const {page, close} = await open(browser, null, {expected: FAILED});
    await page.route('**/v1/cards?*', (route) => route.fulfill({status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>'}));
    await show(page, `${demo.url}/#/?asOf=2026-04-13`);
    assert.match(await text(page.locator('.message.error')), /HTTP status 502/);
    await close();
  });

  for (const status of [404, 501]) {
    test(`A server without history (${status}) shows the rest`, async () => {
      const {page, close} = await open(browser, null, {expected: FAILED});
      await page.route('**/history?*', (route) => route.fulfill({status, json: {error: {code: status, status: 'X', reason: 'UNKNOWN_PATH', message: 'no such path'}}}));
      await show(page, `${demo.url}/#/cards/ecom-absent?asOf=2026-04-13`);
      await page.getByText('keeps no history').waitFor();
      assert.equal(await page.locator('table.records tbody tr').count(), 17);
      await show(page, `${demo.url}/#/?asOf=2026-04-13`);
      assert.equal(await page.locator('article').count(), 8);
      assert.equal(await page.locator('.sparkline').count(), 0);
      await close();
    });
  }

  test('Newer data is announced and not forced on the reader', async () => {
    const {page, close} = await open(browser, null, {expected: FAILED});
    await page.clock.install();
    await show(page, `${demo.url}/#/?asOf=2026-04-13`);
    const newer = async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      for (const card of body.cards) Object.assign(card, {revision: 'next', count: card.count + 1});
      await route.fulfill({response, json: body});
    };
    await page.route('**/v1/cards?*', newer);
    await page.clock.fastForward(61_000);
    await page.getByText('There is newer data').waitFor();
    assert.equal(await page.locator('.figure', {hasText: '17'}).count() > 0, true);
    await page.getByRole('button', {name: 'Show it'}).click();
    await page.locator('.figure', {hasText: '18'}).first().waitFor();
    await page.unroute('**/v1/cards?*', newer);
    await page.route('**/v1/cards?*', (route) => route.abort());
    await page.clock.fastForward(61_000);
    await page.getByText('may be old').waitFor();
    assert.equal(await page.locator('.figure', {hasText: '18'}).count() > 0, true);
    await close();
  });

  test('A twin that disagrees is pointed out', async () => {
    const {page, close} = await open(browser);
    await page.route('**/v1/cards/ecom-absent?*', async (route) => {
      const response = await route.fetch();
      const card = await response.json();
      card.twin = {card: 'ecom-absent-connector', count: 19, agrees: false, onlyHere: 1, onlyThere: 3, differingKeys: ['TAX_ID']};
      await route.fulfill({response, json: card});
    });
    await show(page, `${demo.url}/#/cards/ecom-absent?asOf=2026-04-13`);
    assert.match(await text(page.locator('.facts')), /Disagrees with .*: 1 only here, 3 only there; keys that differ: Tax ID/);
    await close();
  });

  test('A code that this page does not know is shown as it is', async () => {
    const {page, close} = await open(browser);
    await page.route('**/v1/sources/b2b/customer/201?*', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      body.check.reasons[0].code = 'MOON_IN_THE_WAY';
      body.check.verdict = 'PERHAPS';
      await route.fulfill({response, json: body});
    });
    await show(page, `${demo.url}/#/records/b2b/customer/201?asOf=2026-04-13`);
    assert.match(await text(page.locator('.verdict')), /Perhaps PERHAPS/);
    assert.match(await text(page.locator('.why-panel')), /Moon in the way MOON_IN_THE_WAY/);
    await close();
  });
}
