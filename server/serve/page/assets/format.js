// Numbers, money and times in the reader's locale.
import {h} from './dom.js';

const locales = navigator.languages?.length ? navigator.languages : undefined;
const counts = new Intl.NumberFormat(locales);
const percents = new Intl.NumberFormat(locales, {style: 'percent', maximumFractionDigits: 0});
const days = new Intl.DateTimeFormat(locales, {dateStyle: 'medium', timeZone: 'UTC'});
const longDays = new Intl.DateTimeFormat(locales, {day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC'});
const shortDays = new Intl.DateTimeFormat(locales, {day: 'numeric', month: 'short', timeZone: 'UTC'});
const moments = new Intl.DateTimeFormat(locales, {dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC'});
const local = new Intl.DateTimeFormat(locales, {dateStyle: 'full', timeStyle: 'long'});
const relative = new Intl.RelativeTimeFormat(locales, {numeric: 'auto'});
const moneys = new Map();

export const count = (n) => counts.format(n ?? 0);
export const percent = (share) => percents.format(share);

// Currency signs in their unambiguous form: "$" and "CA$" side by side.
export function money(amount, currency) {
  if (!currency) return counts.format(amount ?? 0);
  let format = moneys.get(currency);
  if (!format) {
    try {
      format = new Intl.NumberFormat(locales, {style: 'currency', currency});
    } catch {
      format = {format: (n) => `${counts.format(n)} ${currency}`};
    }
    moneys.set(currency, format);
  }
  return format.format(amount ?? 0);
}

// A sum of the server: one that went beyond what it can add up says so.
export function sum(value) {
  const text = money(value?.amount, value?.currencyCode);
  if (!value?.saturated) return text;
  return `${value.amount < 0 ? '≤' : '≥'} ${text}`;
}

// Orders that name no amount, in a few words; '' when there are none.
export const unpricedOrders = (n) => (n > 0 ? `${count(n)} unpriced ${n === 1 ? 'order' : 'orders'}` : '');

// Why some of a currency is not in the sum, '' when all of it is: it has no rate.
export function outOfSum(answer, part) {
  const inSum = part.currencyCode === answer.blockedValue?.currencyCode || !answer.unpricedCurrencies?.includes(part.currencyCode);
  if (inSum) return '';
  return answer.unpricedOrders > 0 ? ' without a rate or with unpriced orders' : ' without a rate, not in the sum';
}

// Money for a chart's axis: "$60K".
export function shortMoney(amount, currency) {
  const options = {notation: 'compact', maximumFractionDigits: 1};
  if (currency) Object.assign(options, {style: 'currency', currency});
  try {
    return new Intl.NumberFormat(locales, options).format(amount);
  } catch {
    return count(amount);
  }
}

const atMidnight = (date) => date.getTime() % 86_400_000 === 0;

export const day = (text) => days.format(new Date(text));
export const longDay = (text) => longDays.format(new Date(text));
export const shortDay = (text) => shortDays.format(new Date(text));

// "13 Apr 2026" at midnight UTC, "13 Apr 2026, 14:05" otherwise.
export function moment(text) {
  const date = new Date(text);
  return atMidnight(date) ? days.format(date) : moments.format(date);
}

// The window (start, end] as a reader counts days: "6 – 12 Apr 2026".
export function period(start, end) {
  const from = new Date(start);
  const to = new Date(end);
  if (atMidnight(from) && atMidnight(to)) {
    return days.formatRange(from, new Date(to.getTime() - 1));
  }
  return moments.formatRange(from, to);
}

export const windowDays = (start, end) => Math.round((new Date(end) - new Date(start)) / 86_400_000);

// "3 days ago", seen from `now`.
export function ago(text, now) {
  return relativeSeconds((new Date(text) - new Date(now ?? Date.now())) / 1000);
}

function relativeSeconds(seconds) {
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(Math.round(seconds), 'second');
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 129_600) return relative.format(Math.round(seconds / 3600), 'hour');
  return relative.format(Math.round(seconds / 86_400), 'day');
}

// "14 min", "3.5 h", "2 days".
export function duration(seconds) {
  const unit = (n, name) => new Intl.NumberFormat(
    locales, {style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: n < 10 ? 1 : 0}).format(n);
  if (seconds < 90) return unit(seconds, 'second');
  if (seconds < 5400) return unit(seconds / 60, 'minute');
  if (seconds < 172_800) return unit(seconds / 3600, 'hour');
  return unit(seconds / 86_400, 'day');
}

// A <time> that tells the reader's own time on hover.
export function time(text, shown) {
  return h('time', {datetime: text, title: local.format(new Date(text))}, shown ?? moment(text));
}
