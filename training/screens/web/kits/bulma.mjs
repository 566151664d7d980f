import 'bulma/css/bulma.min.css';
import { at, checked, classes, field, h, inside, many, svg } from '../base.mjs';

const variants = { primary: 'is-primary', secondary: '', danger: 'is-danger', outline: 'is-link is-outlined', ghost: 'is-ghost', link: 'is-text' };

export default {
  name: 'bulma',
  cls: {
    button: (n) => classes('button', variants[n.variant ?? 'secondary'], n.size === 'sm' ? 'is-small' : n.size === 'lg' ? 'is-medium' : '', n.block && 'is-fullwidth'),
    input: 'input', textarea: 'textarea', label: 'label', help: 'help', checkboxRow: 'checkbox', radioRow: 'radio', card: 'box p-0', table: (n) => classes('table is-fullwidth', n.striped && 'is-striped', n.dense && 'is-narrow', n.lined && 'is-bordered'),
    progress: (n) => classes('progress is-link', n.size === 'sm' && 'is-small'), chip: 'tag', heading: (n) => classes('title mb-0', `is-${(n.level ?? 1) + 2}`), tr: (n) => (n.selected ? 'is-selected' : undefined),
    alert: (n) => `notification mb-0 is-light is-${n.tone}`,
  },
  select: (n) => h('div', { ...at(n), className: 'select is-fullwidth', style: { display: 'block', width: n.width ?? '100%', maxWidth: '100%' } }, h('select', { disabled: n.disabled, defaultValue: n.value }, (n.options ?? [n.value]).map((one, i) => h('option', { key: i }, one)))),
  widgets: {
    tabs: (n) => h('div', { className: classes('tabs mb-0', n.pills && 'is-toggle', n.boxed && 'is-boxed') }, h('ul', null, n.items.map((one) => h('li', { key: one.id, className: one.selected ? 'is-active' : undefined }, h('a', { ...at(one), href: '#' }, ...inside(one)))))),
    menu: (n) => h('div', { className: 'dropdown-content', 'data-top': '', style: { width: 'max-content', minWidth: '11em', ...n.style } }, n.items.map((one, i) => one.separator ? h('hr', { key: i, className: 'dropdown-divider' }) : h('a', { key: i, href: '#', ...at(one), className: classes('dropdown-item', one.selected && 'is-active'), style: { display: 'flex', gap: '.6em', alignItems: 'center', opacity: one.disabled ? 0.4 : 1 } }, one.icon && svg(one.icon, '1.05em'), h('span', { style: { flex: 1 } }, one.label), one.shortcut && h('span', { style: { opacity: 0.6, paddingLeft: '1.5em' } }, one.shortcut)))),
    sidebar: (n) => h('aside', { className: 'menu', style: n.style }, h('ul', { className: 'menu-list' }, n.items.map((one, i) => one.group ? h('p', { key: i, className: 'menu-label' }, one.group) : h('li', { key: i }, h('a', { href: '#', ...at(one), className: one.selected ? 'is-active' : undefined, style: { display: 'flex', gap: '.7em', alignItems: 'center' } }, one.icon && svg(one.icon, '1.1em'), one.label))))),
  },
  page: (look) => ({ html: { 'data-theme': look.dark ? 'dark' : 'light' }, css: '', paper: 'var(--bulma-scheme-main)', ink: 'var(--bulma-text)' }),
};
