// Drives the page that landfalld serves as a reader would. Each file beside it
// holds the tests of one concern; options.mjs says how to call it.
import {after} from 'node:test';
import {startBrowser} from './browser.mjs';
import {startWorld} from './servers.mjs';
import {accessTests} from './access_test.mjs';
import {appearanceTests} from './appearance_test.mjs';
import {listTests} from './list_test.mjs';
import {liveTests} from './live_test.mjs';
import {troubleTests} from './trouble_test.mjs';
import {viewTests} from './view_test.mjs';

const browser = await startBrowser();
const worlds = {};
for (const name of ['demo', 'gallery', 'live', 'locked', 'many']) worlds[name] = await startWorld(name);
after(async () => {
  await browser.close();
  for (const world of Object.values(worlds)) await world?.close();
});

viewTests(browser, worlds);
listTests(browser, worlds);
troubleTests(browser, worlds);
liveTests(browser, worlds);
accessTests(browser, worlds);
appearanceTests(browser, worlds);
