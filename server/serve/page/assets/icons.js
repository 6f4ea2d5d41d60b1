// Small line icons. They repeat what the text beside them says, so they are
// hidden from screen readers; each has its own shape, so colour is never alone.
import {svg} from './dom.js';

const PATHS = {
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  cross: 'M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5',
  clock: 'M8 4.5V8L10.5 9.5M14 8A6 6 0 1 1 2 8A6 6 0 1 1 14 8Z',
  minus: 'M4 8H12',
  question: 'M5.7 6A2.3 2.3 0 1 1 8.7 8.2Q8 8.5 8 9.4M8 12V12.1',
  arrow: 'M3 8H12.5M9 4.5 12.5 8 9 11.5',
  alert: 'M8 2.5 14.5 13.5H1.5ZM8 6.5V9.5M8 11.5V11.6',
  flat: 'M2.5 10H5.5L7.5 6L9.5 10H13.5',
  down: 'M8 2.5V10.5M4.5 7.5 8 11 11.5 7.5M3 13.5H13',
  sun: 'M8 5.2A2.8 2.8 0 1 0 8 10.8A2.8 2.8 0 1 0 8 5.2M8 1.5V2.8M8 13.2V14.5M1.5 8H2.8M13.2 8H14.5M3.4 3.4 4.3 4.3M11.7 11.7 12.6 12.6M3.4 12.6 4.3 11.7M11.7 4.3 12.6 3.4',
  moon: 'M13 9.7A5.5 5.5 0 1 1 6.3 3A4.4 4.4 0 0 0 13 9.7Z',
  system: 'M2.5 3.5H13.5V10.5H2.5ZM6 13H10M8 10.5V13',
  out: 'M9.5 3H13V6.5M13 3 7.5 8.5M11.5 9.5V13H3V4.5H6.5',
};

export function icon(name, size = 16) {
  return svg('svg', {class: 'icon', viewBox: '0 0 16 16', width: size, height: size, 'aria-hidden': 'true', focusable: 'false'},
    svg('path', {d: PATHS[name] ?? PATHS.question, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.8,
      'stroke-linecap': 'round', 'stroke-linejoin': 'round'}));
}
