// Puts the view that the address names into <main>, and keeps what surrounds
// it: navigation, the point in time, the colour scheme, the API key.
import {ApiError, forget, get, hasKey, instant, setKey} from './api.js';
import {asOfControl} from './as_of.js';
import {announce, h} from './dom.js';
import {follow} from './events.js';
import {moment} from './format.js';
import {icon} from './icons.js';
import {failure, title} from './parts.js';
import {current, href} from './route.js';
import {schemeSwitch} from './scheme.js';
import * as card from './view_card.js';
import * as check from './view_check.js';
import * as key from './view_key.js';
import * as overview from './view_overview.js';
import * as record from './view_record.js';
import * as sources from './view_sources.js';

const VIEWS = {overview, card, record, check, sources, missing: {mount: mountMissing}};
const NAVIGATION = [['', 'Overview', 'overview'], ['check', 'Check a customer', 'check'], ['sources', 'Sources', 'sources']];
const VIEWS_THAT_FOLLOW = new Set(['overview', 'card']);
const LOOK_AGAIN = 60_000;  // milliseconds between looks for newer data

const main = document.getElementById('main');
let shown = {key: null, view: null, asOf: undefined};
let turn = 0;       // of the latest navigation; answers to older ones are dropped
let revision = '';  // of the figures on the screen
let following = null;  // the log of what happens to them

function mountMissing() {
  return {
    element: h('div', null, title('No such view'), h('p', null, 'The address names nothing on this page. ',
      h('a', {href: href('')}, 'Go to the overview'), '.')),
    title: 'No such view',
  };
}

// A view has mount(route, context) -> {element, title, ready, update}. `ready`
// resolves when it is filled; `update` takes over a change of parameters. A view
// that keeps itself up to date has a `card` (null: all), and `isRead` when it
// must not change at the moment.
async function navigate({again = false} = {}) {
  const route = current();
  drawFrame(route);
  if (!again && shown.key === route.key && shown.asOf === route.parameters.asOf && shown.view?.update) {
    shown.view.update(route);
    return;
  }
  const mine = ++turn;
  const opened = shown.key !== route.key;
  if (opened) sawRevision('');
  const context = {
    asOf: instant(route.parameters.asOf),
    isCurrent: () => mine === turn,
    setTitle: (text) => { document.title = `${text} · Landfall`; },
    sawRevision,
    reload: () => reload(),
  };
  const view = VIEWS[route.view].mount(route, context);
  document.title = `${view.title} · Landfall`;
  // A change of the point in time keeps the old figures, dimmed, until the new
  // ones are there: nothing jumps.
  const keepOld = !opened && shown.view && view.ready;
  if (keepOld) {
    main.setAttribute('aria-busy', 'true');
    await view.ready.catch(() => {});
    if (mine !== turn) return;
  }
  shown.view?.close?.();
  const moved = opened || shown.asOf !== route.parameters.asOf;
  shown = {key: route.key, view, asOf: route.parameters.asOf};
  if (moved) keepUpToDate();
  main.replaceChildren(view.element);
  main.removeAttribute('aria-busy');
  notify(null);
  if (opened) enter();
  try {
    await view.ready;
    if (mine === turn && !opened) announce('The figures were updated.');
  } catch (error) {
    if (mine === turn) showFailure(error);
  }
  if (mine === turn) keepFocus();
}

let visited = false;
// Focus goes to the heading of a view that was opened by a link, as after a
// page load; on the first view it stays where the browser put it.
function enter() {
  if (visited) {
    window.scrollTo(0, 0);
    focusHeading();
  }
}

const focusHeading = () => main.querySelector('h1')?.focus({preventScroll: true});

// A view that fills itself may replace the heading that has the focus.
function keepFocus() {
  if (visited && document.activeElement === document.body) focusHeading();
  visited = true;
}

function showFailure(error) {
  if (error instanceof ApiError && error.code === 401) {
    askForKey(hasKey());
    return;
  }
  main.replaceChildren(h('div', null, title('Something is in the way'), failure(error, reload)));
  shown = {key: null, view: null};
  keepUpToDate();
}

function askForKey(refused) {
  setKey('');
  const view = key.mount({refused, signedIn: (text) => { setKey(text); reload(); }});
  shown = {key: null, view: null};
  keepUpToDate();
  document.title = 'Sign in · Landfall';
  main.replaceChildren(view.element);
  drawFrame(current());
  view.focus();
}

// A fresh start leaves nothing of what was shown in memory.
function leave() {
  setKey('');
  location.reload();
}

function reload() {
  forget();
  revision = '';
  navigate({again: true});
}

function drawFrame(route) {
  document.getElementById('nav').replaceChildren(h('ul', null, NAVIGATION.map(([path, text, view]) =>
    h('li', null, h('a', {href: href(path), 'aria-current': route.view === view ? 'page' : null}, text)))));
  document.getElementById('brand').setAttribute('href', href(''));
  asOf.show(route.parameters.asOf);
  signOut.hidden = !hasKey();
}

function notify(...content) {
  document.getElementById('notices').replaceChildren(
    ...(content[0] ? [h('div', {class: 'notice'}, ...content)] : []));
}

function sawRevision(value, asOfTime) {
  revision = value ?? '';
  document.getElementById('revision').textContent = revision ?
    `Figures as of ${moment(asOfTime)} UTC, data revision ${revision}.${keepsItself() ? ' They update by themselves.' : ''}` : '';
}

// Figures of the past stay as they are.
const keepsItself = () => !current().parameters.asOf && VIEWS_THAT_FOLLOW.has(current().view);

function keepUpToDate() {
  following?.close();
  following = keepsItself() && shown.view ? follow(shown.view.card, bringNews) : null;
}

// Newer figures come by themselves, but not under the eyes of somebody who reads
// the list.
function bringNews() {
  if (!keepsItself() || shown.view?.isRead?.()) {
    notify(h('span', null, 'There is newer data.'), h('button', {type: 'button', class: 'button', onclick: reload}, 'Show it'));
  } else {
    reload();
  }
}

async function lookForNews() {
  if (document.hidden || !revision || !shown.key) return;
  const before = revision;
  try {
    const {cards} = await get(['cards'], {asOf: instant(current().parameters.asOf)}, {again: true});
    if (revision !== before) return;
    if (cards[0] && cards[0].revision !== before) {
      bringNews();
    } else {
      notify(null);
    }
  } catch (error) {
    if (error.code === 401) return;
    notify(icon('alert'), h('span', null, 'The server does not answer at the moment; these figures may be old.'),
      h('button', {type: 'button', class: 'button', onclick: reload}, 'Try again'));
  }
}

const asOf = asOfControl();
const signOut = h('button', {type: 'button', class: 'button quiet', hidden: true, onclick: leave}, icon('out'), 'Sign out');
document.getElementById('tools').append(asOf.element, schemeSwitch(), signOut);
document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  (main.querySelector('h1') ?? main).focus();
});
window.addEventListener('hashchange', () => navigate());
window.addEventListener('landfall:denied', () => askForKey(true));
setInterval(lookForNews, LOOK_AGAIN);
navigate();
