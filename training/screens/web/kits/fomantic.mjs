import 'fomantic-ui-css/semantic.min.css';
import { at, checked, classes, field, h, inside, many, svg } from '../base.mjs';

const variants = { primary: 'primary', secondary: '', danger: 'red', outline: 'basic primary', ghost: 'basic', link: 'basic' };
const toggle = (type, kind = '') => (n) => h('div', { className: classes('ui', kind, type === 'radio' ? 'radio' : '', 'checkbox', n.disabled && 'disabled', n.checked && 'checked', n.mixed && 'indeterminate'), style: n.before ? {} : undefined, ...at(n, 'label', 'before') },
  h('input', { type, name: n.group, ...checked(n) }), h('label', null, n.layout === 'none' ? '' : n.label));

export default {
  name: 'fomantic',
  cls: {
    button: (n) => classes('ui', variants[n.variant ?? 'secondary'], n.size === 'sm' ? 'small' : n.size === 'lg' ? 'large' : '', 'button'), card: 'ui segment', table: (n) => classes('ui table', n.striped && 'striped', n.dense && 'compact', n.lined && 'celled'),
    alert: (n) => `ui message ${{ info: 'info', success: 'positive', warning: 'warning', danger: 'negative' }[n.tone]}`, chip: 'ui label', heading: (n) => `ui header`, select: 'ui dropdown', tr: (n) => (n.selected ? 'active' : undefined), label: 'lbl',
  },
  widgets: {
    textbox: (n, k) => field(n, k, n.rows ? h('div', { className: 'ui form' }, h('textarea', { ...at(n), rows: n.rows, defaultValue: n.value, disabled: n.disabled, readOnly: n.readonly }))
      : h('div', { className: classes('ui fluid input', n.icon && 'left icon', n.disabled && 'disabled'), style: { width: n.width } }, h('input', { ...at(n), type: n.type ?? 'text', defaultValue: n.value, placeholder: n.placeholder, disabled: n.disabled, readOnly: n.readonly, style: n.icon ? { paddingLeft: '2.5em' } : {} }), n.icon && h('span', { style: { position: 'absolute', left: '.8em', top: 0, bottom: 0, display: 'flex', alignItems: 'center', opacity: 0.6 } }, svg(n.icon, '1em')))),
    spinbutton: (n, k) => field(n, k, h('div', { className: 'ui input' }, h('input', { type: 'number', ...at(n), defaultValue: n.value, disabled: n.disabled, style: { width: n.width ?? '8em' } }))),
    checkbox: toggle('checkbox'), radio: toggle('radio'), switch: toggle('checkbox', 'toggle'),
    combobox: (n, k) => field(n, k, h('div', { ...at(n), tabIndex: 0, className: classes('ui fluid selection dropdown', n.disabled && 'disabled'), style: { width: n.width, minWidth: 0 } }, h('span', { style: { position: 'absolute', right: '1em' }, 'data-silent': '' }, '▾'), h('div', { className: 'text' }, n.value))),
    progressbar: (n, k) => field(n, k, h('div', { ...at(n), className: classes('ui progress', n.size === 'sm' && 'small'), style: { margin: 0, width: n.width } }, h('div', { className: 'bar', style: { width: `${n.value}%`, background: 'var(--accent)', minWidth: 0 } }))),
    tabs: (n) => h('div', { className: classes('ui', n.pills ? 'secondary' : n.boxed ? 'top attached tabular' : 'pointing', 'menu') }, n.items.map((one) => h('a', { key: one.id, href: '#', role: 'tab', ...at(one), className: classes('item', one.selected && 'active', one.disabled && 'disabled') }, ...inside(one)))),
    menu: (n) => h('div', { className: 'ui vertical menu', 'data-top': '', style: { width: 'max-content', minWidth: 180 } }, n.items.map((one, i) => one.separator ? h('div', { key: i, style: { borderTop: '1px solid #8885' } }) : h('a', { key: i, href: '#', ...at(one), className: classes('item', one.selected && 'active', one.disabled && 'disabled'), style: { display: 'flex', gap: 12 } }, h('span', { style: { flex: 1 } }, (one.checked ? '✓ ' : '') + one.label), one.shortcut && h('span', { style: { opacity: 0.55 } }, one.shortcut)))),
    pagination: (n) => h('div', { className: 'ui pagination menu' }, n.items.map((one, i) => h('a', { key: i, href: '#', ...at(one), className: classes('item', one.selected && 'active') }, one.label))),
  },
  page: () => ({ html: {}, css: '.ui.table,.ui.menu,.ui.segment,.ui.message{margin:0} .ui.header{margin:0} .lbl{font-weight:700;font-size:.93em;margin-bottom:.25em}', paper: '#fff', ink: 'rgba(0,0,0,.87)', size: 14 }),
};
