// Breakdowns of a card as bars; a click keeps only that part of the list.
import {h, withShare} from './dom.js';
import {entityName, isNamed} from './entities.js';
import {count, money} from './format.js';
import {icon} from './icons.js';
import {changed} from './route.js';
import * as words from './words.js';

const SPECIAL = {AMBIGUOUS: 'Two rules disagree', UNMAPPED: 'No rule names one'};

// What the server can filter by. Other lines are shown and cannot be pressed:
// the channel of a failure is the name of its flow, and a customer can be
// missing in no entity in particular.
const GROUPS = [
  {name: 'reason', heading: 'Why', lines: (card) => card.byReason, label: words.reason, coded: () => true, can: () => true},
  {name: 'entity', heading: 'Legal entity', lines: (card) => card.byEntity, label: (key) => SPECIAL[key] ?? entityName(key), coded: isNamed,
    can: (key) => !(key in SPECIAL) && !/\s/.test(key)},
  {name: 'channel', heading: 'Channel', lines: (card) => card.byChannel, label: (key) => key || 'Without a channel',
    can: (key, card) => key !== '' && card.card !== 'flow-failures'},
  {name: 'source', heading: 'Source', lines: (card) => card.bySource, label: (key) => key, can: () => true},
];

export const FILTERS = GROUPS.map((group) => group.name);

export const filterText = (name, value) => GROUPS.find((group) => group.name === name).label(value);

export function facets(card, route) {
  const buttons = [];
  const drawn = GROUPS.map((group) => draw(group, card, buttons)).filter(Boolean);
  const details = h('details', {class: 'facets', open: matchMedia('(min-width: 60rem)').matches},
    h('summary', null, h('h2', null, 'Break it down')), drawn.length ? drawn : h('p', {class: 'muted'}, 'Nothing to break down.'));
  function update(next) {
    for (const {button, name, key} of buttons) {
      button.setAttribute('aria-pressed', String(next.parameters[name] === key));
    }
  }
  update(route);
  return {element: details, update};
}

function draw(group, card, buttons) {
  const lines = group.lines(card) ?? [];
  if (lines.length === 0 || (lines.length === 1 && lines[0].key === '')) return null;
  const most = Math.max(...lines.map((line) => line.count));
  const heading = group.name === 'channel' && card.card === 'flow-failures' ? 'Flow or table map' : group.heading;
  return h('section', {class: 'facet', 'aria-label': heading}, h('h3', null, heading),
    h('ul', null, lines.map((line) => h('li', null, bar(group, card, line, most, buttons)))));
}

function bar(group, card, line, most, buttons) {
  const amount = line.blockedAmount ?? 0;
  const content = [
    h('span', {class: 'bar-label'}, group.label(line.key)),
    h('span', {class: 'bar-count'}, count(line.count)),
    withShare(h('span', {class: 'bar', 'aria-hidden': 'true'}), line.count / most),
    amount > 0 && h('span', {class: 'bar-money'}, money(amount, card.blockedValue?.currencyCode)),
  ];
  if (!group.can(line.key, card)) return h('div', {class: 'bar-line'}, content);
  const button = h('button', {type: 'button', class: 'bar-line', title: group.coded?.(line.key) ? line.key : null, onclick: () => {
    const on = button.getAttribute('aria-pressed') === 'true';
    location.hash = changed({[group.name]: on ? '' : line.key});
  }}, content, h('span', {class: 'bar-mark'}, icon('check')));
  buttons.push({button, name: group.name, key: line.key});
  return button;
}
