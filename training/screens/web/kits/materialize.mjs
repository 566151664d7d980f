import '@materializecss/materialize/dist/css/materialize.min.css';
import { at, checked, classes, field, h, inside, many, svg } from '../base.mjs';

const variants = { primary: 'filled', secondary: 'outlined', danger: 'filled red', outline: 'tonal', ghost: 'text', link: 'text' };
const toggle = (type) => (n) => h('label', { style: { display: 'block' }, ...at(n, 'span', n.look) }, h('input', { type, name: n.group, ...checked(n), className: type === 'radio' ? 'with-gap' : 'filled-in' }), h('span', { style: { minHeight: 24 } }, n.layout === 'none' ? '' : n.label));

export default {
  name: 'materialize',
  cls: { button: (n) => classes('btn', variants[n.variant ?? 'secondary'], n.size === 'sm' ? 'btn-small' : n.size === 'lg' ? 'btn-large' : ''), card: 'card', table: (n) => classes(n.striped && 'striped'), select: 'browser-default', label: 'lbl' },
  widgets: {
    radio: (n) => toggle('radio')({ ...n, look: 'before' }), checkbox: (n) => toggle('checkbox')({ ...n, look: 'after' }),
    textbox: (n, k) => field(n, k, h('div', { className: classes('input-field', n.outlined && 'outlined'), style: { margin: 0, width: n.width } }, n.rows ? h('textarea', { ...at(n), className: 'materialize-textarea', rows: n.rows, defaultValue: n.value, disabled: n.disabled, style: { margin: 0, height: n.rows * 24 } }) : h('input', { ...at(n), type: n.type ?? 'text', placeholder: n.placeholder ?? ' ', defaultValue: n.value, disabled: n.disabled, readOnly: n.readonly, style: { margin: 0, width: '100%' } }))),
    switch: (n) => h('div', { className: 'switch' }, h('label', { ...at(n, '.lever') }, h('input', { type: 'checkbox', ...checked(n) }), h('span', { className: 'lever', style: { margin: '0 12px 0 0' } }), n.label)),
    progressbar: (n, k) => field(n, k, h('div', { ...at(n), className: 'progress', style: { margin: 0, width: n.width } }, h('div', { className: 'determinate', style: { width: `${n.value}%` } }))),
    tabs: (n) => h('ul', { className: 'tabs', style: { display: 'flex' } }, n.items.map((one) => h('li', { key: one.id, className: classes('tab', one.disabled && 'disabled') }, h('a', { href: '#', ...at(one), className: one.selected ? 'active' : undefined, style: one.selected ? { borderBottom: '2px solid var(--accent)' } : {} }, one.label)))),
  },
  page: (look) => ({ html: { theme: look.dark ? 'dark' : 'light' }, css: 'h1{font-size:1.9rem;margin:0} h2{font-size:1.5rem;margin:0} h3{font-size:1.2rem;margin:0} .lbl{font-size:.85em} .card{margin:0}', paper: 'var(--md-sys-color-background, #fff)', ink: 'var(--md-sys-color-on-background, #222)', size: 15 }),
};
