// One answer of the server drawn in full: the verdict in large words, why, what
// to do next, and everything it rests on. Shared by a held record and by a
// check of keys that were typed in.
import {get} from './api.js';
import {h, safeUrl} from './dom.js';
import {entityName, isNamed} from './entities.js';
import {ago, count, day, money, moment, outOfSum, sum, time, unpricedOrders} from './format.js';
import {icon} from './icons.js';
import {chip, code, panel, recordLink, refText, verdictChip} from './parts.js';
import * as words from './words.js';

// The verdict, its sentence, the next step and what waits.
export function verdictPanel(check) {
  const verdict = words.verdict(check.verdict);
  const action = (check.reasons ?? []).find((reason) => reason.action);
  const blocked = check.blockedValue ?? {};
  return h('section', {class: `verdict ${verdict.tone}`, 'aria-labelledby': 'verdict'},
    h('div', {class: 'verdict-said'},
      h('h2', {id: 'verdict'}, h('span', {class: 'verdict-icon'}, icon(verdict.icon, 30)), verdict.text, ' ', code(check.verdict)),
      h('p', {class: 'verdict-why'}, check.explanation),
      h('p', {class: 'muted'}, check.reasons?.length ? `${words.reason(check.reasons[0].code)}. ` : '', inGeneral(check, verdict))),
    h('dl', {class: 'verdict-side'},
      action && h('div', {class: 'next'}, h('dt', null, 'What to do next'), h('dd', null, action.action)),
      (blocked.amount > 0 || check.unpricedCurrencies?.length > 0) && h('div', null, h('dt', null, 'Blocked value'),
        h('dd', {class: 'figure'}, h('strong', null, sum(blocked))), foreign(check)),
      check.since && check.verdict !== 'PROMOTED' && h('div', null, h('dt', null, check.verdict === 'UNKNOWN' ? 'In question since' : 'Missing since'),
        h('dd', null, time(check.since), ` (${ago(check.since, check.asOf)})`))));
}

// What the verdict means, unless the rules leave open where the customer
// belongs: then one legal entity is enough, and the sentence would be wrong.
function inGeneral(check, verdict) {
  const decided = check.verdict === 'PROMOTED' || check.verdict === 'NOT_PROMOTED';
  return decided && check.expectation !== 'CLEAR' ? '' : verdict.long;
}

function foreign(check) {
  const parts = (check.blockedByCurrency ?? []).filter((part) => part.currencyCode !== check.blockedValue?.currencyCode);
  const unpriced = unpricedOrders(check.unpricedOrders);
  if (parts.length === 0 && !unpriced) return null;
  const said = parts.map((part) => sum(part) + outOfSum(check, part));
  return h('dd', {class: 'muted'}, [said.length ? `of it ${said.join(', ')}` : '', unpriced && `${unpriced} not in the sum`].filter(Boolean).join('; '));
}

export function reasonsPanel(check) {
  const reasons = check.reasons ?? [];
  if (reasons.length === 0) return null;
  return panel('Why', {class: 'why-panel'}, h('ol', {class: 'reasons'}, reasons.map((reason) => h('li', null,
    h('h3', null, words.reason(reason.code), ' ', code(reason.code), reason.entity && h('span', {class: 'muted'}, ` in ${entityName(reason.entity)}`)),
    h('p', null, reason.message),
    reason.action && h('p', {class: 'action'}, icon('arrow'), h('span', null, reason.action))))));
}

// What the table maps would stop the record for, before anybody sends it.
export function preflightPanel(check) {
  const found = check.preflight ?? [];
  if (found.length === 0) return null;
  return panel('What table maps would stop', {class: 'preflight-panel'}, h('ul', {class: 'plain', role: 'list'}, found.map((finding) => h('li', {class: 'box'},
    h('p', {class: 'box-head'}, words.reason(finding.code), ' ', code(finding.code), finding.entity && h('span', {class: 'muted'}, ` in ${entityName(finding.entity)}`)),
    h('p', null, finding.message),
    h('p', {class: 'muted'}, finding.map, finding.masterField && `: ${finding.masterField}`),
    finding.action && h('p', {class: 'action'}, icon('arrow'), h('span', null, finding.action))))));
}

// Mapped fields that the two sides have otherwise, and whose word counts.
export function driftPanel(check) {
  const drift = check.drift ?? [];
  if (drift.length === 0) return null;
  const value = (text) => (text === '' ? h('span', {class: 'muted'}, 'empty') : text);
  return panel('Fields that differ', {class: 'drift-panel'},
    h('p', {class: 'muted'}, 'A table map should keep them equal.'),
    h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of fields that differ'},
      h('table', null, h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'Field'), h('th', {scope: 'col'}, 'Here'),
        h('th', {scope: 'col'}, 'In the ledger'), h('th', {scope: 'col'}, 'Wins'))),
      h('tbody', null, drift.map((field) => h('tr', null,
        h('th', {scope: 'row'}, field.upstreamField, h('span', {class: 'sub'}, `${field.mapType} ${field.masterField}`)),
        h('td', null, value(field.upstreamValue)),
        h('td', null, value(field.masterValue), h('span', {class: 'sub'}, recordLink(field.master, entityName(field.entity)))),
        h('td', null, words.winner(field.winner))))))));
}

// Left the customer as it is known outside the ledger, right each legal entity.
export function sidesPanel(check, held, sources) {
  const entities = check.entities ?? [];
  const source = sources?.find((s) => s.id === held?.ref.source);
  return panel('Both sides', {class: 'sides-panel'},
    h('p', {class: 'muted'}, words.expectation(check.expectation), ' ', code(check.expectation)),
    h('div', {class: 'sides'},
      h('div', {class: 'side'}, h('h3', null, source?.master ? 'In the ledger' : 'Known here'),
        held ? heldBox(held, source) : h('p', null, 'The keys that you typed in.')),
      h('div', {class: 'side'}, h('h3', null, 'Legal entities'),
        entities.length === 0 ? h('p', {class: 'muted'}, held ? 'No legal entity expects this record, and none has it.' : 'None of them has a customer with these keys.') :
          h('ul', {class: 'entities', role: 'list'}, entities.map(entityBox)))));
}

function heldBox(held, source) {
  return h('div', {class: 'box'},
    h('p', {class: 'box-head'}, held.name || held.ref.id),
    h('p', null, `${words.system(source?.system ?? held.ref.source)} ${words.type(held.ref.type)}`, source?.channel ? ` · ${source.channel}` : ''),
    h('p', null, code(refText(held.ref))),
    held.created && h('p', {class: 'muted'}, 'Created ', time(held.created)),
    held.deleted && h('p', {class: 'warning'}, icon('alert'), ' Deleted ', time(held.deleted)));
}

function entityBox(entity) {
  return h('li', {class: 'box'},
    h('p', {class: 'box-head'}, entityName(entity.entity), isNamed(entity.entity) && [' ', code(entity.entity)], ' ', chip(words.outcome(entity.outcome), 'small')),
    h('p', {class: 'muted'}, entity.expectedBecause ? `Expected because of ${words.becauseOf(entity.expectedBecause)}` : 'Nothing expects it here',
      entity.candidate ? '; one of several candidates' : '', '.'),
    (entity.customers ?? []).map((customer) => h('div', {class: 'master'},
      h('p', null, recordLink(customer.record, customer.name || customer.account), ' ', code(customer.account)),
      h('p', {class: 'muted'}, customer.matchedOn?.length ? `Same ${customer.matchedOn.map((k) => words.kind(k).toLowerCase()).join(' and ').replace('external id', 'external ID').replace('tax id', 'tax ID')}` : ''),
      customer.blocked && h('p', {class: 'warning'}, icon('alert'), ' On hold'),
      safeUrl(customer.url) && h('p', null, h('a', {href: safeUrl(customer.url), rel: 'noopener noreferrer', target: '_blank'}, 'Open in its system', icon('out'))))));
}

// Each key as it came, as it is compared, and what is wrong with it; beside it
// the customers that have it, or nearly.
export function keysPanel(check, context) {
  const keys = check.keys ?? [];
  const others = candidates(check);
  const names = h('tr', null, h('th', {scope: 'col'}, 'Key'), h('th', {scope: 'col'}, 'This customer'));
  const body = h('tbody', null, keys.length === 0 ? h('tr', null, h('td', {colspan: 2}, 'It has no key at all.')) : keys.map((key) => h('tr', null,
    h('th', {scope: 'row'}, words.kind(key.kind)), h('td', null, keyCell(key)))));
  const rows = [...body.rows];
  for (const other of others) {
    names.append(h('th', {scope: 'col'}, recordLink(other.record, other.name), h('span', {class: 'sub'}, other.note)));
    const cells = rows.map((row, i) => {
      const cell = h('td', null, keys[i] ? '…' : '');
      row.append(cell);
      return cell;
    });
    if (keys.length) fillColumn(other, keys, cells, context);
  }
  return panel('Keys', {class: 'keys-panel'},
    h('p', {class: 'muted'}, 'Customers are the same when one key is equal in its normal form. Nothing is guessed.'),
    h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Keys side by side'},
      h('table', {class: 'keys'}, h('thead', null, names), body)));
}

function candidates(check) {
  const masters = (check.entities ?? []).flatMap((entity) => (entity.customers ?? []).map((customer) => ({
    record: customer.record, name: customer.name || customer.account, note: `in ${entityName(entity.entity)}`, matchedOn: customer.matchedOn ?? []})));
  const near = (check.nearMatches ?? []).map((match) => ({
    record: match.record, name: refText(match.record), note: `nearly: ${words.rule(match.rule).toLowerCase()}`, matchedOn: []}));
  return [...masters.slice(0, 3), ...near];
}

async function fillColumn(other, keys, cells, context) {
  const theirs = await get(['sources', other.record.source, other.record.type, other.record.id], {asOf: context.asOf})
    .then((answer) => answer.check.keys ?? [], () => null);
  const drawn = new Set();
  keys.forEach((key, i) => {
    if (!theirs) cells[i].replaceChildren('not to be had');
    else if (drawn.has(key.kind)) cells[i].replaceChildren(h('span', {class: 'muted'}, 'as above'));
    else cells[i].replaceChildren(...theirKeys(key, theirs, other));
    drawn.add(key.kind);
  });
}

function theirKeys(key, theirs, other) {
  const same = theirs.filter((their) => their.kind === key.kind);
  if (same.length === 0) return [h('span', {class: 'muted'}, 'none')];
  return same.map((their) => h('div', null, keyCell(their),
    other.matchedOn.includes(key.kind) && their.usable && key.normalized === their.normalized ?
      chip({text: 'equal', tone: 'good', icon: 'check'}, 'small') : null));
}

function keyCell(key) {
  if (key.usable) return h('span', {class: 'key-value'}, key.normalized);
  return h('span', null, key.raw ? h('span', {class: 'key-value struck'}, key.raw) : h('span', {class: 'muted'}, 'empty'),
    h('span', {class: 'sub'}, chip({text: 'not usable', tone: 'wait', icon: 'alert'}, 'small'), ` ${words.problem(key.problem)} `, code(key.problem)));
}

export function nearPanel(check) {
  const near = check.nearMatches ?? [];
  if (near.length === 0) return null;
  return panel('Near matches', {class: 'near-panel'},
    h('p', {class: 'muted'}, 'They explain and never count.'),
    h('ul', {class: 'plain', role: 'list'}, near.map((match) => h('li', {class: 'box'},
      h('p', {class: 'box-head'}, words.rule(match.rule), ' ', code(match.rule)),
      h('p', {class: 'key-value'}, match.detail),
      h('p', null, recordLink(match.record))))));
}

export function counterpartsPanel(check, sources) {
  const others = check.counterparts ?? [];
  const kind = (ref) => `${words.system(sources?.find((s) => s.id === ref.source)?.system ?? ref.source)} ${words.type(ref.type)}`;
  if (others.length === 0) return null;
  return panel('The same customer elsewhere', {class: 'counterparts-panel'},
    h('ul', {class: 'plain', role: 'list'}, others.map((other) => h('li', {class: 'box row'},
      h('span', null, recordLink(other.record, kind(other.record)), h('span', {class: 'sub id'}, refText(other.record))),
      verdictChip(other.verdict, 'small')))));
}

export function ordersPanel(row) {
  const orders = row?.orders ?? [];
  if (orders.length === 0) return null;
  return panel('Orders that wait', {class: 'orders-panel'},
    h('table', null, h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'Order'), h('th', {scope: 'col'}, 'Placed'),
      h('th', {scope: 'col'}, 'Waits for'), h('th', {scope: 'col', class: 'number'}, 'Value'))),
    h('tbody', null, orders.map((order) => h('tr', null,
      h('th', {scope: 'row'}, recordLink({source: row.record.source, type: 'order', id: order.id}, order.id)),
      h('td', null, order.placedAt ? time(order.placedAt, day(order.placedAt)) : '–'), h('td', null, order.entity ? entityName(order.entity) : 'any',
        // A document whose customer is somebody else: a catch-all, a duplicate.
        order.documents?.length ? h('span', {class: 'sub'}, 'has ', order.documents.map((made, i) => [i > 0 ? ', ' : '', recordLink(made.record, made.number)])) : null),
      h('td', {class: 'number'}, order.unpriced ? 'unpriced' : money(order.amount, order.currencyCode)))))));
}

export function fieldsPanel(held) {
  const fields = held.fields ?? [];
  return h('details', {class: 'panel fields'},
    h('summary', null, h('h2', null, 'The record as it came'), h('span', {class: 'muted'}, `${count(fields.length)} fields`)),
    h('dl', {class: 'field-list'}, fields.map((field) => h('div', null, h('dt', null, field.name),
      h('dd', null, field.values.map((value) => (value === '' ? '–' : value)).join(', '))))));
}

export const answeredAt = (check) => `As of ${moment(check.asOf)} UTC`;
