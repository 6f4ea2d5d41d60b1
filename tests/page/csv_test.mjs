// What the page's download makes of texts and numbers, by the table that the
// command line is held to as well. Needs node alone:
//   node csv_test.mjs ASSETS CELLS_JSON
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const [assets, table] = process.argv.slice(2);
const { cells, numbers } = JSON.parse(readFileSync(table, 'utf8'));

// A browser takes the files for modules as they are, node by this word.
const folder = mkdtempSync(join(tmpdir(), 'landfall-csv-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
for (const name of readdirSync(assets).filter((each) => each.endsWith('.js'))) {
  copyFileSync(join(assets, name), join(folder, name));
}
const { cell, line } = await import(join(folder, 'csv.js'));

test('texts that a spreadsheet would run are texts', () => {
  assert.ok(cells.length > 20);
  for (const [text, expected] of cells) assert.equal(cell(text), expected, JSON.stringify(text));
});

test('numbers stay numbers', () => {
  assert.ok(numbers.length > 0);
  for (const [number, expected] of numbers) assert.equal(cell(number), expected);
});

test('a line is its cells', () => {
  assert.equal(line(['=1', -12.5, 'a,b', undefined]), "'=1,-12.5,\"a,b\",\r\n");
});
