// Asks the server. Paths and fields are those of the public HTTP API; nothing
// here is private to this page.

const KEY = 'landfall.key';
const PATIENCE = 30_000;  // milliseconds until an answer is given up
const FRESH = 30_000;     // milliseconds that an answer may be shown again

let apiKey = readKey();
const answers = new Map();  // path -> {at, answer: Promise}

function readKey() {
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

// The key lives as long as the tab. It is never put into a URL.
export function setKey(key) {
  apiKey = key;
  answers.clear();
  try {
    if (key) sessionStorage.setItem(KEY, key);
    else sessionStorage.removeItem(KEY);
  } catch {
    // Without storage the key lasts until the page is reloaded.
  }
}

export const hasKey = () => apiKey !== '';

export class ApiError extends Error {
  constructor(code, status, reason, message, field) {
    super(message);
    this.code = code;  // 0: no answer at all
    this.status = status;
    this.reason = reason;
    this.field = field;
  }
}

async function call(path, body) {
  const headers = {Accept: 'application/json'};
  if (apiKey) headers.Authorization = `Bearer ${apiKey}`;
  if (body) headers['Content-Type'] = 'application/json';
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), PATIENCE);
  try {
    const response = await fetch(path, {
      method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body),
      cache: 'no-store', credentials: 'omit', signal: waiting.signal,
    });
    return await read(response);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(0, 'UNAVAILABLE', '', waiting.signal.aborted ?
      'The server did not answer within 30 seconds.' : 'The server cannot be reached.');
  } finally {
    clearTimeout(timer);
  }
}

async function read(response) {
  let answer = null;
  try {
    answer = await response.json();
  } catch {
    // A proxy in between may answer with a page; the status says enough.
  }
  if (response.ok && answer) return answer;
  const e = answer?.error ?? {};
  throw new ApiError(response.status, e.status ?? '', e.reason ?? '',
    e.message ?? `The server answered with HTTP status ${response.status}.`, e.field ?? '');
}

// '/v1/cards', {asOf: '…'} -> '/v1/cards?asOf=…'; empty values are left out.
export function pathOf(parts, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, value);
  }
  const path = '/v1/' + parts.map(encodeURIComponent).join('/');
  return query.size || String(query) ? `${path}?${query}` : path;
}

// GET, remembered for half a minute; `again` asks anew.
export function get(parts, parameters, {again = false} = {}) {
  const path = pathOf(parts, parameters);
  const known = answers.get(path);
  if (known && !again && Date.now() - known.at < FRESH) return known.answer;
  const answer = call(path);
  if (answers.size > 200) answers.clear();
  answers.set(path, {at: Date.now(), answer});
  answer.catch(() => answers.delete(path));
  return answer;
}

export const forget = () => answers.clear();

// Not remembered: what was typed in may be personal.
export const check = (request) => call('/v1/check', request);

// A bare date becomes the instant that it means.
export const instant = (asOf) => (/^\d{4}-\d\d-\d\d$/.test(asOf ?? '') ? `${asOf}T00:00:00Z` : asOf ?? '');
