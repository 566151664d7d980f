import './daisyui.css';
import { at, checked, classes, field, h, inside, many, svg } from '../base.mjs';

const variants = { primary: 'btn-primary', secondary: '', danger: 'btn-error', outline: 'btn-outline', ghost: 'btn-ghost', link: 'btn-link' };
const toggle = (type) => (n, k) => h('label', { style: { display: 'flex', alignItems: 'center', gap: '.6em', opacity: n.disabled ? 0.6 : 1 } }, h('input', { type, ...at(n), name: n.group, className: classes(type, n.tint && `${type}-${n.tint}`, n.size && `${type}-${n.size}`), ...checked(n) }), n.layout !== 'none' && h('span', null, n.label));

export default {
  name: 'daisyui',
  cls: {
    button: (n) => classes('btn', variants[n.variant ?? 'secondary'], n.size && `btn-${n.size}`, n.block && 'btn-block'), iconbutton: (n) => classes('btn btn-square', n.variant === 'primary' && 'btn-primary'),
    input: (n) => classes('input', n.tint && `input-${n.tint}`), textarea: 'textarea', select: 'select', range: (n) => classes('range', n.tint && `range-${n.tint}`, n.size && `range-${n.size}`), progress: (n) => classes('progress', n.tint && `progress-${n.tint}`),
    card: 'card card-border bg-base-100', table: (n) => classes('table', n.striped && 'table-zebra', n.dense && 'table-sm'), chip: 'badge', alert: (n) => `alert alert-${n.tone === 'danger' ? 'error' : n.tone}`, link: 'link', label: 'lbl',
  },
  widgets: {
    checkbox: toggle('checkbox'), radio: toggle('radio'),
    switch: (n) => h('label', { style: { display: 'flex', alignItems: 'center', gap: '.7em', ...(n.before ? { flexDirection: 'row-reverse', justifyContent: 'space-between' } : {}) } }, h('input', { type: 'checkbox', ...at(n), className: classes('toggle', n.tint && `toggle-${n.tint}`), ...checked(n) }), n.label),
    tabs: (n) => h('div', { role: 'tablist', className: classes('tabs', n.pills ? 'tabs-box' : n.boxed ? 'tabs-lift' : 'tabs-border') }, n.items.map((one) => h('a', { key: one.id, href: '#', role: 'tab', ...at(one), className: classes('tab', one.selected && 'tab-active', one.disabled && 'tab-disabled') }, ...inside(one)))),
    menu: (n) => h('ul', { className: 'menu bg-base-100 rounded-box', 'data-top': '', style: { boxShadow: '0 4px 14px #0004', width: 'max-content', minWidth: '12em', ...n.style } }, n.items.map((one, i) => one.separator ? h('li', { key: i }) : h('li', { key: i, className: one.disabled ? 'menu-disabled' : undefined }, h('a', { href: '#', ...at(one), className: one.selected ? 'menu-active' : undefined }, one.icon && svg(one.icon, '1.1em'), h('span', null, one.label), one.shortcut && h('span', { style: { opacity: 0.6 } }, one.shortcut))))),
  },
  page: (look) => ({ html: { 'data-theme': look.theme ?? (look.dark ? 'dark' : 'light') }, css: 'h1{font-size:1.9em;font-weight:700} h2{font-size:1.5em;font-weight:700} h3{font-size:1.2em;font-weight:600} .lbl{font-size:.9em;margin-bottom:.25em}', paper: 'var(--color-base-100)', ink: 'var(--color-base-content)' }),
};
