// Every card at a glance.
import {get} from './api.js';
import {h} from './dom.js';
import {count, moment, sum, unpricedOrders, windowDays} from './format.js';
import {icon} from './icons.js';
import {alarm, chip, code, empty, incomplete, rememberTitle, skeleton, title} from './parts.js';
import {href} from './route.js';
import {sparkline, trendInTurn} from './trend.js';
import * as words from './words.js';

export function mount(route, context) {
  const lede = h('p', {class: 'lede'}, ' ');
  const body = h('div', {class: 'deck'}, Array.from({length: 6}, () => skeleton(4, 'tile')));
  const element = h('div', {class: 'overview'}, h('div', {class: 'view-head'}, title('Overview'), lede), body);
  const ready = get(['cards'], {asOf: context.asOf}).then(({cards}) => {
    if (!context.isCurrent()) return;
    context.sawRevision(cards[0]?.revision, cards[0]?.asOf);
    cards.forEach(rememberTitle);
    lede.replaceChildren(...summary(cards));
    body.replaceWith(...groups(cards, context));
  });
  return {element, title: 'Overview', ready, card: null};
}

function summary(cards) {
  const watched = cards.filter(hasLimit);
  const firing = watched.filter((card) => card.alert.firing);
  const blind = cards.filter((card) => !card.complete);
  const said = firing.length === 0 ? `All ${count(watched.length)} watched figures are within their limits` :
    `${count(firing.length)} of ${count(watched.length)} watched figures ${firing.length === 1 ? 'is' : 'are'} above the limit`;
  return [said, blind.length ? `, ${count(blind.length)} incomplete` : '', cards[0] ? `. As of ${moment(cards[0].asOf)} UTC.` : '.'];
}

const hasLimit = (card) => card.alert?.above !== undefined && card.alert?.above !== null;

function groups(cards, context) {
  if (cards.length === 0) return [empty('No cards', 'The configuration switched all of them off.')];
  const group = (heading, list) => list.length ? [
    h('h2', {class: 'group-head'}, heading),
    h('ul', {class: 'deck', role: 'list'}, list.map((card) => h('li', null, tile(card, context)))),
  ] : [];
  return [...group('Watched', cards.filter(hasLimit)), ...group('For comparison', cards.filter((card) => !hasLimit(card)))];
}

function tile(card, context) {
  const spark = h('div', {class: 'spark'});
  trendInTurn(card.card, context.asOf, card.asOf, context.isCurrent).then((points) => {
    if (points && context.isCurrent()) spark.append(sparkline(points, card), h('span', {class: 'spark-said'}, `${count(points.length)} days`));
  });
  const blocked = card.blockedValue?.amount ?? 0;
  return h('article', {class: `tile ${card.alert?.firing ? 'firing' : ''}`},
    h('div', {class: 'tile-head'}, chip(alarm(card)), code(card.card)),
    h('h3', null, h('a', {href: href('cards', [card.card])}, card.title)),
    h('div', {class: 'tile-figures'},
      h('p', {class: 'figure'}, h('strong', null, count(card.count)), ' ', h('span', null, words.things(card.card, card.count))),
      spark),
    h('p', {class: 'tile-limit'}, limit(card), h('span', {class: 'nowrap'}, ` · last ${count(windowDays(card.windowStart, card.windowEnd))} days`)),
    (blocked > 0 || unpriced(card)) && h('p', {class: 'tile-money'}, h('strong', null, sum(card.blockedValue)), ' blocked', unpriced(card)),
    twin(card), incomplete(card));
}

function limit(card) {
  const over = card.count - (card.alert?.above ?? 0);
  if (!hasLimit(card)) return stages(card);
  return card.alert.firing ? `Limit ${count(card.alert.above)}, ${count(over)} over` : `Limit ${count(card.alert.above)}`;
}

function stages(card) {
  const s = card.stages ?? {};
  return s.inWindow ? `${count(s.promoted)} of ${count(s.inWindow)} landed` : 'Nobody in the window';
}

function unpriced(card) {
  const codes = card.unpricedCurrencies ?? [];
  if (card.unpricedOrders > 0) return h('span', {class: 'muted'}, ` + ${unpricedOrders(card.unpricedOrders)}`);
  return codes.length ? h('span', {class: 'muted'}, ` + ${codes.join(', ')} without a rate`) : null;
}

function twin(card) {
  if (!card.twin) return null;
  return h('p', {class: `tile-twin ${card.twin.agrees ? 'muted' : 'warning'}`}, icon(card.twin.agrees ? 'check' : 'alert'),
    h('span', null, card.twin.agrees ? 'Its twin counts the same customers' : `Its twin counts ${count(card.twin.count)} – they disagree`));
}
