// A list as CSV for a spreadsheet.
import * as words from './words.js';

// What stands before the beginning of a formula and is not seen: white space,
// control characters, marks of direction.
const UNSEEN = '[\\s\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u061C\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF]';
const FORMULA = new RegExp(`^${UNSEEN}*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\\t\\r\\n]`);

// A cell that starts like a formula would be run by a spreadsheet: customers
// choose their own names. A leading apostrophe makes it text. Numbers are ours
// and stay numbers. The command line has the same rule (client/cli/text.cc);
// tests/golden/cells.json holds both to it.
export function cell(value) {
  if (typeof value === 'number') return String(value);
  let text = String(value ?? '');
  if (FORMULA.test(text)) text = `'${text}`;
  return /[",\r\n;]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

export const line = (cells) => cells.map(cell).join(',') + '\r\n';

const COLUMNS = [
  ['rank', (row, i) => i + 1],
  ['name', (row) => row.name],
  ['source', (row) => row.record.source],
  ['type', (row) => row.record.type],
  ['id', (row) => row.record.id],
  ['channel', (row) => row.channel],
  ['verdict', (row) => row.verdict],
  ['missing_in', (row) => missingIn(row).join(' ')],
  ['reasons', (row) => (row.reasons ?? []).map((r) => r.code).join(' ')],
  ['reason', (row) => (row.reasons?.[0] ? words.reason(row.reasons[0].code) : '')],
  ['explanation', (row) => row.explanation],
  ['message', (row) => row.reasons?.[0]?.message],
  ['next_action', (row) => row.reasons?.find((r) => r.action)?.action],
  ['since', (row) => row.since],
  ['blocked_amount', (row) => row.blockedValue?.amount ?? 0],
  ['blocked_currency', (row) => row.blockedValue?.currencyCode],
  ['unpriced_orders', (row) => row.unpricedOrders ?? 0],
  ['orders', (row) => (row.orders ?? []).map((o) => o.id).join(' ')],
];

// The legal entities that lack the customer, candidates with a mark; by id
// unless `named` says otherwise.
export const missingIn = (row, named = (id) => id) => (row.entities ?? []).filter((e) => e.outcome === 'MISSING' || e.outcome === 'UNKNOWN')
  .map((e) => (e.candidate ? `${named(e.entity)}?` : named(e.entity)));

// The byte order mark makes spreadsheets read it as UTF-8.
export function table(rows) {
  return '\uFEFF' + line(COLUMNS.map(([name]) => name)) +
    rows.map((row, i) => line(COLUMNS.map(([, value]) => value(row, i)))).join('');
}
