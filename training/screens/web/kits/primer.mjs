import '@primer/css/dist/primer.css';
import { at, classes, h, inside, svg } from '../base.mjs';

const variants = { primary: 'btn-primary', secondary: '', danger: 'btn-danger', outline: 'btn-outline', ghost: 'btn-invisible', link: 'btn-link' };

export default {
  name: 'primer',
  cls: {
    button: (n) => classes('btn', variants[n.variant ?? 'secondary'], n.size === 'sm' && 'btn-sm', n.size === 'lg' && 'btn-large', n.block && 'btn-block'), input: 'form-control', textarea: 'form-control', select: 'form-select', label: 'lbl', card: 'Box', chip: 'Label',
    alert: (n) => classes('flash', { success: 'flash-success', warning: 'flash-warn', danger: 'flash-error' }[n.tone]),
  },
  widgets: {
    tabs: (n) => h('div', { className: n.pills ? 'UnderlineNav' : 'tabnav mb-0' }, h('nav', { className: n.pills ? 'UnderlineNav-body' : 'tabnav-tabs' }, n.items.map((one) => h('a', { key: one.id, href: '#', role: 'tab', 'aria-selected': one.selected, ...at(one), className: n.pills ? 'UnderlineNav-item' : 'tabnav-tab' }, ...inside(one))))),
    sidebar: (n) => h('nav', { className: 'SideNav border-0', style: { background: 'none', ...n.style } }, n.items.map((one, i) => one.group ? h('div', { key: i, style: { padding: '12px 16px 4px', fontSize: 12, opacity: 0.7 } }, one.group) : h('a', { key: i, href: '#', ...at(one), className: 'SideNav-item', 'aria-current': one.selected ? 'page' : undefined, style: { display: 'flex', gap: 8, alignItems: 'center', color: one.selected ? 'var(--ink)' : 'inherit', background: one.selected ? undefined : 'none' } }, one.icon && svg(one.icon, 16), one.label))),
  },
  page: (look) => ({ html: { 'data-color-mode': look.dark ? 'dark' : 'light', 'data-light-theme': 'light', 'data-dark-theme': look.tinted ? 'dark_dimmed' : 'dark' }, css: '.lbl{font-weight:600;font-size:.95em;margin-bottom:4px}', paper: look.dark ? '#0d1117' : '#fff', ink: look.dark ? '#e6edf3' : '#1f2328', size: 14 }),
};
