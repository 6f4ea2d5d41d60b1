// One card: its numbers, its trend, and the list behind it.
import {get} from './api.js';
import {h, withShare} from './dom.js';
import {entitiesKnown} from './entities.js';
import {eventsPanel} from './events.js';
import {count, money, outOfSum, percent, period, sum, unpricedOrders, windowDays} from './format.js';
import {facets} from './facets.js';
import {icon} from './icons.js';
import {alarm, chip, code, crumbs, factList, incomplete, panel, recordLink, rememberTitle, skeleton, title, titleOf} from './parts.js';
import {recordList} from './records.js';
import {href} from './route.js';
import {trend, trendChart} from './trend.js';
import * as words from './words.js';

export function mount(route, context) {
  const [id] = route.parts;
  const element = h('div', {class: 'card-view'}, crumbs([titleOf(id)]), title(titleOf(id)), skeleton(5, 'panel tall'), skeleton(8, 'panel tall'));
  const opened = {list: null, facets: null, chart: null};
  let latest = route;  // a filter may come before the figures
  const ready = Promise.all([get(['cards', id], {asOf: context.asOf}), entitiesKnown()]).then(([card]) => {
    if (!context.isCurrent()) return undefined;
    context.sawRevision(card.revision, card.asOf);
    context.setTitle(card.title);
    rememberTitle(card);
    opened.list = recordList(card, latest, context);
    opened.facets = facets(card, latest);
    element.replaceChildren(...draw(card, context, opened).filter(Boolean));
    return opened.list.ready;
  });
  return {
    element, title: id, ready, card: id,
    isRead: () => opened.list?.isRead() ?? false,
    update(next) {
      latest = next;
      opened.facets?.update(next);
      opened.list?.update(next);
    },
    close: () => opened.chart?.close(),
  };
}

function draw(card, context, opened) {
  const history = h('div', {class: 'trend-space'}, skeleton(1, 'plot-skeleton'));
  trend(card.card, context.asOf, card.asOf).then((points) => {
    if (!context.isCurrent()) return;
    if (!points) {
      history.replaceChildren(h('p', {class: 'muted trend-none'}, 'This server keeps no history of the card.'));
      return;
    }
    opened.chart = trendChart(card, points);
    history.replaceChildren(opened.chart.element);
  });
  const about = words.cards[card.card]?.about;
  return [
    crumbs([card.title]),
    h('div', {class: 'view-head'},
      title(card.title),
      h('p', {class: 'lede'}, about ? `${about} ` : '', h('span', {class: 'nowrap'}, `${period(card.windowStart, card.windowEnd)}`),
        ` `, h('span', {class: 'nowrap'}, `(${count(windowDays(card.windowStart, card.windowEnd))} days)`), ' ', code(card.card))),
    incomplete(card),
    h('div', {class: `card-top ${hasFunnel(card) ? '' : 'slim'}`}, numbers(card), panel('Trend', {class: 'trend-panel'}, history)),
    !context.asOf && eventsPanel(card, context),
    h('div', {class: 'drill'}, opened.facets.element, opened.list.element),
  ];
}

function numbers(card) {
  const blocked = card.blockedValue ?? {};
  return panel('In numbers', {class: `numbers ${card.alert?.firing ? 'firing' : ''}`},
    h('div', {class: 'headline'},
      h('p', {class: 'figure big'}, h('strong', null, count(card.count)), ' ', h('span', null, words.things(card.card, card.count))),
      h('p', {class: 'headline-alarm'}, chip(alarm(card)), ' ', limitText(card))),
    factList([
      (blocked.amount > 0 || card.unpricedCurrencies?.length > 0) && ['Blocked value', h('strong', null, sum(blocked)), currencies(card)],
      card.unpricedOrders > 0 && ['Unpriced', h('span', {class: 'warning'}, `${unpricedOrders(card.unpricedOrders)}, not in the sum`)],
      card.largest && ['Largest', recordLink(card.largest.record, card.largest.name, {card: card.card}), `, ${money(card.largest.amount, blocked.currencyCode)}`],
      card.withOpenActivity > 0 && ['With open activity', `${count(card.withOpenActivity)} with an open opportunity or order`],
      card.alsoInDataverse > 0 && ['Also in Dataverse', `${count(card.alsoInDataverse)}, and not landed from there either`],
      card.ambiguousEntity > 0 && ['Legal entity unclear', count(card.ambiguousEntity)],
      card.twin && ['Twin', twin(card.twin)],
    ]),
    funnel(card));
}

function limitText(card) {
  if (card.alert?.above === undefined || card.alert?.above === null) return '';
  const over = card.count - card.alert.above;
  return card.alert.firing ? `Limit ${count(card.alert.above)}, ${count(over)} over` : `Limit ${count(card.alert.above)}`;
}

// Blocked value before conversion, where that says more than the sum.
function currencies(card) {
  const parts = card.blockedByCurrency ?? [];
  if (parts.length === 0 || (parts.length < 2 && !card.unpricedCurrencies?.length)) return null;
  return h('ul', {class: 'currencies', 'aria-label': 'Blocked value by currency'}, parts.map((part) =>
    h('li', null, sum(part), outOfSum(card, part) && h('span', {class: 'warning'}, outOfSum(card, part)))));
}

function twin(report) {
  const link = h('a', {href: href('cards', [report.card])}, titleOf(report.card));
  if (report.agrees) return [icon('check'), ' Agrees with ', link];
  const keys = (report.differingKeys ?? []).map(words.kind).join(', ');
  return [h('span', {class: 'warning'}, icon('alert'), ' Disagrees with '), link,
    `: ${count(report.onlyHere)} only here, ${count(report.onlyThere)} only there${keys ? `; keys that differ: ${keys}` : ''}`];
}

// Orders and failures do not land; customers do.
function hasFunnel(card) {
  const s = card.stages ?? {};
  return words.things(card.card, 2) === 'customers' && (s.inWindow ?? 0) + (s.outOfScope ?? 0) > 0;
}

// From everybody who was seen to those who landed, each bar a share of the first.
function funnel(card) {
  const s = card.stages ?? {};
  const seen = (s.inWindow ?? 0) + (s.outOfScope ?? 0);
  if (!hasFunnel(card)) return null;
  const step = (label, n, tone, note) => h('li', null,
    h('span', {class: 'funnel-label'}, label), h('span', {class: 'funnel-count'}, count(n)),
    withShare(h('span', {class: `funnel-bar ${tone}`, 'aria-hidden': 'true'}), n / seen),
    note && h('span', {class: 'funnel-note'}, note));
  const left = [[s.notPromoted, 'not landed'], [s.awaitingSync, 'on the way'], [s.unknown, 'cannot be judged']]
    .filter(([n]) => n > 0).map(([n, text]) => `${count(n)} ${text}`).join(', ');
  return h('div', {class: 'funnel'}, h('h3', null, 'How far they came'), h('ol', null,
    step('Seen in the window', seen, 'out', ''),
    step('Expected in a ledger', s.inWindow, 'mid', s.outOfScope ? `${count(s.outOfScope)} not expected in any` : ''),
    step('Landed', s.promoted, 'good', s.inWindow ? `${percent(s.promoted / s.inWindow)}${left ? ` – ${left}` : ''}` : '')));
}
