// Where the data comes from and how fresh it is.
import {get} from './api.js';
import {h} from './dom.js';
import {ago, count, time} from './format.js';
import {chip, code, empty, skeleton, title} from './parts.js';
import * as words from './words.js';

export function mount(route, context) {
  const body = h('div', null, skeleton(8, 'panel tall'));
  const ready = get(['sources'], {}, {again: true}).then(({sources, legalEntities}) => {
    if (!context.isCurrent()) return;
    body.replaceChildren(sources.length === 0 ? empty('No sources', 'The configuration names none.') : table(sources, legalEntities ?? []));
  });
  return {
    element: h('div', {class: 'sources-view'}, h('div', {class: 'view-head'}, title('Sources'),
      h('p', {class: 'lede'}, 'What was read from where. A ledger that was not read in time makes verdicts unknown, never “absent”. This is today’s state, whatever the date above.')), body),
    title: 'Sources', ready,
  };
}

function table(sources, entities) {
  return h('table', {class: 'records sources', role: 'table'}, h('caption', {class: 'visually-hidden'}, 'Sources'),
    h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, ['Source', 'State', 'Last complete read', 'Newest change', 'Rows', 'Holds'].map((label, i) =>
      h('th', {scope: 'col', role: 'columnheader', class: i === 4 ? 'number' : null}, label)))),
    h('tbody', {role: 'rowgroup'}, sources.map((source) => row(source, entities.filter((entity) => entity.source === source.id)))));
}

function row(source, entities) {
  const rows = (source.rowCounts ?? []).reduce((sum, line) => sum + line.count, 0);
  const cell = (label, style, ...content) => h('td', {role: 'cell', class: style, 'data-label': label}, ...content);
  return h('tr', {role: 'row'},
    h('th', {scope: 'row', role: 'rowheader', class: 'who', 'data-label': 'Source'}, h('span', {class: 'source-name'}, words.system(source.system), ' ', code(source.id)),
      h('span', {class: 'sub'}, source.master ? 'Ledger' : 'Where customers come from', source.channel ? ` · ${source.channel}` : '',
        entities.length ? ` · ${entities.map(named).join(', ')}` : '')),
    cell('State', 'state', chip(words.state(source.state), 'small')),
    cell('Last complete read', null, source.lastRead ? [ago(source.lastRead), h('span', {class: 'sub'}, time(source.lastRead))] : h('span', {class: 'muted'}, source.state === 'PUSH_ONLY' ? 'not needed' : 'never')),
    cell('Newest change', null, source.lastChange ? [ago(source.lastChange), h('span', {class: 'sub'}, time(source.lastChange))] : '–'),
    cell('Rows', 'number', h('strong', null, count(rows))),
    cell('Holds', 'holds', h('ul', {class: 'types'}, (source.rowCounts ?? []).map((line) => h('li', null, words.type(line.type), ' ', h('b', null, count(line.count))))), keyFields(source)));
}

const named = ({id, name}) => (name === id ? id : `${name} (${id})`);

function keyFields(source) {
  const keys = source.keys ?? {};
  const lines = [['Email', keys.email], ['Tax ID', keys.taxId],
    ['External ID', (keys.externalId ?? []).map((field) => `${field.field} (of ${field.of})`)]].filter(([, fields]) => fields?.length);
  if (lines.length === 0) return null;
  return h('details', null, h('summary', null, 'Key fields'), h('dl', {class: 'key-fields'},
    lines.map(([label, fields]) => h('div', null, h('dt', null, label), h('dd', null, fields.join(', '))))));
}
