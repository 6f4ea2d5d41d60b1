// Light, dark, or as the system says.
import {h} from './dom.js';
import {icon} from './icons.js';

const KEY = 'landfall.theme';
const CHOICES = [['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark']];
const ICONS = {system: 'system', light: 'sun', dark: 'moon'};

export function schemeSwitch() {
  const chosen = () => document.documentElement.dataset.theme ?? 'system';
  const button = h('button', {type: 'button', class: 'button quiet icon-only'});
  function show() {
    const [, text] = CHOICES.find(([name]) => name === chosen());
    button.replaceChildren(icon(ICONS[chosen()]), h('span', {class: 'visually-hidden'}, `Colours: ${text}`));
    button.title = `Colours: ${text}`;
  }
  button.addEventListener('click', () => {
    const at = CHOICES.findIndex(([name]) => name === chosen());
    const [next] = CHOICES[(at + 1) % CHOICES.length];
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      if (next === 'system') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, next);
    } catch {
      // The choice then lasts until the page is reloaded.
    }
    show();
    window.dispatchEvent(new Event('landfall:scheme'));
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
    window.dispatchEvent(new Event('landfall:scheme')));
  show();
  return button;
}
