// Widgets of plain HTML. A kit overrides what it draws otherwise, and gives class names for the rest.
// Each widget is a function (node, kit) => React element. What is measured carries data-id; `at` says where in it.

import { createElement as h, Fragment } from 'react';

export { h, Fragment };

/** Attributes of what carries the truth: the element itself, or what `selector` finds in it. */
export const at = (node, selector, how) =>
  node.id === undefined ? {} : { 'data-id': node.id, 'data-at': selector, 'data-how': how };

export const svg = (icon, size = '1em', style = {}) =>
  h('svg', {
    ...icon.attributes, width: size, height: size, 'aria-hidden': true, 'data-icon': '',
    style: { flex: 'none', verticalAlign: '-0.15em', ...style }, dangerouslySetInnerHTML: { __html: icon.body },
  });

const faint = 'color-mix(in srgb, currentColor 22%, transparent)';
export const row = (gap, ...children) =>
  h('div', { style: { display: 'flex', alignItems: 'center', gap } }, ...children);
export const classes = (...names) => names.filter(Boolean).join(' ') || undefined;

/** The classes a kit gives to a part; a function of the node, a string or nothing. */
export const cls = (kit, part, node) => {
  const given = kit.cls?.[part];
  return (typeof given === 'function' ? given(node) : given) || undefined;
};

const isBare = (node) => ['link', 'ghost'].includes(node.variant) && !node.pressed && !node.hover;
export const buttonAt = (node) => at(node, undefined, isBare(node) ? 'ink' : 'rect');

export const inside = (node) => [
  node.icon && h('span', { key: 'i', style: { marginInlineEnd: '.45em', display: 'inline-flex' } }, svg(node.icon, '1.1em')),
  node.label,
  node.caret && h('span', { key: 'c', style: { marginInlineStart: '.45em' } }, '▾'),
];

/** A control with its label above, to the left, or nowhere. */
export const field = (node, kit, control) => {
  if (!node.label || node.layout === 'none') return control;
  const label = h('label', {
    key: 'l', className: cls(kit, 'label', node),
    style: node.layout === 'left' ? { width: node.labelWidth ?? '9em', flex: 'none' } : { display: 'block' },
  }, node.label, node.required && h('span', { style: { color: '#c22' } }, ' *'), node.colon && ':');
  const help = node.help && h('div', { key: 'h', className: cls(kit, 'help', node), style: { fontSize: '.85em', opacity: 0.75 } }, node.help);
  return node.layout === 'left'
    ? h('div', { className: cls(kit, 'fieldRow', node), style: { display: 'flex', alignItems: 'center', gap: '.75em' } }, label,
        h('div', { style: { flex: 1, minWidth: 0 } }, control, help))
    : h('div', { className: cls(kit, 'field', node) }, label, control, help);
};

const width = (node) => (node.width ? { width: node.width, maxWidth: '100%' } : {});

export const widgets = {
  box: (n, k) => h('div', { style: n.style, 'data-top': n.top ? '' : undefined, 'data-backdrop': n.backdrop ? '' : undefined, className: n.className }, many(n.c, k)),

  text: (n, k) => h(n.inline ? 'span' : 'p', { className: cls(k, 'text', n), style: { margin: 0, ...n.style } }, n.text),
  pre: (n) => h('pre', { style: { margin: 0, whiteSpace: 'pre', font: 'inherit', ...n.style } },
    n.runs.map(([text, color], i) => h('span', { key: i, style: { color } }, text))),
  heading: (n, k) => h(`h${n.level ?? 1}`, { ...at(n, undefined, 'text'), className: cls(k, 'heading', n), style: { ...n.style } }, n.label),
  link: (n, k) => h('a', { href: '#', ...at(n, undefined, 'text'), className: cls(k, 'link', n), style: n.style }, n.label),
  icon: (n) => h('span', { style: { display: 'inline-flex', ...n.style } }, h('span', { ...at(n, 'svg', 'drawing'), style: { display: 'inline-flex' } }, svg(n.icon, n.size ?? 20))),
  img: (n) => h('img', { ...at(n), src: n.src, style: { width: n.width, height: n.height, objectFit: 'cover', display: 'block', flex: 'none', ...n.style } }),

  button: (n, k) => h('button', {
    type: 'button', ...buttonAt(n), className: classes(cls(k, 'button', n), n.pressed && (k.pressed ?? 'active')), disabled: n.disabled,
    'aria-pressed': n.pressed, 'aria-expanded': n.expanded, style: n.style,
  }, ...inside(n)),
  iconbutton: (n, k) => n.framed
    ? h('button', { type: 'button', ...at(n), className: classes(cls(k, 'iconbutton', n) ?? cls(k, 'button', { ...n, variant: n.variant ?? 'secondary' }), n.pressed && 'active'), disabled: n.disabled,
        'aria-pressed': n.pressed, style: { ...n.style } }, svg(n.icon, n.size ?? '1.2em'))
    : h('span', { ...at(n, 'svg', 'drawing'), tabIndex: n.disabled ? undefined : 0, role: 'button', style: { display: 'inline-flex', padding: 4, opacity: n.disabled ? 0.35 : undefined, cursor: 'pointer', ...n.style } },
        svg(n.icon, n.size ?? 20)),

  textbox: (n, k) => field(n, k, control(n, k)),
  combobox: (n, k) => field(n, k, (k.select ?? select)(n, k)),
  spinbutton: (n, k) => field(n, k, h('input', {
    type: 'number', ...at(n), className: cls(k, 'input', n), defaultValue: n.value, disabled: n.disabled, readOnly: n.readonly, style: { width: n.width ?? '7em' },
  })),
  checkbox: (n, k) => toggle(n, k, 'checkbox'),
  radio: (n, k) => toggle(n, k, 'radio'),
  switch: (n, k) => h('label', { style: { display: 'flex', alignItems: 'center', gap: '.6em' } },
    n.before && h('span', { style: { flex: 1 } }, n.label), h('span', { ...at(n), style: { display: 'inline-flex', flex: 'none' } }, track(n, k)), !n.before && n.label),
  slider: (n, k) => field(n, k, h('input', { type: 'range', ...at(n), className: cls(k, 'range', n), defaultValue: n.value, min: 0, max: 100, disabled: n.disabled, style: { width: n.width ?? '14em' } })),
  progressbar: (n, k) => field(n, k, h('progress', { ...at(n), className: cls(k, 'progress', n), value: n.value, max: 100, style: { width: n.width ?? '100%', display: 'block' } })),

  tabs: (n, k) => h('div', { role: 'tablist', className: cls(k, 'tabs', n), style: { display: 'flex', gap: 2, borderBottom: `1px solid ${faint}` } },
    n.items.map((one) => h('button', { key: one.id, type: 'button', role: 'tab', ...at(one), disabled: one.disabled, 'aria-selected': one.selected,
      className: cls(k, 'tab', one), style: { border: 0, background: 'none', color: 'inherit', padding: '.6em 1em', borderBottom: one.selected ? '3px solid var(--accent)' : '3px solid transparent', opacity: one.disabled ? 0.4 : 1, fontWeight: one.selected ? 600 : 400 } }, ...inside(one)))),
  menu: (n, k) => h('div', { role: 'menu', className: cls(k, 'menu', n), 'data-top': '', style: { background: 'var(--paper)', color: 'var(--ink)', border: `1px solid ${faint}`, borderRadius: 'var(--radius)', padding: '.3em 0', minWidth: '11em', boxShadow: '0 4px 14px #0004', width: 'max-content', ...n.style } },
    n.items.map((one, i) => one.separator
      ? h('div', { key: i, className: cls(k, 'separator', one), style: { borderTop: `1px solid ${faint}`, margin: '.3em 0' } })
      : h('div', { key: i, role: 'menuitem', tabIndex: 0, ...at(one), className: cls(k, 'menuitem', one), style: { display: 'flex', gap: '.7em', alignItems: 'center', padding: n.dense ? '.2em .9em' : '.45em 1em', opacity: one.disabled ? 0.4 : 1, ...(one.selected || one.hover ? { background: 'color-mix(in srgb, var(--accent) 22%, transparent)' } : {}) } },
          ...menuInside(one, n)))),
  menubar: (n, k) => h('div', { role: 'menubar', className: cls(k, 'menubar', n), style: { display: 'flex', ...n.style } },
    n.items.map((one) => h('div', { key: one.id, role: 'menuitem', tabIndex: 0, ...at(one), style: { padding: '.3em .7em', borderRadius: 3, ...(one.expanded ? { background: 'color-mix(in srgb, currentColor 18%, transparent)' } : {}) } }, one.label))),
  sidebar: (n, k) => h('nav', { className: cls(k, 'sidebar', n), style: { display: 'flex', flexDirection: 'column', gap: 'var(--side-gap, 2px)', ...n.style } },
    n.items.map((one) => one.group ? h('div', { key: one.group, style: { opacity: 0.6, fontSize: '.8em', padding: '.9em .9em .2em' } }, one.group)
      : h('a', { key: one.id, href: '#', ...at(one), className: cls(k, 'sideitem', one), style: { display: 'flex', alignItems: 'center', gap: '.8em', padding: '.55em .9em', color: 'inherit', textDecoration: 'none', borderRadius: 'var(--radius)', ...(one.selected ? { background: 'color-mix(in srgb, var(--accent) 25%, transparent)', fontWeight: 600 } : {}) } },
        one.icon && svg(one.icon, '1.2em'), h('span', { style: { flex: 1 } }, one.label), one.count && h('span', { style: { fontSize: '.8em', opacity: 0.7 } }, one.count)))),
  appbar: (n, k) => h('header', { className: cls(k, 'appbar', n), style: { display: 'flex', alignItems: 'center', gap: '1em', padding: '.55em 1em', borderBottom: `1px solid ${faint}`, ...n.style } }, many(n.c, k)),
  navlink: (n, k) => h('a', { href: '#', ...at(n, undefined, 'text'), className: cls(k, 'navlink', n), style: { color: 'inherit', textDecoration: 'none', fontWeight: n.strong ? 700 : undefined, ...n.style } }, n.label),
  card: (n, k) => h('section', { className: cls(k, 'card', n), style: { border: `1px solid ${faint}`, borderRadius: 'var(--radius)', background: 'var(--paper)', ...n.style } },
    h('div', { className: cls(k, 'cardBody', n), style: { padding: '1em', display: 'flex', flexDirection: 'column', gap: '.7em', ...n.inner } }, many(n.c, k))),
  dialog: (n, k) => h('div', { 'data-backdrop': '', style: { position: 'fixed', inset: 0, zIndex: 50, display: 'flex', alignItems: n.high ? 'flex-start' : 'center', justifyContent: 'center', background: n.backdrop ?? 'transparent', paddingTop: n.high ? '5vh' : 0 } },
    (k.dialog ?? dialog)(n, k)),
  alert: (n, k) => h('div', { className: cls(k, 'alert', n), style: { padding: '.75em 1em', borderRadius: 'var(--radius)', borderLeft: `4px solid ${tone[n.tone]}`, background: `color-mix(in srgb, ${tone[n.tone]} 18%, transparent)`, display: 'flex', gap: '.7em', alignItems: 'center', ...n.style } },
    n.icon && svg(n.icon, '1.3em'), h('span', { style: { flex: 1 } }, n.text), many(n.c, k)),
  list: (n, k) => h('ul', { ...at(n), className: cls(k, 'list', n), style: { listStyle: 'none', margin: 0, padding: 0, border: `1px solid ${faint}`, borderRadius: 'var(--radius)', overflow: 'hidden', background: 'var(--paper)', ...n.style } },
    n.items.map((one, i) => h('li', { key: i, className: cls(k, 'listitem', one), style: { display: 'flex', alignItems: 'center', gap: '.8em', padding: n.dense ? '.25em .7em' : '.6em .9em', borderBottom: n.ruled && i + 1 < n.items.length ? `1px solid ${faint}` : 0, ...(one.selected ? { background: 'color-mix(in srgb, var(--accent) 28%, transparent)' } : {}) } },
      many(one.c, k)))),
  table: (n, k) => h('table', { ...at(n), className: cls(k, 'table', n), style: { borderCollapse: 'collapse', width: '100%', ...n.style } },
    h('thead', { className: cls(k, 'thead', n) }, h('tr', null, n.columns.map((one, i) => h('th', { key: i, className: cls(k, 'th', n), style: cellStyle(n, k, i) }, typeof one === 'string' ? one : many([one], k))))),
    h('tbody', null, n.rows.map((cells, i) => h('tr', { key: i, className: cls(k, 'tr', { selected: n.selected === i }), style: n.selected === i ? { background: 'color-mix(in srgb, var(--accent) 25%, transparent)' } : n.striped && i % 2 ? { background: 'color-mix(in srgb, currentColor 6%, transparent)' } : {} },
      cells.map((one, j) => h('td', { key: j, className: cls(k, 'td', n), style: cellStyle(n, k, j) }, typeof one === 'string' ? one : many([one], k))))))),
  breadcrumb: (n, k) => h('nav', { style: { display: 'flex', gap: '.5em', ...n.style } }, n.items.flatMap((one, i) => [i > 0 && h('span', { key: `s${i}`, style: { opacity: 0.5 } }, n.mark ?? '/'),
    one.id === undefined ? h('span', { key: i }, one.label) : draw({ ...one, w: 'link' }, k, i)])),
  pagination: (n, k) => h('nav', { className: cls(k, 'pagination', n), style: { display: 'flex', gap: 4, flexWrap: 'wrap' } }, n.items.map((one, i) => draw({ ...one, w: 'button', variant: one.selected ? 'primary' : 'secondary', size: 'sm' }, k, i))),
  chip: (n, k) => h('span', { className: cls(k, 'chip', n), style: k.cls?.chip ? n.style : { background: n.color ?? 'color-mix(in srgb, currentColor 14%, transparent)', borderRadius: '1em', padding: '.15em .7em', fontSize: '.85em', whiteSpace: 'nowrap', ...n.style } }, n.text),
  avatar: (n) => h('span', { style: { width: n.size ?? 32, height: n.size ?? 32, borderRadius: n.square ? 4 : '50%', background: n.color, color: '#fff', display: 'inline-flex', alignItems: 'center', justifyContent: 'center', fontSize: (n.size ?? 32) * 0.42, flex: 'none' } }, n.text),
  accordion: (n, k) => h('div', { className: cls(k, 'accordion', n), style: { border: `1px solid ${faint}`, borderRadius: 'var(--radius)' } }, n.items.map((one, i) => h('div', { key: i, style: { borderTop: i ? `1px solid ${faint}` : 0 } },
    h('button', { type: 'button', ...at(one), 'aria-expanded': !!one.expanded, style: { display: 'flex', width: '100%', justifyContent: 'space-between', background: 'none', border: 0, padding: '.8em 1em', color: 'inherit', font: 'inherit', fontWeight: 600, textAlign: 'start' } }, h('span', null, one.label), h('span', null, one.expanded ? '▴' : '▾')),
    one.expanded && h('div', { style: { padding: '0 1em 1em' } }, one.text)))),
  divider: (n) => h('hr', { style: { width: '100%', border: 0, borderTop: `1px solid ${faint}`, margin: '.2em 0', opacity: 1, height: 0, ...n.style } }),
  chart: (n) => h('div', { ...at(n), style: n.style, dangerouslySetInnerHTML: { __html: n.html } }),
  raw: (n) => h('div', { style: n.style, dangerouslySetInnerHTML: { __html: n.html } }),
};

export const tone = { info: '#2b7de9', success: '#2e9e4f', warning: '#e0a100', danger: '#d63a3a' };

const cellStyle = (n, k, column) => ({
  ...(k.cls?.table && !n.grid ? {} : { padding: n.dense ? '.2em .5em' : '.5em .75em', borderBottom: `1px solid ${faint}` }),
  ...(n.grid ? { border: `1px solid ${faint}` } : {}),
  textAlign: n.numeric?.includes(column) ? 'end' : 'start', whiteSpace: n.nowrap ? 'nowrap' : undefined, verticalAlign: 'middle',
});

const menuInside = (one, n) => [
  n.hasMarks && h('span', { key: 'm', style: { width: '1em', flex: 'none', display: 'inline-flex' } }, one.checked ? '✓' : one.icon ? svg(one.icon, '1em') : ''),
  !n.hasMarks && one.icon && h('span', { key: 'i', style: { display: 'inline-flex' } }, svg(one.icon, '1.1em')),
  h('span', { key: 't', style: { flex: 1 } }, one.label),
  one.shortcut && h('span', { key: 's', style: { opacity: 0.6, paddingInlineStart: '1.5em' } }, one.shortcut),
  one.submenu && h('span', { key: 'u', style: { opacity: 0.7 } }, '▸'),
];

export const inputAttributes = (n, k) => ({
  className: cls(k, n.rows ? 'textarea' : 'input', n), disabled: n.disabled, readOnly: n.readonly, required: n.required,
  placeholder: n.placeholder, defaultValue: n.value, spellCheck: false,
});

function control(n, k) {
  const element = n.rows
    ? h('textarea', { ...at(n), ...inputAttributes(n, k), rows: n.rows, style: { width: '100%', resize: n.resize ?? 'none', ...width(n), ...n.style } })
    : h('input', { ...at(n), ...inputAttributes(n, k), type: n.type ?? 'text', style: { width: '100%', paddingInlineStart: n.icon ? '2.3em' : undefined, paddingInlineEnd: n.end ? '2.4em' : undefined, ...width(n), ...n.style } });
  if (!n.icon && !n.end) return element;
  return h('div', { style: { position: 'relative', ...width(n) } }, element,
    n.icon && h('span', { style: { position: 'absolute', left: '.7em', top: 0, bottom: 0, display: 'flex', alignItems: 'center', opacity: 0.65, color: n.ink } }, svg(n.icon, '1.1em')),
    n.end && h('span', { style: { position: 'absolute', right: '.5em', top: 0, bottom: 0, display: 'flex', alignItems: 'center', opacity: 0.75 } }, draw({ ...n.end, w: 'iconbutton', size: 18 }, k, 'e')));
}

export function select(n, k) {
  return h('select', { ...at(n), className: cls(k, 'select', n), disabled: n.disabled, defaultValue: n.value, style: { width: '100%', ...width(n) } },
    (n.options ?? [n.value]).map((one, i) => h('option', { key: i, value: one }, one)));
}

export const checked = (n) => ({ defaultChecked: n.checked, disabled: n.disabled, ref: (one) => { if (one && n.mixed) one.indeterminate = true; } });

function toggle(n, k, type) {
  const input = h('input', { type, ...at(n), id: `t${n.id}`, name: n.group, ...checked(n), className: cls(k, type, n) });
  if (!n.label || n.layout === 'none') return h('span', { className: cls(k, `${type}Row`, n) }, input);
  return k.sibling
    ? h('div', { className: cls(k, `${type}Row`, n) }, input, h('label', { htmlFor: `t${n.id}`, className: cls(k, `${type}Label`, n), style: { opacity: n.disabled && !k.fades ? 0.55 : undefined } }, n.label))
    : h('label', { className: cls(k, `${type}Row`, n), style: { display: 'flex', alignItems: 'center', gap: '.45em', opacity: n.disabled ? 0.6 : undefined } }, input, h('span', null, n.label));
}

/** A switch of spans, for kits that have none; sizes and shapes come from the look. */
function track(n) {
  return h('span', { tabIndex: n.disabled ? undefined : 0, className: 'sw', 'data-on': n.checked ? '' : undefined, style: { opacity: n.disabled ? 0.45 : 1 } }, h('span'));
}

function dialog(n, k) {
  return h('div', { role: 'dialog', 'data-top': '', ...at(n), className: cls(k, 'dialogBox', n), style: { background: 'var(--paper)', color: 'var(--ink)', border: `1px solid ${faint}`, borderRadius: 'calc(var(--radius) * 1.5)', boxShadow: '0 10px 40px #0006', width: n.width ?? 460, maxWidth: '94%', maxHeight: '94%', overflow: 'hidden', display: 'flex', flexDirection: 'column' } },
    h('div', { style: { display: 'flex', alignItems: 'center', padding: '.9em 1.1em .6em', gap: '1em', borderBottom: n.ruled ? `1px solid ${faint}` : 0 } }, h('div', { style: { flex: 1 } }, many(n.head, k)), n.close && draw(n.close, k, 'x')),
    h('div', { style: { padding: '.4em 1.1em 1em', display: 'flex', flexDirection: 'column', gap: '.8em', overflow: 'hidden' } }, many(n.c, k)),
    n.buttons && h('div', { className: cls(k, 'dialogFoot', n), style: { display: 'flex', gap: '.6em', justifyContent: n.footer ?? 'flex-end', padding: '.8em 1.1em', borderTop: n.ruled ? `1px solid ${faint}` : 0 } }, many(n.buttons, k)));
}

export const many = (nodes, kit) => (nodes ?? []).filter(Boolean).map((one, i) => draw(one, kit, i));

export const draw = (node, kit, key) =>
  h(Fragment, { key }, kit.widgets?.[node.w]?.(node, kit) ?? widgets[node.w](node, kit));
