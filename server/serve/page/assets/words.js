// What the codes of the API mean, in the words of somebody who keeps the books.
// A code that is not here yet is shown as it is: a newer server must not break
// an older page.

export const verdicts = {
  PROMOTED: {text: 'Landed', tone: 'good', icon: 'check', long: 'In every legal entity that is expected to hold this customer.'},
  NOT_PROMOTED: {text: 'Not landed', tone: 'bad', icon: 'cross', long: 'At least one legal entity is known to lack this customer.'},
  AWAITING_SYNC: {text: 'On its way', tone: 'wait', icon: 'clock', long: 'Missing, but too recent to worry.'},
  OUT_OF_SCOPE: {text: 'Not expected', tone: 'out', icon: 'minus', long: 'Nobody expects this record in a ledger.'},
  UNKNOWN: {text: 'Cannot tell', tone: 'unknown', icon: 'question', long: 'A ledger that matters was not read in time, or the record is not held.'},
};

export const outcomes = {
  PRESENT: {text: 'There', tone: 'good', icon: 'check'},
  MISSING: {text: 'Missing', tone: 'bad', icon: 'cross'},
  PRESENT_NOT_EXPECTED: {text: 'There, though not expected', tone: 'wait', icon: 'arrow'},
  UNKNOWN: {text: 'Cannot tell', tone: 'unknown', icon: 'question'},
};

export const states = {
  FRESH: {text: 'Up to date', tone: 'good', icon: 'check'},
  STALE: {text: 'Read too long ago', tone: 'bad', icon: 'clock'},
  INCOMPLETE: {text: 'Not read completely', tone: 'unknown', icon: 'question'},
  NEVER_SYNCED: {text: 'Never read', tone: 'unknown', icon: 'question'},
  PUSH_ONLY: {text: 'Fed by import', tone: 'out', icon: 'arrow'},
};

const because = {
  CUSTOMER_OVERRIDE: 'a rule for this very customer',
  TAG: 'a tag on the order or customer',
  SHIP_TO_COUNTRY: 'the country it ships to',
  COMPANY: 'the company on the record',
  COUNTRY: 'the country on the record',
  CALLER_REQUEST: 'you asked for it',
};

const expectations = {
  CLEAR: 'The rules name the legal entities without doubt.',
  AMBIGUOUS: 'Two rules of the same kind disagree about the legal entity. Being in any of the candidates is enough.',
  UNMAPPED: 'No rule says which legal entity. Being in any of them is enough.',
  ANY: 'No legal entity was named. Being in any of them is enough.',
};

const reasons = {
  IN_EXPECTED_ENTITY: 'Landed where expected',
  NOT_FOUND: 'Nobody has these keys',
  PRESENT_IN_OTHER_ENTITY: 'In another legal entity',
  AMBIGUOUS_ENTITY: 'Two rules disagree on the entity',
  UNMAPPED_ENTITY: 'No rule names an entity',
  WITHIN_GRACE: 'Too recent to worry',
  EXCLUDED_BY_MAP_FILTER: 'Stopped by the map’s filter',
  OUT_OF_SCOPE_RULE: 'Left out by a rule of yours',
  NO_ACTIVE_ORDERS: 'No live order',
  QUOTE_ONLY: 'Quotes only',
  NO_COMPANY_ON_RECORD: 'No company on the record',
  MANDATORY_FIELD_MISSING: 'A required field is empty',
  REFERENCE_DATA_MISSING: 'A value the ledger does not know',
  PLUGIN_ERROR: 'A plug-in failed',
  PERMISSION_ERROR: 'Permission refused',
  DUPLICATE_IN_TARGET: 'A duplicate is in the way',
  MAP_NOT_RUNNING: 'The table map was not running',
  SYNC_SKIPPED: 'Skipped by the synchronisation',
  OTHER_ERROR: 'Another integration error',
  NO_USABLE_KEY: 'No usable key',
  KEY_SHARED_BY_MANY: 'A key shared by many',
  CONFLICTING_KEYS: 'Keys contradict each other',
  SEVERAL_MASTERS: 'Several customers have this key',
  MAPPED_TO_CATCH_ALL: 'Only on a catch-all customer',
  MASTER_BLOCKED: 'On hold in the ledger',
  NEAR_MATCH: 'Somebody nearly matches',
  WEAK_KEY: 'The tax ID proves too little',
  SOURCE_NEVER_SYNCED: 'The ledger was never read',
  SOURCE_STALE: 'The ledger was read too long ago',
  SOURCE_INCOMPLETE: 'The ledger was not read completely',
  RECORD_NOT_HELD: 'The record is not held',
  NOT_A_CUSTOMER_TYPE: 'Not of type customer',
  NOT_SELLABLE: 'A contact person only',
  INACTIVE: 'Inactive',
  MERGED: 'Merged into another record',
};

// Where somebody came from or went to, as an event says it.
const causes = {
  ENTERED: {CHANGED: '', TIME: 'the time to wait is over', CONFIGURATION: 'the rules changed'},
  LEFT: {
    CHANGED: 'the data changed', OUT_OF_WINDOW: 'too long ago for this card', OUT_OF_SCOPE: 'not expected in a ledger any more',
    NOT_KNOWN: 'cannot be judged', ERASED: 'erased', CONFIGURATION: 'the rules changed',
  },
};

const events = {
  ENTERED: {text: 'Entered', tone: 'bad', icon: 'arrow'},
  LEFT: {text: 'Left', tone: 'out', icon: 'minus'},
  LANDED: {text: 'Landed', tone: 'good', icon: 'check'},
  ALERT_FIRED: {text: 'Above limit', tone: 'bad', icon: 'alert'},
  ALERT_CLEARED: {text: 'Within limit', tone: 'good', icon: 'check'},
  SOURCE_STALE: {text: 'Too old', tone: 'bad', icon: 'clock'},
  SOURCE_RECOVERED: {text: 'Read again', tone: 'good', icon: 'check'},
};

const systems = {
  dataverse: 'Dataverse',
  finance_operations: 'Finance & Operations',
  business_central: 'Business Central',
  shopify: 'Shopify',
  bigcommerce: 'BigCommerce',
  adobe_commerce: 'Adobe Commerce',
};

const kinds = {EMAIL: 'Email', EXTERNAL_ID: 'External ID', TAX_ID: 'Tax ID'};

const problems = {
  EMPTY: 'empty', BAD_ENCODING: 'unreadable characters', INVISIBLE_CHAR: 'an invisible character inside',
  UNBALANCED_ANGLE: 'a stray < or >', NO_AT: 'no @', TWO_AT: 'more than one @', EMPTY_LOCAL: 'nothing before the @',
  EMPTY_DOMAIN: 'nothing after the @', QUOTED_LOCAL: 'a quoted name before the @', SPACE_IN_LOCAL: 'a space before the @',
  BAD_CHAR_LOCAL: 'a character that is not allowed', DOT_RULE: 'a misplaced dot', BAD_DOMAIN: 'no real domain',
  IP_LITERAL: 'a number instead of a domain', NO_TLD: 'the domain has no ending', NUMERIC_TLD: 'the domain ends in a number',
  LOCAL_TOO_LONG: 'too long before the @', TOO_LONG: 'too long', PLACEHOLDER_EMAIL: 'a placeholder, nobody’s address',
  RELAY: 'a relay address that hides the real one', PLACEHOLDER_WORD: 'a placeholder word', PLACEHOLDER_SHAPE: 'a placeholder number',
  GENERIC_GOV: 'a number that stands for everybody', COUNTRY_UNKNOWN: 'no country, so no telling whose number it is',
  AMBIGUOUS_COUNTRY: 'could belong to several countries', BAD_LENGTH: 'the wrong length', BAD_CHARSET: 'characters that do not belong',
  BAD_COMPONENT: 'a part of it cannot be', BAD_CHECKSUM: 'the check digit is wrong', OTHER_ID_KIND: 'a number of another kind',
  SUSPECT_SEQUENCE: 'looks like a sample number', SPREADSHEET_DAMAGE: 'damaged by a spreadsheet', NULL_ID: 'stands for “none”',
};

const rules = {
  EMAIL_PLUS_TAG: 'Same address but for a +tag',
  EMAIL_GMAIL_DOTS: 'Same Gmail address but for dots',
  EMAIL_NFKC: 'Same address in other characters',
  EMAIL_SHARP_S: 'Same address but for ß and ss',
  EMAIL_CONFUSABLE: 'Look-alike letters in the address',
  EMAIL_ONE_EDIT: 'One letter apart',
  TAX_ID_OTHER_ISSUER: 'Same number, other country',
  TAX_ID_OTHER_BRANCH: 'Same number, other branch',
  TAX_ID_ONE_EDIT: 'Tax IDs one digit apart',
  TAX_ID_REPAIR: 'Same tax ID once a typing error is repaired',
  EXTERNAL_ID_ZEROS: 'Same ID but for leading zeros',
  EXTERNAL_ID_CASE: 'Same ID in other case',
  EXTERNAL_ID_PREFIX: 'Same ID but for a prefix',
  EXTERNAL_ID_OTHER_SCOPE: 'Same ID, given out by another system',
  EXTERNAL_ID_OTHER_OBJECT: 'Same number of another kind of record',
};

// What a card counts and what it is for. Configured cards speak through their
// title alone.
export const cards = {
  'dataverse-not-promoted': {about: 'Accounts and contacts entered in Dataverse that no ledger has yet.', things: ['customer', 'customers']},
  'ecom-absent': {about: 'Customers with a live shop order whom the ledger does not know.', things: ['customer', 'customers']},
  'ecom-absent-connector': {about: 'The same question, asked with the connector’s own keys. Both answers must agree.', things: ['customer', 'customers']},
  'new-customers': {about: 'Everybody who is new, landed or not.', things: ['customer', 'customers'], steady: true},
  'active-customers': {about: 'Customers with a live shop order whom the ledger does know.', things: ['customer', 'customers'], steady: true},
  'orders-blocked': {about: 'Live shop orders whose customer is missing.', things: ['order', 'orders']},
  'field-drift': {about: 'Customers who have landed, and whose mapped fields are not what the ledger has.', things: ['customer', 'customers'], steady: true},
  'flow-failures': {about: 'Errors that flows, dual-write and synchronisation reported.', things: ['failure', 'failures']},
};

const winners = {
  LAST_WRITER: 'Whoever saves last', UPSTREAM: 'The record', MASTER: 'The ledger',
};

export const winner = (code) => winners[code] ?? code;

export const things = (card, n) => (cards[card]?.things ?? ['customer', 'customers'])[n === 1 ? 0 : 1];

const plain = (code) => (code ? code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' ') : '');
const look = (table) => (code) => table[code] ?? plain(code);

export const reason = look(reasons);
export const system = (name) => systems[name] ?? name;
export const kind = look(kinds);
export const problem = (code) => (problems[code] ?? plain(code).toLowerCase());
export const rule = look(rules);
export const becauseOf = (code) => because[code] ?? plain(code).toLowerCase();
export const expectation = look(expectations);
export const verdict = (code) => verdicts[code] ?? {text: plain(code), tone: 'unknown', icon: 'question', long: ''};
export const outcome = (code) => outcomes[code] ?? {text: plain(code), tone: 'unknown', icon: 'question'};
export const cause = ({type, because}) => causes[type]?.[because] ?? plain(because).toLowerCase();
export function event({type, because, card}) {
  const known = events[because === 'LANDED' ? 'LANDED' : type] ?? {text: plain(type), tone: 'unknown', icon: 'question'};
  // To be on these cards is nothing bad.
  return type === 'ENTERED' && cards[card]?.steady ? {...known, tone: 'good'} : known;
}
export const state = (code) => states[code] ?? {text: plain(code), tone: 'unknown', icon: 'question'};
export const type = (name) => (name ?? '').replaceAll('_', ' ');
