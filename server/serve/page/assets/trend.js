// A card over time: a sparkline for the overview, and the chart with its table
// for the card itself.
import {ApiError, get} from './api.js';
import {h, svg} from './dom.js';
import {count, duration, money, moment, shortDay, shortMoney} from './format.js';
import * as words from './words.js';

const DAYS = 30;
const DAY = 86_400_000;

let unheardOf = false;  // the server has no history: one refusal is enough

// The points of the last 30 days, oldest first; null where the server has no
// history to give.
export async function trend(card, asOf, shownAsOf) {
  if (unheardOf) return null;
  const end = new Date(asOf || shownAsOf || Date.now());
  const from = new Date(Math.floor(end.getTime() / DAY) * DAY - DAYS * DAY).toISOString();
  try {
    const {points} = await get(['cards', card, 'history'], {from, to: asOf, step: 'day'});
    return points?.length > 1 ? points : null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    unheardOf = error.code === 501 || error.reason === 'UNKNOWN_PATH';
    return null;
  }
}

let last = Promise.resolve();
// The same for many cards at once: one request after the other, so that a page
// of small pictures does not keep a server busy.
export function trendInTurn(card, asOf, shownAsOf, wanted) {
  last = last.then(() => (wanted() ? trend(card, asOf, shownAsOf) : null), () => null);
  return last;
}

export function sparkline(points, card) {
  const width = 132;
  const height = 40;
  const above = card.alert?.above ?? null;
  const counts = points.map((point) => point.count ?? 0);
  const top = Math.max(1, ...counts, above ?? 0) * 1.1;
  const x = (i) => 2 + (i * (width - 6)) / (counts.length - 1);
  const y = (n) => height - 3 - (n / top) * (height - 6);
  const line = counts.map((n, i) => `${i ? 'L' : 'M'}${x(i).toFixed(1)} ${y(n).toFixed(1)}`).join('');
  const last = counts.length - 1;
  const text = `Last ${points.length} days: between ${count(Math.min(...counts))} and ${count(Math.max(...counts))}, now ${count(counts[last])}.`;
  return svg('svg', {class: 'sparkline', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': text},
    svg('path', {class: 'spark-area', d: `${line}L${x(last).toFixed(1)} ${height}L${x(0)} ${height}Z`}),
    above !== null && svg('line', {class: 'spark-limit', x1: 0, x2: width, y1: y(above).toFixed(1), y2: y(above).toFixed(1)}),
    svg('path', {class: 'spark-line', d: line}),
    svg('circle', {class: 'spark-dot', cx: x(last).toFixed(1), cy: y(counts[last]).toFixed(1), r: 3}));
}

const seconds = (name) => (point) => {
  const at = point.timeToPromotion;
  return at?.landed ? at[name] ?? null : null;
};

// Steps of an axis that people count in.
const COUNT_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 5e4, 1e5];
const TIME_STEPS = [1, 5, 15, 60, 120, 300, 900, 1800, 3600, 7200, 4 * 3600, 12 * 3600, DAY / 1000, 2 * DAY / 1000, 5 * DAY / 1000, 10 * DAY / 1000];

// What the chart can show; each series is [label, value, colour, dash].
// `dots`: days may have no value, and one day alone makes no line.
function modes(card) {
  const currency = card.blockedValue?.currencyCode;
  const above = card.alert?.above ?? null;
  const amount = (v) => money(v, currency);
  const things = words.things(card.card, 2);
  return [
    {name: 'Count', axis: count, steps: COUNT_STEPS, width: 40, least: 4, say: count, series: [[`Number of ${things}`, (p) => p.count ?? 0, '--accent'],
      ...(above === null ? [] : [['Limit', () => above, '--bad', [5, 4]]])]},
    {name: 'Blocked value', axis: (v) => shortMoney(v, currency), say: amount, series: [['Blocked value', (p) => p.blockedValue?.amount ?? 0, '--accent']]},
    {name: 'Time to land', axis: duration, steps: TIME_STEPS, dots: true, say: duration, series: [['Half landed within', seconds('p50Seconds'), '--accent'],
      ['9 of 10 within', seconds('p90Seconds'), '--wait', [7, 4]], ['99 of 100 within', seconds('p99Seconds'), '--bad', [2, 3]]]},
  ].filter((mode) => points(mode));
  function points(mode) {
    return mode.name === 'Count' || mode.series.some(([, value]) => card.history.some((p) => value(p)));
  }
}

let Plotter = null;
// The chart library comes when the first chart is drawn.
async function loadPlotter() {
  Plotter = (await import('./uPlot.esm.js')).default;
}

// The chart of a card. `history` as from trend().
export function trendChart(card, history) {
  const choices = modes({...card, history});
  const plot = h('div', {class: 'plot', 'aria-hidden': 'true'});
  const said = h('p', {class: 'plot-said', 'aria-hidden': 'true'});
  const table = h('div', {class: 'plot-table', tabindex: '0', role: 'region', 'aria-label': 'The trend as a table'});
  const state = {mode: choices[0], chart: null};
  const buttons = choices.map((mode) => h('button', {type: 'button', onclick: () => choose(mode)}, mode.name));

  function choose(mode) {
    state.mode = mode;
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(choices[i] === mode)));
    table.replaceChildren(figures(mode, history));
    say(history.length - 1);
    draw();
  }
  function say(i) {
    const at = history[i];
    if (!at) return;
    said.replaceChildren(h('strong', null, shortDay(at.asOf)), ...state.mode.series.flatMap(([label, value, colour, dash]) => {
      const v = value(at);
      return [h('span', null, key(colour, dash), ` ${label} `, h('b', null, v === null ? '–' : state.mode.say(v)))];
    }));
  }
  function draw() {
    if (!Plotter) {
      loadPlotter().then(draw);
      return;
    }
    if (!plot.isConnected) return;
    state.chart?.destroy();
    state.chart = new Plotter(options(state.mode, plot, say, () => say(history.length - 1)),
      [history.map((p) => Date.parse(p.asOf) / 1000), ...state.mode.series.map(([, value]) => history.map(value))], plot);
  }
  const resized = new ResizeObserver(() => {
    if (state.chart) state.chart.setSize({width: plot.clientWidth, height: plot.clientHeight});
    else if (plot.isConnected) draw();
  });
  resized.observe(plot);
  window.addEventListener('landfall:scheme', draw);
  const paper = matchMedia('print');
  paper.addEventListener('change', draw);  // light, whatever the screen is
  choose(choices[0]);
  return {
    element: h('div', {class: 'trend'},
      choices.length > 1 && h('div', {class: 'segments', role: 'group', 'aria-label': 'What the chart shows'}, buttons), said, plot,
      h('details', {class: 'plot-details'}, h('summary', null, 'The same as a table'), table)),
    close() {
      resized.disconnect();
      window.removeEventListener('landfall:scheme', draw);
      paper.removeEventListener('change', draw);
      state.chart?.destroy();
    },
  };
}

function key(colour, dash) {
  return svg('svg', {class: 'key', width: 18, height: 8, 'aria-hidden': 'true'},
    svg('line', {x1: 0, x2: 18, y1: 4, y2: 4, class: `key-line key${colour}`, 'stroke-dasharray': dash?.join(' ')}));
}

// A canvas knows no style sheet: colours are read off an element.
function colours(plot) {
  const probe = h('span', {hidden: true});
  plot.append(probe);
  const read = (name) => {
    probe.style.setProperty('color', `var(${name})`);
    return getComputedStyle(probe).color;
  };
  const result = {};
  for (const name of ['--accent', '--bad', '--wait', '--muted', '--line', '--accent-weak']) result[name] = read(name);
  probe.remove();
  return result;
}

function options(mode, plot, say, rest) {
  const colour = colours(plot);
  const font = `12px ${getComputedStyle(plot).fontFamily}`;
  const axis = {stroke: colour['--muted'], font, ticks: {show: false}, grid: {stroke: colour['--line'], width: 1}};
  return {
    width: plot.clientWidth, height: plot.clientHeight, legend: {show: false}, padding: [10, 24, 0, 0],
    tzDate: (t) => Plotter.tzDate(new Date(t * 1000), 'Etc/UTC'),
    cursor: {y: false, drag: {x: false, y: false}, points: {size: 7}},
    scales: {y: {range: (_, low, high) => [0, Math.max(high * 1.1, mode.least ?? 1)]}},
    axes: [
      {...axis, grid: {show: false}, space: 70, size: 32, gap: 8, values: (_, times) => times.map((t) => shortDay(t * 1000))},
      {...axis, size: mode.width ?? 64, incrs: mode.steps,
        values: (_, ticks) => ticks.map((v) => mode.axis(v))},
    ],
    series: [{}, ...mode.series.map(([label, , name, dash], i) => ({
      label, stroke: colour[name], width: 2, dash, spanGaps: false, points: {show: Boolean(mode.dots), size: 6, width: 0, fill: colour[name]},
      fill: i === 0 && !mode.dots ? colour['--accent-weak'] : undefined,
    }))],
    hooks: {setCursor: [(u) => (u.cursor.idx === null || u.cursor.idx === undefined ? rest() : say(u.cursor.idx))]},
  };
}

function figures(mode, history) {
  const rows = [...history].reverse();
  return h('table', null,
    h('caption', {class: 'visually-hidden'}, `${mode.name}, day by day`),
    h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'As of'), mode.series.map(([label]) => h('th', {scope: 'col', class: 'number'}, label)))),
    h('tbody', null, rows.map((point) => h('tr', null, h('th', {scope: 'row'}, moment(point.asOf)),
      mode.series.map(([, value]) => {
        const v = value(point);
        return h('td', {class: 'number'}, v === null ? '–' : mode.say(v));
      })))));
}
