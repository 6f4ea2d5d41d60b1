// One customer explained.
import {get} from './api.js';
import {h} from './dom.js';
import {entitiesKnown} from './entities.js';
import {
  counterpartsPanel, driftPanel, fieldsPanel, keysPanel, nearPanel, ordersPanel, preflightPanel, reasonsPanel, sidesPanel, verdictPanel,
} from './explain.js';
import {code, crumbs, empty, notFound, refText, skeleton, title, titleOf} from './parts.js';
import {href} from './route.js';
import {passedRow} from './rows.js';
import * as words from './words.js';

const LOOK_AT = 1000;  // rows of the card that are searched for the orders

export function mount(route, context) {
  const [source, type, id] = route.parts;
  const ref = {source, type, id};
  const from = route.parameters.card;
  const element = h('div', {class: 'record-view'}, trail(ref, '', from), title(refText(ref)), skeleton(4, 'panel tall'), skeleton(6, 'panel tall'));
  const sources = get(['sources']).then((answer) => answer.sources, () => []);
  const ready = Promise.all([get(['sources', source, type, id], {asOf: context.asOf}), sources, entitiesKnown()]).then(([answer, all]) => {
    if (!context.isCurrent()) return;
    context.sawRevision(answer.check.revision, answer.check.asOf);
    const name = answer.record.name || id;
    context.setTitle(name);
    element.replaceChildren(...draw(answer, all, from, context).filter(Boolean));
  }).catch((error) => {
    if (!notFound(error)) throw error;
    element.replaceChildren(trail(ref, '', from), title('Not held'),
      empty('Landfall does not hold this record', error.message, 'It may have been erased, merged, or never imported.'),
      h('p', null, code(refText(ref))));
  });
  return {element, title: refText(ref), ready};
}

function trail(ref, name, card) {
  return crumbs(...(card ? [[titleOf(card), href('cards', [card])]] : []), [name || refText(ref)]);
}

function draw({record, check}, sources, from, context) {
  const source = sources.find((s) => s.id === record.ref.source);
  const name = record.name || record.ref.id;
  const kind = `${words.system(source?.system ?? record.ref.source)} ${words.type(record.ref.type)}`;
  const orders = h('div', {class: 'slot'});
  ordersOf(record.ref, check, from, context).then((row) => {
    const drawn = ordersPanel(row);
    if (drawn) orders.replaceChildren(drawn);
  });
  return [
    trail(record.ref, name, from),
    h('div', {class: 'view-head'}, title(record.ref.type === 'order' ? `Order ${name}` : name),
      h('p', {class: 'lede'}, `${kind}${source?.channel ? `, ${source.channel}` : ''} `, code(refText(record.ref)))),
    verdictPanel(check),
    h('div', {class: 'columns'},
      h('div', {class: 'column wide'}, reasonsPanel(check), preflightPanel(check), driftPanel(check), sidesPanel(check, record, sources), keysPanel(check, context)),
      h('div', {class: 'column'}, orders, nearPanel(check), counterpartsPanel(check, sources), fieldsPanel(record))),
  ];
}

// The orders stand in the list of a card, not in the answer about the record.
// Coming from a list they are at hand; else the card of blocked shop customers
// is asked, the part of it that holds this source.
async function ordersOf(ref, check, card, context) {
  if (!(check.blockedValue?.amount > 0 || check.unpricedCurrencies?.length > 0) || ref.type === 'order') return null;
  const passed = passedRow(ref);
  if (passed?.orders?.length) return passed;
  try {
    const {value} = await get(['cards', card || 'ecom-absent', 'records'], {asOf: context.asOf, source: ref.source, pageSize: LOOK_AT});
    return value.find((row) => refText(row.record) === refText(ref));
  } catch {
    return null;
  }
}
