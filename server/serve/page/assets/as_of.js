// The point in time that the whole page answers for. It is part of the address.
import {h} from './dom.js';
import {moment} from './format.js';
import {changed} from './route.js';

const SETTLED = 700;  // milliseconds: typing a year passes through other years

export function asOfControl() {
  const today = () => new Date().toISOString().slice(0, 10);
  const input = h('input', {type: 'date', id: 'as-of', min: '2000-01-01'});
  const now = h('button', {type: 'button', class: 'button quiet', onclick: () => go('')}, 'Now');
  const said = h('span', {class: 'as-of-said', id: 'as-of-said'});
  input.setAttribute('aria-describedby', 'as-of-said');
  let timer = 0;

  function go(value) {
    clearTimeout(timer);
    const next = changed({asOf: value});
    if (next !== location.hash) location.hash = next;
  }
  function apply() {
    if (input.value && input.validity.valid) go(input.value);
  }
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(apply, SETTLED);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') apply();
  });

  return {
    element: h('div', {class: 'as-of', role: 'group', 'aria-label': 'Point in time'},
      h('label', {for: 'as-of'}, 'As of'), input, now, said),
    show(asOf) {
      input.max = today();
      const valid = asOf && !Number.isNaN(Date.parse(asOf));
      input.value = valid ? new Date(asOf).toISOString().slice(0, 10) : '';
      now.setAttribute('aria-pressed', asOf ? 'false' : 'true');
      said.textContent = !asOf ? '' : valid ? `Start of ${moment(asOf)}, UTC` : 'not a date';
      if (valid && new Date(asOf).getTime() % 86_400_000) said.textContent = `${moment(asOf)} UTC`;
    },
  };
}
