// Pieces that several views are made of.
import {ApiError} from './api.js';
import {h} from './dom.js';
import {icon} from './icons.js';
import {href, recordHref} from './route.js';
import * as words from './words.js';

// A word in a tinted pill with its own icon: {text, tone, icon}.
export function chip({text, tone, icon: name}, size = '') {
  return h('span', {class: `chip ${tone} ${size}`}, icon(name), h('span', null, text));
}

export const code = (text, title) => h('code', {class: 'code', title}, text);

// Words first, the code beside them for those who write flows.
export const worded = (text, codeText) => [text, ' ', code(codeText)];

export function crumbs(...steps) {
  return h('nav', {class: 'crumbs', 'aria-label': 'Breadcrumb'}, h('ol', null,
    [['Overview', href('')], ...steps].map(([text, link]) =>
      h('li', null, link ? h('a', {href: link}, text) : h('span', {'aria-current': 'page'}, text)))));
}

// The one heading of a view. The router focuses it when the view opens.
export const title = (text, ...more) => h('h1', {tabindex: '-1'}, text, ...more);

export function panel(heading, attributes, ...children) {
  const id = `h-${heading.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  return h('section', {...attributes, class: `panel ${attributes?.class ?? ''}`, 'aria-labelledby': id},
    h('h2', {id}, heading), ...children);
}

// A row of label and value; `facts` is [label, node or text].
export function factList(facts, attributes) {
  return h('dl', {class: 'facts', ...attributes}, facts.filter(Boolean).map(([label, ...value]) =>
    h('div', null, h('dt', null, label), h('dd', null, ...value))));
}

export function recordLink(ref, text, parameters) {
  return h('a', {href: recordHref(ref, parameters)}, text || `${ref.source}/${ref.type}/${ref.id}`);
}

export const refText = (ref) => `${ref.source}/${ref.type}/${ref.id}`;

// Titles of cards that were seen, for links that come without one.
const titles = new Map();
export const rememberTitle = (card) => titles.set(card.card, card.title);
export const titleOf = (id) => titles.get(id) ?? id;

// Says what is missing from an answer that is not complete.
export function incomplete(card) {
  if (card.complete) return null;
  const sources = card.staleSources ?? [];
  const unknown = card.stages?.unknown ?? 0;
  return h('p', {class: 'warning'}, icon('alert'), h('span', null,
    h('strong', null, 'Incomplete. '),
    sources.length ? `${sources.join(', ')} ${sources.length === 1 ? 'was' : 'were'} not read in time` : 'Not every source was read in time',
    unknown ? `, so ${unknown} ${unknown === 1 ? 'customer' : 'customers'} cannot be judged.` : '.'));
}

// Above the limit, within it, or without one: never by colour alone.
export function alarm(card) {
  const above = card.alert?.above;
  if (above === undefined || above === null) return {text: 'No limit', tone: 'out', icon: 'flat'};
  return card.alert.firing ? {text: 'Above limit', tone: 'bad', icon: 'alert'} :
    {text: 'Within limit', tone: 'good', icon: 'check'};
}

export function skeleton(lines, className = '') {
  return h('div', {class: `skeleton ${className}`, 'aria-hidden': 'true'},
    Array.from({length: lines}, () => h('div')));
}

export function empty(heading, ...text) {
  return h('div', {class: 'message empty'}, h('p', {class: 'message-head'}, heading), ...text.map((t) => h('p', null, t)));
}

// What went wrong, what can be done, and the code for a report.
export function failure(error, again) {
  const known = error instanceof ApiError;
  if (!known) console.error(error);
  const [heading, advice] = describe(error);
  return h('div', {class: 'message error', role: 'alert'},
    h('p', {class: 'message-head'}, icon('alert'), ' ', heading),
    h('p', null, known ? error.message : 'The page ran into a mistake of its own. The browser’s console says more.'),
    advice && h('p', null, advice),
    h('p', {class: 'message-foot'},
      again && h('button', {type: 'button', class: 'button', onclick: again}, 'Try again'),
      known && error.reason && code(error.reason)));
}

function describe(error) {
  switch (error.code) {
    case 0: return ['No answer', 'Check that landfalld is running and that you are connected, then try again.'];
    case 400: return ['The question was not understood', ''];
    case 403: return ['This key may not see that', 'Sign out and use a key with another role.'];
    case 404: return ['Not there', ''];
    case 429: return ['The server is busy', 'Wait a moment, then try again.'];
    default: return ['That did not work', ''];
  }
}

export const notFound = (error) => error instanceof ApiError && error.code === 404;

// A verdict as large as it deserves.
export const verdictChip = (value, size) => chip(words.verdict(value), size);
