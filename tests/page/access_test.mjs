// API keys, and use without a mouse.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {open, settled, show, text} from './browser.mjs';
import {LOCKED} from './worlds.mjs';

const FAILED = ['Failed to load resource'];
const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

// Presses Tab until `wanted` has the focus; fails after `most` times.
async function tabTo(page, wanted, most = 60) {
  for (let i = 0; i < most; ++i) {
    await page.keyboard.press('Tab');
    if (wanted.test(await focused(page))) return i + 1;
  }
  throw new assert.AssertionError({message: `Tab did not reach ${wanted} in ${most} steps`});
}

export function accessTests(browser, {demo, locked}) {
  test('A server with keys asks for one and forgets it on request', {skip: !locked}, async () => {
    const {page, close} = await open(browser, null, {expected: FAILED});
    const link = `${locked.url}/#/cards/ecom-absent?asOf=2026-04-13`;
    await show(page, link);
    assert.equal(await text(page.locator('h1')), 'Sign in');
    assert.equal(await page.getByRole('button', {name: 'Sign out'}).count(), 0);
    await page.getByLabel('API key').fill('wrong');
    await page.getByRole('button', {name: 'Sign in'}).click();
    await page.getByText('did not accept that key').waitFor();
    await page.getByLabel('API key').fill(LOCKED.reader);
    await page.keyboard.press('Enter');
    await page.locator('.headline .figure', {hasText: '17'}).waitFor();
    assert.equal(page.url(), link);
    assert.deepEqual(await page.evaluate(() => [Object.values(localStorage), document.cookie]), [[], '']);
    await page.reload();
    await page.locator('.headline .figure', {hasText: '17'}).waitFor();
    await page.getByRole('button', {name: 'Sign out'}).click();
    await page.getByLabel('API key').waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    assert.equal(await page.locator('table').count(), 0);
    await page.reload();
    await page.getByLabel('API key').waitFor();
    await close();
  });

  test('A keyboard alone leads to why Wholesale-X is blocked', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/?asOf=2026-04-13`);
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Skip to the content');
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'Overview');
    await tabTo(page, /^Shop customers absent/, 5);
    await page.keyboard.press('Enter');
    await settled(page);
    await page.locator('table.records').waitFor();
    await tabTo(page, /^Wholesale-X$/, 3);  // the largest, in the numbers
    await page.keyboard.press('Enter');
    await page.locator('#verdict').waitFor();
    await page.goBack();
    await page.locator('table.records').waitFor();
    await page.locator('h1').focus();
    await tabTo(page, /^A value the ledger does not know/, 20);
    await page.keyboard.press('Space');
    await page.waitForFunction(() => document.querySelectorAll('table.records tbody tr').length === 1);
    assert.match(await focused(page), /^A value the ledger/);
    await tabTo(page, /^Wholesale-X$/, 30);
    await close();
  });

  test('The heading of a new view has the focus and the title names it', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/?asOf=2026-04-13`);
    await page.getByRole('link', {name: 'Sources'}).click();
    await settled(page);
    assert.equal(await focused(page), 'Sources');
    assert.equal(await page.title(), 'Sources · Landfall');
    await page.goto(`${demo.url}/#/records/b2b/customer/201?asOf=2026-04-13`);
    await page.locator('#verdict').waitFor();
    assert.equal(await page.title(), 'Wholesale-X · Landfall');
    assert.equal(await focused(page), 'Wholesale-X');
    await close();
  });

  test('A filter is announced and leaves the focus where it was', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/cards/ecom-absent?asOf=2026-04-13`);
    await page.getByRole('button', {name: /^B2B/}).click();
    await page.locator('#announcer', {hasText: '1–6 of 6 customers.'}).waitFor({state: 'attached'});
    assert.match(await focused(page), /^B2B/);
    await close();
  });
}
