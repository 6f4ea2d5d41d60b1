// Asks for an API key when the server wants one.
import {h} from './dom.js';
import {title} from './parts.js';

// signedIn(text) is called with what was typed in.
export function mount({refused, signedIn}) {
  const input = h('input', {type: 'password', id: 'key', autocomplete: 'off', spellcheck: 'false', required: true,
    'aria-describedby': 'key-help', 'aria-invalid': refused ? 'true' : null});
  const form = h('form', {class: 'sign-in', onsubmit: (event) => {
    event.preventDefault();
    if (input.value.trim()) signedIn(input.value.trim());
  }},
    refused && h('p', {class: 'warning', role: 'alert'}, 'The server did not accept that key.'),
    h('label', {for: 'key'}, 'API key'), input,
    h('p', {class: 'help', id: 'key-help'}, 'Kept in this tab until you close it or sign out. Whoever runs Landfall makes one with ',
      h('code', null, 'landfall keys new --role reader'), '.'),
    h('button', {type: 'submit', class: 'button primary'}, 'Sign in'));
  return {
    element: h('div', {class: 'narrow'}, title('Sign in'), h('p', null, 'This server wants to know who asks.'), form),
    focus: () => input.focus(),
  };
}
