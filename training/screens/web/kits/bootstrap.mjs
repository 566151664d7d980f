import 'bootstrap/dist/css/bootstrap.min.css';
import { at, checked, classes, field, h, inside, many, svg } from '../base.mjs';

const variants = { primary: 'primary', secondary: 'secondary', danger: 'danger', outline: 'outline-primary', ghost: 'link', link: 'link' };

export default {
  name: 'bootstrap', sibling: true, fades: true,
  cls: {
    button: (n) => classes('btn', `btn-${n.tint ?? variants[n.variant ?? 'secondary']}`, n.size && `btn-${n.size}`, n.block && 'w-100'),
    input: 'form-control', textarea: 'form-control', select: 'form-select', label: (n) => n.layout === 'left' ? 'col-form-label' : 'form-label', range: 'form-range',
    help: 'form-text', checkbox: 'form-check-input', radio: 'form-check-input', checkboxRow: 'form-check', radioRow: 'form-check', checkboxLabel: 'form-check-label', radioLabel: 'form-check-label',
    card: 'card', cardBody: 'card-body', table: (n) => classes('table mb-0', n.striped && 'table-striped', n.dense && 'table-sm', n.lined && 'table-bordered'), tr: (n) => (n.selected ? 'table-active' : undefined),
    alert: (n) => `alert alert-${n.tone} mb-0`, chip: 'badge text-bg-secondary', appbar: 'bg-body-tertiary', heading: (n) => (n.small ? 'h5 mb-0' : 'mb-0'),
  },
  widgets: {
    switch: (n) => h('div', { className: 'form-check form-switch', style: n.before ? { display: 'flex', flexDirection: 'row-reverse', justifyContent: 'space-between', padding: 0 } : {} },
      h('input', { type: 'checkbox', role: 'switch', className: 'form-check-input', style: n.before ? { margin: 0 } : {}, ...at(n), ...checked(n) }), h('label', { className: 'form-check-label' }, n.label)),
    progressbar: (n, k) => field(n, k, h('div', { className: 'progress', ...at(n), style: { width: n.width } }, h('div', { className: classes('progress-bar', n.striped && 'progress-bar-striped', n.tint && `bg-${n.tint}`), style: { width: `${n.value}%` } }, n.words ? `${n.value}%` : ''))),
    tabs: (n) => h('ul', { className: `nav ${n.pills ? 'nav-pills' : n.underlined ? 'nav-underline' : 'nav-tabs'}` }, n.items.map((one) => h('li', { key: one.id, className: 'nav-item' }, h('a', { href: '#', role: 'tab', ...at(one), className: classes('nav-link', one.selected && 'active', one.disabled && 'disabled') }, ...inside(one))))),
    menu: (n) => h('div', { className: 'dropdown-menu show', 'data-top': '', style: { position: 'static', width: 'max-content', ...n.style } }, n.items.map((one, i) => one.separator ? h('hr', { key: i, className: 'dropdown-divider' })
      : h('a', { key: i, href: '#', ...at(one), className: classes('dropdown-item d-flex gap-2 align-items-center', one.selected && 'active', one.disabled && 'disabled') }, n.hasMarks && h('span', { style: { width: '1em' } }, one.checked ? '✓' : ''), one.icon && svg(one.icon, '1.05em'), h('span', { style: { flex: 1 } }, one.label), one.shortcut && h('small', { className: 'text-body-secondary ps-4' }, one.shortcut)))),
    accordion: (n) => h('div', { className: 'accordion' }, n.items.map((one, i) => h('div', { key: i, className: 'accordion-item' }, h('h2', { className: 'accordion-header' }, h('button', { ...at(one), type: 'button', className: classes('accordion-button', !one.expanded && 'collapsed') }, one.label)), one.expanded && h('div', { className: 'accordion-body' }, one.text)))),
    list: (n, k) => h('ul', { ...at(n), className: 'list-group', style: n.style }, n.items.map((one, i) => h('li', { key: i, className: classes('list-group-item d-flex align-items-center gap-3', one.selected && 'active') }, many(one.c, k)))),
    pagination: (n) => h('ul', { className: 'pagination mb-0' }, n.items.map((one, i) => h('li', { key: i, className: classes('page-item', one.selected && 'active', one.disabled && 'disabled') }, h('a', { href: '#', ...at(one), className: 'page-link' }, one.label)))),
  },
  page: (look) => ({ html: { 'data-bs-theme': look.dark ? 'dark' : 'light' }, css: look.tinted ? `.btn-primary{--bs-btn-bg:var(--accent);--bs-btn-border-color:var(--accent);--bs-btn-color:var(--on-accent)} .form-check-input:checked{background-color:var(--accent);border-color:var(--accent)} a{--bs-link-color-rgb:var(--accent-rgb)} .nav{--bs-nav-pills-link-active-bg:var(--accent)}` : '', paper: 'var(--bs-body-bg)', ink: 'var(--bs-body-color)' }),
};
