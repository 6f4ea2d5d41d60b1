// Every view in both schemes and on a phone: axe, overhang, jumps; and the
// pictures of the documentation.
import assert from 'node:assert/strict';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {accessibilityProblems, open, overhang, settled, show} from './browser.mjs';
import {options} from './options.mjs';

const VIEWS = [
  ['overview', 'demo', '#/?asOf=2026-04-13'],
  ['overview, incomplete', 'gallery', '#/?asOf=2026-05-01'],
  ['card', 'demo', '#/cards/ecom-absent?asOf=2026-04-13'],
  ['card, filtered', 'demo', '#/cards/ecom-absent?asOf=2026-04-13&channel=B2B&entity=USTR&orderBy=name'],
  ['card, empty', 'demo', '#/cards/ecom-absent?asOf=2026-06-10'],
  ['card of orders', 'demo', '#/cards/orders-blocked?asOf=2026-04-13'],
  ['card of failures', 'demo', '#/cards/flow-failures?asOf=2026-06-10'],
  ['not landed', 'demo', '#/records/b2b/customer/201?asOf=2026-04-13&card=ecom-absent'],
  ['landed', 'gallery', '#/records/crm/account/310ea48e-e683-531e-b686-740473ca5f78?asOf=2026-05-01'],
  ['near match', 'demo', '#/records/shop/customer/7101000000167?asOf=2026-04-13'],
  ['on its way', 'gallery', '#/records/shop/customer/7202000007007?asOf=2026-04-28T10:10:00Z'],
  ['cannot tell', 'gallery', '#/records/crm/account/48caca0c-3a9c-5dd9-acb4-a78628f296ef?asOf=2026-05-01'],
  ['not expected', 'gallery', '#/records/b2b/customer/301?asOf=2026-05-01'],
  ['not held', 'gallery', '#/records/crm/account/3a0746dd-2f49-5a9a-b40c-ea1144b1a9a5'],
  ['check', 'demo', '#/check?asOf=2026-04-13'],
  ['sources', 'gallery', '#/sources'],
  ['sign in', 'locked', '#/'],
  ['error', 'demo', '#/cards/nope'],
  ['no view', 'demo', '#/nowhere'],
];
const FAILED = ['Failed to load resource'];

export function appearanceTests(browser, worlds) {
  const views = VIEWS.filter(([, world]) => worlds[world]);
  for (const scheme of ['light', 'dark']) {
    test(`axe finds nothing in the ${scheme} scheme`, {timeout: 240_000}, async (t) => {
      const {page, close} = await open(browser, null, {scheme, expected: FAILED});
      const problems = {};
      for (const [name, world, hash] of views) {
        await page.goto('about:blank');
        await show(page, `${worlds[world].url}/${hash}`);
        if (name === 'check') await fillCheck(page);
        await page.waitForLoadState('networkidle');
        await unfold(page);
        const found = await accessibilityProblems(page);
        if (found.length) problems[name] = found;
      }
      t.diagnostic(`${views.length} views`);
      assert.deepEqual(problems, {});
      await close();
    });
  }

  for (const width of [360, 768]) {
    test(`Nothing hangs over at ${width} pixels`, {timeout: 120_000}, async () => {
      const {page, close} = await open(browser, null, {width, height: 740, expected: FAILED});
      const over = {};
      for (const [name, world, hash] of views) {
        await show(page, `${worlds[world].url}/${hash}`);
        if (name === 'check') await fillCheck(page);
        await page.waitForLoadState('networkidle');
        await unfold(page);
        const pixels = await overhang(page);
        if (pixels > 0) over[name] = pixels;
      }
      assert.deepEqual(over, {});
      await close();
    });
  }

  test('Figures do not jump while they load', async (t) => {
    const {page, close} = await open(browser);
    await page.addInitScript(() => {
      window.shifts = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
      }).observe({type: 'layout-shift', buffered: true});
    });
    for (const hash of ['#/?asOf=2026-04-13', '#/cards/ecom-absent?asOf=2026-04-13', '#/records/b2b/customer/201?asOf=2026-04-13']) {
      await page.goto('about:blank');
      await show(page, `${worlds.demo.url}/${hash}`);
      await page.waitForLoadState('networkidle');
      const shifts = await page.evaluate(() => window.shifts);
      t.diagnostic(`${hash}: ${shifts.toFixed(3)}`);
      assert.ok(shifts < 0.1, `${hash} shifted by ${shifts}`);
    }
    await close();
  });

  test('The switch overrides the scheme of the system and is remembered', async () => {
    const {page, close} = await open(browser, `${worlds.demo.url}/#/?asOf=2026-04-13`, {scheme: 'light'});
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole('button', {name: 'Colours: As the system'}).click();
    await page.getByRole('button', {name: 'Colours: Light'}).click();
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.reload();
    await settled(page);
    assert.equal(await ground(), dark);
    await page.getByRole('button', {name: 'Colours: Dark'}).click();
    assert.equal(await ground(), light);
    await close();
  });

  test('On paper there are figures and no controls', async () => {
    const {page, close} = await open(browser, `${worlds.demo.url}/#/cards/ecom-absent?asOf=2026-04-13`);
    await page.emulateMedia({media: 'print'});
    assert.equal(await page.locator('nav').first().isVisible(), false);
    assert.equal(await page.getByRole('button', {name: 'Download CSV'}).isVisible(), false);
    assert.equal(await page.locator('table.records tbody tr').last().isVisible(), true);
    await close();
  });

  test('The pictures of the documentation are taken', {skip: !options.screenshots}, async () => {
    await mkdir(options.screenshots, {recursive: true});
    const picture = async (name, hash, wanted, how) => {
      const {page, close} = await open(browser, `${worlds.demo.url}/#/?asOf=2026-04-13`, how);
      await page.evaluate((to) => { location.hash = to; }, hash);
      await page.locator(wanted).first().waitFor();
      await page.waitForLoadState('networkidle');
      await page.screenshot({path: join(options.screenshots, `${name}.png`)});
      await close();
    };
    await picture('overview', '#/?asOf=2026-04-13', 'article', {height: 1000});
    await picture('card', '#/cards/ecom-absent?asOf=2026-04-13', 'table.records', {height: 1100});
    await picture('customer', '#/records/b2b/customer/201?asOf=2026-04-13&card=ecom-absent', '.orders-panel', {height: 1130, scheme: 'dark'});
    await picture('phone', '#/cards/ecom-absent?asOf=2026-04-13', 'table.records', {width: 390, height: 1000, deviceScaleFactor: 2});
  });
}

// Folded parts have to be in order, too.
const unfold = (page) => page.evaluate(() => {
  for (const details of document.querySelectorAll('main details')) details.open = true;
});

async function fillCheck(page) {
  await page.getByLabel('Email address').fill('hannah.weiss@litware.com');
  await page.getByLabel('Tax ID').fill('DE12345');
  await page.keyboard.press('Enter');
  await page.locator('#verdict').waitFor();
}
