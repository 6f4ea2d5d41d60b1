// What happened: the last lines of the log of events, and a follower that says
// when the log grows.
import {ApiError, get} from './api.js';
import {h} from './dom.js';
import {entityName} from './entities.js';
import {count, duration, sum, time} from './format.js';
import {chip, panel, recordLink, refText} from './parts.js';
import * as words from './words.js';

const SHOWN = 5;          // events at first
const OLDER = 20;         // more of them at a time
const LISTEN = 5_000;     // milliseconds between two questions
const AFTER_TROUBLE = 60_000;

const logOf = (card) => (card ? ['cards', card, 'events'] : ['events']);

// The newest events of a card, newest first. Empty until they are there, and for
// good where the server keeps none.
export function eventsPanel(card, context) {
  const slot = h('div', {class: 'events-slot'});
  const list = h('ol', {class: 'events', role: 'list'});
  const foot = h('p', {class: 'events-foot'});
  let cursor;
  async function older(pageSize) {
    const page = await get(logOf(card.card), {newestFirst: true, pageSize, cursor}, {again: true});
    cursor = page.nextCursor;
    list.append(...page.value.map((event) => h('li', null, ...line(event, card))));
    foot.replaceChildren(page.more ? h('button', {type: 'button', class: 'button quiet', onclick: () => more()}, 'Show older') : '');
  }
  async function more() {
    try {
      await older(OLDER);
    } catch (error) {
      foot.replaceChildren(h('span', {class: 'warning'}, error.message));
    }
  }
  older(SHOWN).then(() => {
    if (!context.isCurrent()) return;
    slot.replaceChildren(panel('What happened', {class: 'events-panel'},
      list.children.length ? list : h('p', {class: 'muted'}, 'Nothing since the server began to watch this card.'), foot));
  }, (error) => {
    if (!(error instanceof ApiError)) throw error;
  });
  return slot;
}

function line(event, card) {
  const who = event.record && recordLink(event.record, event.name || refText(event.record), {card: card.card});
  return [chip(words.event(event), 'small'), h('span', {class: 'events-what'}, who, who && ' ', h('span', {class: 'muted'}, details(event))),
    time(event.at)];
}

function details(event) {
  if (!event.record) return event.count === undefined ? '' : `${count(event.count)}${event.above === undefined ? '' : `, limit ${count(event.above)}`}`;
  const where = (event.entities ?? []).map(entityName).join(', ');
  const landed = event.because === 'LANDED';
  return [
    landed ? where && `in ${where}` : where && `missing in ${where}`,
    !landed && event.blockedValue?.amount > 0 && `${sum(event.blockedValue)} blocked`,
    landed && event.enteredAt && `after ${duration((Date.parse(event.at) - Date.parse(event.enteredAt)) / 1000)}`,
    !landed && words.cause(event),
  ].filter(Boolean).join(', ');
}

// Calls `heard` whenever a card (null: any card or source) has new events, until
// close() is called.
export function follow(card, heard) {
  let cursor = null;
  let timer = 0;
  let closed = false;
  const later = (wait) => {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(look, wait);
  };
  async function look() {
    if (document.hidden) return;  // goes on when the page is shown again
    try {
      if (cursor === null) cursor = await end(card);
      else await catchUp();
      later(LISTEN);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.reason === 'CURSOR_TOO_OLD') cursor = null;
      later(AFTER_TROUBLE);
    }
  }
  async function catchUp() {
    let news = false;
    for (let more = true; more && !closed;) {
      const page = await get(logOf(card), {cursor, pageSize: 1000}, {again: true});
      cursor = page.nextCursor;
      news ||= page.value.length > 0;
      more = page.more;
    }
    if (news && !closed) heard();
  }
  const shown = () => { if (!document.hidden) later(0); };
  document.addEventListener('visibilitychange', shown);
  later(0);
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', shown);
    },
  };
}

// Where the log ends at the moment.
async function end(card) {
  const {value} = await get(logOf(card), {newestFirst: true, pageSize: 1}, {again: true});
  if (value.length) return value[0].cursor;
  return (await get(logOf(card), {pageSize: 1}, {again: true})).nextCursor;
}
