// The worked examples, and the ways through the page.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {open, settled, show, text} from './browser.mjs';

export function viewTests(browser, {demo, gallery}) {
  test('The overview shows the shop example', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/?asOf=2026-04-13`);
    const tile = page.locator('article', {has: page.locator('code', {hasText: /^ecom-absent$/})});
    const said = await text(tile);
    for (const part of ['Above limit', '17 customers', 'Limit 10, 7 over', '$61,200.00 blocked', 'Its twin counts the same']) assert.ok(said.includes(part), `${part} in ${said}`);
    assert.equal(await page.locator('article').count(), 8);
    assert.match(await text(page.locator('.lede')), /4 of 5 watched figures are above the limit/);
    await close();
  });

  test('The Dataverse card shows 4 of 47', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/cards/dataverse-not-promoted?asOf=2026-06-10`);
    assert.equal(await text(page.locator('.headline .figure')), '4 customers');
    const funnel = await text(page.locator('.funnel'));
    for (const part of ['Seen in the window 60', 'Expected in a ledger 47', '13 not expected', 'Landed 43', '91% – 4 not landed']) assert.ok(funnel.includes(part), `${part} in ${funnel}`);
    assert.match(await text(page.locator('.facts')), /With open activity 3 with an open opportunity/);
    assert.equal(await page.locator('table.records tbody tr').count(), 4);
    assert.equal(await text(page.locator('.view-head .lede')), 'Accounts and contacts entered in Dataverse that no ledger has yet. Jun 3 – 9, 2026 (7 days) dataverse-not-promoted');
    await close();
  });

  test('Two clicks lead from the overview to why Wholesale-X is blocked', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/?asOf=2026-04-13`);
    await page.getByRole('link', {name: 'Shop customers absent from the customer master'}).click();
    await settled(page);
    assert.match(await text(page.locator('table.records tbody tr').first()), /^1 Wholesale-X .* US Trade Inc Apr 6 7 days ago \$18,400\.00$/);
    await page.locator('table.records').getByRole('link', {name: 'Wholesale-X'}).click();
    await settled(page);
    assert.equal(await text(page.locator('h1')), 'Wholesale-X');
    assert.match(page.url(), /asOf=2026-04-13/);
    const verdict = await text(page.locator('.verdict'));
    for (const part of ['Not landed NOT_PROMOTED', 'Not in US Trade Inc.', 'Create the value in the legal entity', '$18,400.00', 'Apr 6, 2026']) assert.ok(verdict.includes(part), `${part} in ${verdict}`);
    assert.match(await text(page.locator('.why-panel')), /A value the ledger does not know REFERENCE_DATA_MISSING .*'Customer group'/);
    await page.locator('.orders-panel').waitFor();
    assert.match(await text(page.locator('.orders-panel')), /3101 .*\$12,650\.00 3106 .*\$5,750\.00/);
    assert.match(await text(page.locator('.counterparts-panel')), /Dataverse account .* Not landed/);
    assert.match(await text(page.locator('.sides-panel')), /Wholesale-X BigCommerce customer · B2B b2b\/customer\/201 .* US Trade Inc USTR Missing Expected because of the country it ships to/);
    await close();
  });

  test('A link to a customer shows the orders as well', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/records/b2b/customer/201?asOf=2026-04-13`);
    await page.locator('.orders-panel').waitFor();
    assert.match(await text(page.locator('.orders-panel')), /3101/);
    await close();
  });

  test('Near matches stand beside the customer with their rule', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/records/shop/customer/7101000000167?asOf=2026-04-13`);
    assert.match(await text(page.locator('.near-panel')), /One letter apart EMAIL_ONE_EDIT/);
    await page.locator('.keys-panel td', {hasText: 'hanna.weiss@litware.com'}).waitFor();
    assert.match(await text(page.locator('.keys-panel')), /nearly: one letter apart .*Email hannah\.weiss@litware\.com hanna\.weiss@litware\.com/);
    await close();
  });

  test('Every verdict has its own words', async () => {
    const cases = [['crm/account/3d5179c1-1b4a-5763-be31-1c46e9d7c5c0', 'Landed PROMOTED'], ['shop/customer/7202000007003', 'Not landed NOT_PROMOTED'],
      ['crm/account/7ed63164-c866-561f-95ff-949a887eb281', 'Not expected OUT_OF_SCOPE'], ['crm/account/48caca0c-3a9c-5dd9-acb4-a78628f296ef', 'Cannot tell UNKNOWN']];
    const {page, close} = await open(browser);
    for (const [ref, words] of cases) {
      await show(page, `${gallery.url}/#/records/${ref}?asOf=2026-05-01`);
      assert.equal(await text(page.locator('#verdict')), words, ref);
    }
    await show(page, `${gallery.url}/#/records/shop/customer/7202000007007?asOf=2026-04-28T10:10:00Z`);
    assert.equal(await text(page.locator('#verdict')), 'On its way AWAITING_SYNC');
    assert.match(await text(page.locator('.as-of-said')), /Apr 28, 2026, 10:10/);
    await show(page, `${gallery.url}/#/records/crm/account/e4f1cb91-3d23-547d-8d3e-39fdb85c9306?asOf=2026-05-01`);
    assert.match(await text(page.locator('.keys-panel')), /not usable/);
    await close();
  });

  test('What cannot be judged is said on the card', async () => {
    const {page, close} = await open(browser, `${gallery.url}/#/cards/dataverse-not-promoted?asOf=2026-05-01`);
    assert.match(await text(page.locator('.card-view > .warning')), /Incomplete\. erp-jp was not read in time, so 1 customer cannot be judged/);
    await close();
  });

  test('Typed keys are checked and stay out of the address', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/check?asOf=2026-04-13`);
    await page.getByLabel('Email address').fill('olivia.martens@fourthcoffee.com');
    await page.getByRole('button', {name: 'Check'}).click();
    await page.locator('#verdict').waitFor();
    assert.ok(!page.url().includes('olivia'), page.url());
    await page.getByRole('button', {name: 'Clear'}).click();
    await page.getByLabel('External ID').fill('7101000000217');
    await page.getByRole('button', {name: 'Check'}).click();
    assert.match(await text(page.locator('.check-form [role=alert]')), /Say which source/);
    await page.getByLabel('Given out by').selectOption('shop');
    await page.getByRole('button', {name: 'Check'}).click();
    await page.locator('#verdict', {hasText: 'Landed'}).waitFor();
    assert.match(await text(page.locator('.sides-panel')), /CA Trade ULC CATR There .*Jonas Whitaker CA-009002 Same external ID/);
    await page.getByRole('button', {name: 'Clear'}).click();
    await page.getByLabel('Tax ID').fill('DE12345');
    await page.keyboard.press('Enter');
    await page.locator('.keys-panel', {hasText: 'not usable'}).waitFor();
    await close();
  });

  test('Sources show their state and rows', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/sources`);
    const rows = page.locator('table.sources tbody tr');
    assert.equal(await rows.count(), 6);
    assert.match(await text(rows.first()), /^Finance & Operations erp Ledger · US Trade Inc \(USTR\), CA Trade ULC \(CATR\) Up to date .* 66 customer 57/);
    await show(page, `${gallery.url}/#/sources`);
    assert.match(await text(page.locator('table.sources')), /erp-jp .*Never read/);
    await close();
  });

  test('The date is part of every link and can be changed and left', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/?asOf=2026-04-13`);
    for (const link of await page.locator('nav a, article a').all()) assert.match(await link.getAttribute('href'), /asOf=2026-04-13/);
    await page.getByLabel('As of', {exact: true}).fill('2026-06-10');
    await page.waitForURL(/asOf=2026-06-10/);
    await page.locator('article', {hasText: 'Dataverse customers not promoted'}).getByText('4').first().waitFor();
    await page.goBack();
    await page.waitForURL(/asOf=2026-04-13/);
    await page.locator('article .figure', {hasText: '17'}).first().waitFor();
    await page.getByRole('button', {name: 'Now'}).click();
    await page.waitForFunction(() => !location.hash.includes('asOf'));
    await close();
  });

  test('The trend has a chart and the same as a table', async () => {
    const {page, close} = await open(browser, `${demo.url}/#/cards/ecom-absent?asOf=2026-04-13`);
    await page.locator('.plot canvas').waitFor();
    await page.getByText('The same as a table').click();
    assert.match(await text(page.locator('.plot-table')), /Apr 13, 2026 17 10/);
    await page.locator('.segments').getByRole('button', {name: 'Blocked value'}).click();
    assert.match(await text(page.locator('.plot-table')), /Apr 13, 2026 \$61,200\.00/);
    await show(page, `${demo.url}/#/cards/dataverse-not-promoted?asOf=2026-06-10`);
    await page.getByText('The same as a table').click();
    await page.locator('.segments').getByRole('button', {name: 'Time to land'}).click();
    const times = await text(page.locator('.plot-table'));
    assert.match(times, /Jun 10, 2026 8 min 8 min 8 min/);
    assert.match(times, /Jun 4, 2026 2 min 4 min 4 min/);
    assert.match(times, /Jun 3, 2026 – – –/);  // nobody landed on that day
    await page.locator('.plot canvas').waitFor();
    await close();
  });
}
