// The list behind a card: filtered, ordered, paged, searched and downloaded.
import {instant} from './api.js';
import {missingIn, table as csvTable} from './csv.js';
import {announce, h, saveFile} from './dom.js';
import {entityName} from './entities.js';
import {FILTERS, filterText} from './facets.js';
import {ago, count, shortDay, sum, time, unpricedOrders} from './format.js';
import {icon} from './icons.js';
import {code, empty, failure, recordLink, refText, skeleton, verdictChip} from './parts.js';
import {changed} from './route.js';
import {Rows} from './rows.js';
import * as words from './words.js';

const SIZES = [25, 50, 100, 250];
// The server's own order is by blocked value, and then the oldest first.
const ORDERS = [['', 'Largest blocked value'], ['since', 'Oldest first'], ['since desc', 'Newest first'], ['name', 'Name']];
const ORDERS_WITHOUT_MONEY = [['', 'Oldest first'], ['since desc', 'Newest first'], ['name', 'Name']];
const QUIET = 150;  // milliseconds without a key before a search is made

export function recordList(card, route, context) {
  const list = new RecordList(card, context);
  list.update(route);
  return list;
}

class RecordList {
  constructor(card, context) {
    this.card = card;
    this.context = context;
    this.page = 0;
    this.size = 50;
    this.text = '';
    this.things = (n) => words.things(card.card, n);
    this.build();
  }

  build() {
    this.search = h('input', {type: 'search', id: 'search', placeholder: 'Name, number, reason', autocomplete: 'off', oninput: () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.find(), QUIET);
    }});
    this.order = h('select', {id: 'order', onchange: () => { location.hash = changed({orderBy: this.order.value}); }},
      (hasMoney(this.card) ? ORDERS : ORDERS_WITHOUT_MONEY).map(([value, text]) => h('option', {value}, text)));
    this.csv = h('button', {type: 'button', class: 'button', onclick: () => this.download()}, icon('down'), 'Download CSV');
    this.filters = h('div', {class: 'filters'});
    this.said = h('p', {class: 'list-said'}, ' ');
    this.body = h('div', {class: 'list-body'}, skeleton(8));
    this.pager = h('div', {class: 'pager'});
    const heading = `The ${this.things(2)}`;
    this.element = h('section', {class: 'list', 'aria-labelledby': 'list-heading'},
      h('div', {class: 'list-head'}, h('h2', {id: 'list-heading'}, heading),
        h('div', {class: 'list-tools'},
          h('label', {class: 'field'}, h('span', null, 'Find'), this.search),
          h('label', {class: 'field'}, h('span', null, 'Order'), this.order), this.csv)),
      this.filters, this.said, this.body, this.pager);
  }

  // Takes filters and order from the address.
  update(route) {
    const {parameters} = route;
    const query = {asOf: instant(parameters.asOf), orderBy: parameters.orderBy};
    for (const name of FILTERS) query[name] = parameters[name];
    this.order.value = parameters.orderBy ?? '';
    const before = this.rows;
    this.rows = new Rows(this.card.card, query);
    this.page = 0;
    this.drawFilters(parameters);
    this.ready = this.show(Boolean(before));
  }

  drawFilters(parameters) {
    const active = FILTERS.filter((name) => parameters[name]);
    this.filters.replaceChildren(...active.map((name) => {
      const text = filterText(name, parameters[name]);
      return h('button', {type: 'button', class: 'chip filter', onclick: () => { location.hash = changed({[name]: ''}); }},
        h('span', null, text), icon('cross', 12), h('span', {class: 'visually-hidden'}, 'Remove this filter'));
    }), ...(active.length > 1 ? [h('button', {type: 'button', class: 'button quiet', onclick: () => {
      location.hash = changed(Object.fromEntries(FILTERS.map((name) => [name, ''])));
    }}, 'Remove all')] : []));
  }

  // True when somebody has set to work on the list, whose rows should not move
  // then.
  isRead() {
    return this.page > 0 || this.text !== '' || this.element.contains(document.activeElement) ||
      this.body.getBoundingClientRect().top < 0 || this.element.contains(window.getSelection()?.anchorNode);
  }

  // Fetches what the page needs and draws it.
  async show(say) {
    const rows = this.rows;
    this.body.setAttribute('aria-busy', 'true');
    try {
      await rows.reach(this.text ? 1 : (this.page + 1) * this.size);
    } catch (error) {
      if (error.code === 401) window.dispatchEvent(new Event('landfall:denied'));
      if (rows === this.rows) this.body.replaceChildren(failure(error, () => this.show(true)));
      return;
    } finally {
      if (rows === this.rows) this.body.removeAttribute('aria-busy');
    }
    if (rows === this.rows) this.draw(say);
  }

  draw(say) {
    const {rows} = this;
    const hits = this.text ? rows.loaded.filter((row) => searched(row).includes(this.text)) : rows.loaded;
    const total = this.text ? hits.length : rows.total;
    const first = this.page * this.size;
    const shown = hits.slice(first, first + this.size);
    this.said.replaceChildren(...this.sentence(hits.length, first, shown.length));
    this.csv.disabled = rows.total === 0;
    if (shown.length === 0) this.body.replaceChildren(this.nothing());
    else this.body.replaceChildren(drawTable(this.card, shown, first, rows.parameters));
    this.drawPager(total, first, shown.length);
    if (say) announce(this.said.textContent);
  }

  sentence(hits, first, shown) {
    const {rows} = this;
    const range = shown > 1 ? `${count(first + 1)}–${count(first + shown)}` : count(first + 1);
    if (!this.text) return [rows.total === 0 ? `No ${this.things(2)}.` : rows.total === 1 ? `1 ${this.things(1)}.` : `${range} of ${count(rows.total)} ${this.things(2)}.`];
    const said = `${count(hits)} ${hits === 1 ? 'match' : 'matches'} among ${rows.complete ? 'all' : 'the first'} ${count(rows.loaded.length)}.`;
    if (rows.complete) return [said];
    return [said, ' ', h('button', {type: 'button', class: 'button quiet', onclick: () => this.loadAll()}, `Search all ${count(rows.total)}`)];
  }

  nothing() {
    const filtered = FILTERS.some((name) => this.rows.parameters[name]);
    if (this.text) return empty('Nothing matches', 'No loaded row has this text in its name, number, reason or explanation.');
    if (filtered) return empty('Nothing with these filters', 'Remove one of them to see more.');
    if (!this.card.complete) return empty('Nothing known to count', 'But not every source could answer, so this does not mean that all is well.');
    return empty(`No ${this.things(2)} in this window`, words.cards[this.card.card]?.steady ? 'Choose another date at the top of the page.' :
      'Nothing to do. To look at another time, choose a date at the top of the page.');
  }

  drawPager(total, first, shown) {
    const turn = (by) => {
      this.page += by;
      this.show(true).then(() => this.element.scrollIntoView({block: 'start'}));
    };
    const size = h('select', {onchange: () => {
      this.size = Number(size.value);
      this.page = 0;
      this.show(true);
    }}, SIZES.map((n) => h('option', {value: n, selected: n === this.size}, String(n))));
    const more = first + shown < total;
    if (!more && first === 0 && total <= SIZES[0]) {
      this.pager.replaceChildren();
      return;
    }
    this.pager.replaceChildren(
      h('button', {type: 'button', class: 'button', disabled: first === 0, onclick: () => turn(-1)}, 'Previous'),
      h('span', null, `Page ${count(this.page + 1)} of ${count(Math.max(1, Math.ceil(total / this.size)))}`),
      h('button', {type: 'button', class: 'button', disabled: !more, onclick: () => turn(1)}, 'Next'),
      h('label', {class: 'field'}, h('span', null, 'Rows a page'), size));
  }

  find() {
    this.text = this.search.value.trim().toLowerCase();
    this.page = 0;
    this.show(true);
  }

  async loadAll() {
    const rows = this.rows;
    try {
      await rows.reach(Infinity, (n, total) => { this.said.textContent = `Reading ${count(n)} of ${count(total)} …`; });
    } catch (error) {
      this.said.textContent = error.message;
      return false;
    }
    if (rows === this.rows) this.draw(false);
    return rows === this.rows;
  }

  // All pages of what is filtered and searched for.
  async download() {
    this.csv.disabled = true;
    try {
      if (!(await this.loadAll())) return;
      const rows = this.rows.loaded.filter((row) => !this.text || searched(row).includes(this.text));
      const day = (this.rows.parameters.asOf || this.card.asOf).slice(0, 10);
      saveFile(`${this.card.card}-${day}.csv`, 'text/csv;charset=utf-8', csvTable(rows));
      announce(`Downloaded ${count(rows.length)} rows.`);
    } finally {
      this.csv.disabled = false;
    }
  }
}

const texts = new WeakMap();
// What a search looks at, made once a row.
function searched(row) {
  let text = texts.get(row);
  if (text === undefined) {
    text = [row.name, row.record.source, row.record.id, row.channel, row.explanation, missingIn(row).join(' '), missingIn(row, entityName).join(' '),
      ...(row.reasons ?? []).flatMap((r) => [words.reason(r.code), r.code, r.message])].join('\n').toLowerCase();
    texts.set(row, text);
  }
  return text;
}

function drawTable(card, rows, first, {orderBy = '', reason}) {
  const columns = columnsOf(card, reason);
  return h('table', {class: 'records', role: 'table'},
    h('caption', {class: 'visually-hidden'}, `${card.title}, ranked`),
    h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, columns.map((column) => head(column, orderBy)))),
    h('tbody', {role: 'rowgroup'}, rows.map((row, i) => h('tr', {role: 'row'}, columns.map((column) => {
      const cell = column.rowHeader ? 'th' : 'td';
      return h(cell, {class: column.style, role: column.rowHeader ? 'rowheader' : 'cell', scope: column.rowHeader ? 'row' : null, 'data-label': column.label},
        column.value(row, first + i));
    })))));
}

function head(column, orderBy) {
  const sorted = column.orders?.indexOf(orderBy) ?? -1;
  const direction = column.directions?.[sorted];
  return h('th', {scope: 'col', role: 'columnheader', class: column.style, 'aria-sort': direction ?? null},
    !column.orders ? column.label : h('button', {type: 'button', class: 'sort', onclick: () => {
      location.hash = changed({orderBy: column.orders[(sorted + 1) % column.orders.length]});
    }}, column.label, h('span', {class: `sort-mark ${direction ?? ''}`, 'aria-hidden': 'true'})));
}

// An order waits for one legal entity, whatever else its customer lacks.
function where(row, things) {
  const waits = things === 'orders' && row.orders?.[0]?.entity;
  return waits ? entityName(waits) : missingIn(row, entityName).join(', ') || '–';
}

const hasMoney = (card) => (card.blockedValue?.amount ?? 0) > 0 || card.unpricedCurrencies?.length > 0;

// A list of orders names the order, a list of failures the flow and its message.
function columnsOf(card, reason) {
  const things = words.things(card.card, 2);
  const open = (row) => recordLink(row.record, row.name || row.record.id, {card: card.card});
  const money_ = (row) => (row.blockedByCurrency?.length > 0 || row.blockedValue?.amount || row.unpricedOrders > 0 ? amount(row) : '–');
  const failures = things === 'failures';
  const columns = [
    {label: '#', style: 'rank', value: (_, i) => count(i + 1)},
    {label: failures ? 'Flow or table map' : 'Customer', style: 'who', rowHeader: true, orders: ['name'], directions: ['ascending'],
      value: (row) => [open(row), h('span', {class: 'sub clamp', title: refText(row.record)}, things === 'orders' ? `Order ${row.record.id} · ${row.record.source}` : `${row.record.source}/${row.record.type} · ${row.record.id}`)]},
    {label: 'Why', style: 'why', value: (row) => why(row, reason)},
    !failures && {label: 'Missing in', style: 'where', value: (row) => where(row, things)},
    {label: 'Since', style: 'since', orders: [hasMoney(card) ? 'since' : '', 'since desc'], directions: ['ascending', 'descending'],
      value: (row) => (row.since ? [time(row.since, shortDay(row.since)), h('span', {class: 'sub'}, ago(row.since, card.asOf))] : '–')},
  ];
  if (hasMoney(card)) {
    columns.push({label: 'Blocked value', style: 'number money', orders: [''], directions: ['descending'], value: money_});
  }
  return columns.filter(Boolean);
}

// The reason that the reader filters by, else the most specific one.
function why(row, wanted) {
  const reason = row.reasons?.find((r) => r.code === wanted) ?? row.reasons?.[0];
  const more = (row.reasons?.length ?? 0) - 1;
  return [
    h('span', {class: 'why-words'}, row.verdict === 'NOT_PROMOTED' ? null : verdictChip(row.verdict, 'small'), ' ', reason ? words.reason(reason.code) : row.explanation),
    reason && h('span', {class: 'sub clamp', title: reason.message}, code(reason.code), ' ', reason.message, more > 0 ? ` (and ${count(more)} more)` : ''),
  ];
}

function amount(row) {
  const foreign = (row.blockedByCurrency ?? []).filter((part) => part.currencyCode !== row.blockedValue?.currencyCode);
  const unpriced = unpricedOrders(row.unpricedOrders);
  return [h('strong', null, sum(row.blockedValue)),
    foreign.length > 0 && h('span', {class: 'sub'}, foreign.map(sum).join(' + ')),
    unpriced && h('span', {class: 'sub'}, `+ ${unpriced}`)];
}
