// Makes elements. Text from the server only ever becomes a text node: nothing
// here, and nothing else on this page, parses HTML.

const SVG = 'http://www.w3.org/2000/svg';

// h('a', {class: 'x', href: '…', onclick: f, 'aria-label': '…'}, 'text', node)
// Attributes that are null, undefined or false are left out; true is ''.
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

// The same for SVG.
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'value' || name === 'checked' || name === 'selected') {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false) {
      element.append(child);
    }
  }
}

// The content security policy forbids style attributes in HTML; a custom
// property set from a script is fine.
export function withShare(element, share) {
  const clamped = Math.max(0, Math.min(1, Number.isFinite(share) ? share : 0));
  element.style.setProperty('--share', String(clamped));
  return element;
}

let announcing = 0;
// Tells a screen reader what changed without moving the focus.
export function announce(text) {
  const region = document.getElementById('announcer');
  region.textContent = '';
  clearTimeout(announcing);
  announcing = setTimeout(() => { region.textContent = text; }, 60);
}

// Links that leave the page come from data: only web addresses become links.
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : '';
  } catch {
    return '';
  }
}

// Hands the reader a file that was made here.
export function saveFile(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], {type}));
  const link = h('a', {href: url, download: name, hidden: true});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
