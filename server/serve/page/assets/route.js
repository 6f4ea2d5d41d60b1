// The address of a view lives behind the '#', so that every view can be linked
// to and the server needs to know none of them:
//   #/                                   the overview
//   #/cards/<card>?entity=…&reason=…     a card and its list
//   #/records/<source>/<type>/<id>       one customer explained
//   #/check   #/sources
// asOf is a parameter of all of them. What a person types in is in none.

const VIEWS = {'': 'overview', cards: 'card', records: 'record', check: 'check', sources: 'sources'};
const SIZES = {overview: 0, card: 1, record: 3, check: 0, sources: 0};

export function current() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const pieces = path.split('/').filter(Boolean);
  const parameters = Object.fromEntries(new URLSearchParams(query));
  let view = VIEWS[pieces[0] ?? ''] ?? 'missing';
  let parts = [];
  try {
    parts = pieces.slice(1).map(decodeURIComponent);
  } catch {
    view = 'missing';
  }
  if (view !== 'missing' && parts.length !== SIZES[view]) view = 'missing';
  return {view, parts, parameters, key: `${view}/${pieces.slice(1).join('/')}`};
}

// href('cards', ['ecom-absent'], {reason: 'NOT_FOUND'}); asOf is carried along
// unless it is given.
export function href(view, parts = [], parameters = {}) {
  const all = {asOf: current().parameters.asOf, ...parameters};
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) {
    if (value) query.set(name, value);
  }
  const path = [view, ...parts].filter(Boolean).map(encodeURIComponent).join('/');
  const tail = String(query);
  return `#/${path}${tail ? `?${tail}` : ''}`;
}

export const recordHref = (ref, parameters) => href('records', [ref.source, ref.type, ref.id], parameters);

// The same view with some parameters changed; '' removes one.
export function changed(changes) {
  const {parameters} = current();
  const path = location.hash.replace(/^#\/?/, '').split('?')[0];
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({...parameters, ...changes})) {
    if (value) query.set(name, value);
  }
  const tail = String(query);
  return `#/${path}${tail ? `?${tail}` : ''}`;
}
