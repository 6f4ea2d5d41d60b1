// Checks keys that somebody types in. They are personal, so they are put into
// no address and remembered nowhere.
import {check, get} from './api.js';
import {announce, h} from './dom.js';
import {entitiesKnown} from './entities.js';
import {counterpartsPanel, keysPanel, nearPanel, reasonsPanel, sidesPanel, verdictPanel} from './explain.js';
import {empty, failure, title} from './parts.js';
import * as words from './words.js';

export function mount(route, context) {
  const answer = h('div', {class: 'check-answer'}, empty('Ask about a customer', 'One key is enough; more make the answer surer.'));
  const field = {};
  const text = (name, label, attributes, help) => {
    field[name] = h('input', {id: `check-${name}`, name, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': help ? `help-${name}` : null, ...attributes});
    return h('div', {class: 'field-block'}, h('label', {for: `check-${name}`}, label), field[name], help && h('p', {class: 'help', id: `help-${name}`}, help));
  };
  field.source = h('select', {id: 'check-source', name: 'source'}, h('option', {value: ''}, 'Choose'));
  field.entities = h('datalist', {id: 'check-entities'});
  const wrong = h('p', {class: 'warning', role: 'alert', hidden: true});
  const submit = h('button', {type: 'submit', class: 'button primary'}, 'Check');
  const form = h('form', {class: 'panel check-form', 'aria-label': 'Check a customer', onsubmit: (event) => {
    event.preventDefault();
    ask();
  }},
    text('email', 'Email address', {type: 'text', inputmode: 'email'}),
    h('div', {class: 'pair'}, text('tax', 'Tax ID', {}), text('taxCountry', 'Issued in', {placeholder: 'US'}, 'Country code or name.')),
    h('div', {class: 'pair'}, text('external', 'External ID', {}),
      h('div', {class: 'field-block'}, h('label', {for: 'check-source'}, 'Given out by'), field.source)),
    h('details', null, h('summary', null, 'Where it should be, and what else you know'),
      h('div', {class: 'pair'}, text('shipTo', 'Ships to', {placeholder: 'CA'}, 'Country; decides which legal entity.'), text('entity', 'Or legal entity', {placeholder: 'USTR', list: 'check-entities'}), field.entities),
      h('div', {class: 'pair'}, text('name', 'Name', {}, 'Confirms a weak tax ID.'), text('postal', 'Postcode', {}))),
    wrong, h('div', {class: 'form-foot'}, submit, h('button', {type: 'reset', class: 'button quiet', onclick: () => {
      wrong.hidden = true;
      answer.replaceChildren(empty('Ask about a customer', 'One key is enough; more make the answer surer.'));
    }}, 'Clear')));

  const ready = Promise.all([get(['sources']), entitiesKnown()]).then(([{sources, legalEntities}]) => {
    field.entities.append(...(legalEntities ?? []).map((entity) => h('option', {value: entity.id}, entity.name)));
    field.source.append(...sources.map((source) => h('option', {value: source.id}, `${words.system(source.system)} (${source.id})`)));
    field.all = sources;
  });

  async function ask() {
    const mistake = mistakeIn(field);
    wrong.hidden = !mistake;
    wrong.textContent = mistake;
    if (mistake) return;
    submit.disabled = true;
    try {
      draw(answer, await check(requestOf(field, context)), field.all, context);
    } catch (error) {
      if (error.code === 401) window.dispatchEvent(new Event('landfall:denied'));
      answer.replaceChildren(failure(error, error.code === 400 ? null : ask));
    } finally {
      submit.disabled = false;
    }
  }

  return {
    element: h('div', {class: 'check-view'}, h('div', {class: 'view-head'}, title('Check a customer'),
      h('p', {class: 'lede'}, 'Has somebody with these keys landed in the ledger?')), h('div', {class: 'check-columns'}, form, answer)),
    title: 'Check a customer', ready,
  };
}

const typed = (input) => input.value.trim();

function mistakeIn(field) {
  if (!typed(field.email) && !typed(field.tax) && !typed(field.external)) return 'Give an email address, a tax ID or an external ID.';
  if (typed(field.external) && !field.source.value) return 'Say which source gave the external ID out: numbers of two systems are never compared.';
  return '';
}

function requestOf(field, context) {
  const customer = {};
  if (typed(field.email)) customer.emails = [typed(field.email)];
  if (typed(field.tax)) customer.taxIds = [{country: typed(field.taxCountry), value: typed(field.tax)}];
  if (typed(field.external)) customer.externalIds = [{source: field.source.value, value: typed(field.external)}];
  if (typed(field.name)) customer.name = typed(field.name);
  if (typed(field.postal)) customer.postalCode = typed(field.postal);
  const request = {customer};
  if (typed(field.shipTo)) request.shipToCountry = typed(field.shipTo);
  if (typed(field.entity)) request.expectedEntities = [typed(field.entity)];
  if (context.asOf) request.asOf = context.asOf;
  return request;
}

function draw(answer, result, sources, context) {
  answer.replaceChildren(...[verdictPanel(result), reasonsPanel(result), sidesPanel(result, null, sources), keysPanel(result, context),
    nearPanel(result), counterpartsPanel(result, sources)].filter(Boolean));
  // On a phone the answer stands below the form.
  if (answer.getBoundingClientRect().top > innerHeight * 0.6) answer.scrollIntoView({block: 'start'});
  announce(`${words.verdict(result.verdict).text}. ${result.explanation}`);
}
