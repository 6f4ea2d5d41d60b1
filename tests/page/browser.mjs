// A headless Chromium with a profile of its own, and what the tests do in it.
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {basename, extname, join} from 'node:path';
import assert from 'node:assert/strict';
import {chromium} from 'playwright-core';
import {options} from './options.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TYPES = {'.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml'};
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const startBrowser = () => chromium.launch({
  executablePath: options.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-component-update', '--disable-sync'],
});

const isFile = (url) => url.pathname === '/' || url.pathname.startsWith('/assets/');

// Answers with a file of --assets under the policy that the server sends.
async function answerFile(route) {
  const name = basename(new URL(route.request().url()).pathname) || 'index.html';
  const home = await fetch(new URL('/', route.request().url()));
  await route.fulfill({path: join(options.assets, name),
    headers: {'content-type': TYPES[extname(name)] ?? 'text/plain', 'content-security-policy': home.headers.get('content-security-policy')}});
}

// A page that remembers what went wrong on it: script errors, refusals of the
// content security policy, failed loads.
export async function open(browser, url, {width = 1280, height = 900, scheme = 'light', expected = [], ...more} = {}) {
  const context = await browser.newContext({viewport: {width, height}, colorScheme: scheme, locale: 'en-US', timezoneId: 'America/New_York', acceptDownloads: true, ...more});
  if (options.assets) await context.route(isFile, answerFile);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  watchRequests(page);
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('console', (message) => {
    const {url: at} = message.location();
    const withoutHistory = at.includes('/history?') && /40[45]|501/.test(message.text());  // a server may have none
    if (message.type() === 'error' && !withoutHistory && !expected.some((text) => message.text().includes(text))) troubles.push(`console: ${message.text()} ${at}`);
  });
  if (url) await show(page, url);
  return {
    page, context,
    async close() {
      await context.close();
      assert.deepEqual(troubles, []);
    },
  };
}

// Opens an address and waits until its figures are there.
export async function show(page, url) {
  await page.goto(url);
  await settled(page);
}

// A page that does not settle is reported with what it still waits for.
export async function settled(page) {
  try {
    await page.waitForFunction(() => document.querySelector('main h1') && !document.querySelector('main .skeleton, main[aria-busy="true"]'));
  } catch (error) {
    const waiting = [...pending.get(page) ?? []].map((request) => request.url());
    throw new Error(`${page.url()} does not settle; it waits for ${waiting.join(', ') || 'no answer'}`, {cause: error});
  }
}

const pending = new WeakMap();  // page -> requests without an answer
function watchRequests(page) {
  const open = new Set();
  pending.set(page, open);
  page.on('request', (request) => open.add(request));
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => open.delete(request));
}

export const text = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ').trim();

// The page runs no foreign script, so axe comes in through the debugger.
export async function accessibilityProblems(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', {expression: axeSource});
  const result = await page.evaluate((tags) => window.axe.run(document, {runOnly: {type: 'tag', values: tags}}), RULES);
  await session.detach();
  return result.violations.map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.target.join(' ')).slice(0, 4).join(' | ')}`);
}

export const overhang = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
