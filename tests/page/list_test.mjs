// The list behind a card.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import {open, settled, show, text} from './browser.mjs';
import {HOSTILE, MANY, MANY_AS_OF} from './worlds.mjs';

const rowsOf = (page) => page.locator('table.records tbody tr');
const waitForRows = (page, n) => page.waitForFunction((want) => document.querySelectorAll('table.records tbody tr').length === want, n);

async function download(page) {
  const [file] = await Promise.all([page.waitForEvent('download', {timeout: 60_000}), page.getByRole('button', {name: 'Download CSV'}).click()]);
  return {name: file.suggestedFilename(), content: await readFile(await file.path(), 'utf8')};
}

// The cells of a CSV text, quotes undone.
function parse(content) {
  const rows = [[]];
  for (const [, quoted, plain, end] of content.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows[rows.length - 1].push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

export function listTests(browser, {demo, many}) {
  test('A bar filters the list and the filter can be removed', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/cards/ecom-absent?asOf=2026-04-13`);
    const bar = page.locator('.facets').getByRole('button', {name: /^Somebody nearly matches/});
    await bar.click();
    await waitForRows(page, 1);
    assert.equal(await bar.getAttribute('aria-pressed'), 'true');
    assert.match(page.url(), /reason=NEAR_MATCH/);
    assert.match(await text(rowsOf(page)), /Hannah Weiss/);
    await page.goBack();
    await waitForRows(page, 17);
    await page.locator('.facets').getByRole('button', {name: /^B2B/}).click();
    await waitForRows(page, 6);
    await page.locator('.facets').getByRole('button', {name: /^CA Trade ULC/}).click();
    await page.waitForURL(/entity=CATR/);
    await page.getByRole('button', {name: 'Remove all'}).click();
    await waitForRows(page, 17);
    await close();
  });

  test('A shared link opens with its filters and order', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/cards/ecom-absent?asOf=2026-04-13&channel=B2B&orderBy=name`);
    await waitForRows(page, 6);
    const names = await page.locator('table.records tbody th a').allInnerTexts();
    assert.deepEqual(names, [...names].sort((a, b) => a.localeCompare(b)));
    assert.equal(await page.locator('th[aria-sort]').getAttribute('aria-sort'), 'ascending');
    await close();
  });

  test('Heads of columns order the list', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/cards/ecom-absent?asOf=2026-04-13`);
    await page.getByRole('button', {name: 'Since'}).click();
    await page.waitForURL(/orderBy=since$/);
    await page.locator('th.since[aria-sort=ascending]').waitFor();
    await page.getByRole('button', {name: 'Since'}).click();
    await page.locator('th.since[aria-sort=descending]').waitFor();
    assert.match(await text(rowsOf(page).first()), /Apr 12/);
    await close();
  });

  test('Typing finds rows by name, number and reason', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/cards/ecom-absent?asOf=2026-04-13`);
    for (const [typed, n] of [['tremblay', 1], ['7101000000167', 1], ['customer group', 1], ['zzz', 0], ['', 17]]) {
      await page.getByLabel('Find').fill(typed);
      await waitForRows(page, n);
    }
    await close();
  });

  test('The CSV holds the whole list and adds up', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/cards/ecom-absent?asOf=2026-04-13`);
    const {name, content} = await download(page);
    assert.equal(name, 'ecom-absent-2026-04-13.csv');
    assert.ok(content.startsWith('\uFEFFrank,name,source,'));
    const [head, ...rows] = parse(content.slice(1));
    assert.equal(rows.length, 17);
    const amount = head.indexOf('blocked_amount');
    assert.equal(rows.reduce((sum, row) => sum + Number(row[amount]), 0).toFixed(2), '61200.00');
    assert.deepEqual(rows[0].slice(0, 5), ['1', 'Wholesale-X', 'b2b', 'customer', '201']);
    assert.equal(rows[0][head.indexOf('orders')], '3101 3106');
    await page.locator('.facets').getByRole('button', {name: /^B2B/}).click();
    await waitForRows(page, 6);
    assert.equal(parse((await download(page)).content.slice(1)).length, 7);
    await close();
  });

  test('Ten thousand rows stay quick to page, search and download', {skip: !many, timeout: 180_000}, async (t) => {
    const {page, close} = await open(browser, `${many.url}/#/cards/ecom-absent?asOf=${MANY_AS_OF}`);
    const timed = async (what, work) => {
      const start = Date.now();
      await work();
      t.diagnostic(`${what}: ${Date.now() - start} ms`);
    };
    assert.match(await text(page.locator('.list-said')), /1–50 of 10,000 customers/);
    await timed('next page', async () => {
      await page.getByRole('button', {name: 'Next'}).click();
      await page.locator('.list-said', {hasText: '51–100 of 10,000'}).waitFor();
    });
    await page.getByLabel('Rows a page').selectOption('250');
    await waitForRows(page, 250);
    await page.getByLabel('Find').fill('Customer 09999');
    await page.getByRole('button', {name: 'Search all 10,000'}).click();
    await waitForRows(page, 1);
    await timed('search in all', async () => {
      await page.getByLabel('Find').fill('Customer 055');
      await waitForRows(page, 100);
    });
    await page.getByLabel('Find').fill('');
    await waitForRows(page, 250);
    await timed('CSV', async () => {
      const rows = parse((await download(page)).content.slice(1));
      assert.equal(rows.length, MANY + 1);
      assert.equal(new Set(rows.map((row) => row[4])).size, MANY + 1);
    });
    assert.ok(await rowsOf(page).count() <= 250);
    await close();
  });

  test('Names that look like code are shown and not obeyed', {skip: !many}, async () => {
    const {page, close} = await open(browser, `${many.url}/#/cards/ecom-absent?asOf=${MANY_AS_OF}`);
    await page.locator('table.records').waitFor();
    const names = await page.locator('table.records tbody th a').allTextContents();
    assert.deepEqual(names.slice(0, HOSTILE.length).map((name) => name.trim()), HOSTILE.map((name) => name.trim()));
    assert.equal(await page.locator('main img').count(), 0);
    await page.locator('table.records').getByRole('link', {name: HOSTILE[0]}).click();
    await settled(page);
    assert.equal(await page.locator('h1').textContent(), HOSTILE[0]);
    await show(page, `${many.url}/#/cards/ecom-absent?asOf=${MANY_AS_OF}`);
    await page.getByLabel('Find').fill('70000000');
    await page.locator('.list-said', {hasText: 'matches'}).waitFor();
    const cells = parse((await download(page)).content.slice(1)).slice(1).map((row) => row[1]);
    for (const start of ['=', '+', '-', '@']) assert.ok(!cells.some((cell) => cell.trimStart().startsWith(start)), start);
    assert.ok(cells.includes(`'${HOSTILE[1]}`));
    assert.ok(cells.includes('"Quoted", Ltd'));
    await close();
  });
}
