import 'uikit/dist/css/uikit.min.css';
import { at, classes, h, inside, svg } from '../base.mjs';

const variants = { primary: 'primary', secondary: 'default', danger: 'danger', outline: 'secondary', ghost: 'text', link: 'link' };

export default {
  name: 'uikit',
  cls: {
    button: (n) => classes('uk-button', `uk-button-${variants[n.variant ?? 'secondary']}`, n.size === 'sm' && 'uk-button-small', n.size === 'lg' && 'uk-button-large'), input: 'uk-input', textarea: 'uk-textarea', select: 'uk-select', range: 'uk-range',
    checkbox: 'uk-checkbox', radio: 'uk-radio', card: 'uk-card uk-card-default', table: (n) => classes('uk-table uk-table-divider uk-margin-remove', n.striped && 'uk-table-striped', n.dense && 'uk-table-small'), label: 'uk-form-label', progress: 'uk-progress uk-margin-remove',
    heading: 'uk-margin-remove', chip: 'uk-label', alert: (n) => `uk-margin-remove uk-alert-${n.tone}`, text: 'uk-margin-remove',
  },
  widgets: {
    tabs: (n) => h('ul', { className: n.pills ? 'uk-subnav uk-subnav-pill' : 'uk-tab uk-margin-remove' }, n.items.map((one) => h('li', { key: one.id, className: classes(one.selected && 'uk-active', one.disabled && 'uk-disabled') }, h('a', { href: '#', role: 'tab', ...at(one) }, ...inside(one))))),
    sidebar: (n) => h('ul', { className: 'uk-nav uk-nav-default', style: n.style }, n.items.map((one, i) => one.group ? h('li', { key: i, className: 'uk-nav-header' }, one.group) : h('li', { key: i, className: one.selected ? 'uk-active' : undefined }, h('a', { href: '#', ...at(one), style: { color: 'inherit', padding: '6px 8px', gap: 10, ...(one.selected ? { background: 'color-mix(in srgb, var(--accent) 22%, transparent)' } : {}) } }, one.icon && svg(one.icon, 18), one.label)))),
  },
  page: () => ({ html: {}, css: '.uk-card{padding:0}', paper: '#fff', ink: '#444', size: 16 }),
};
