import 'spectre.css/dist/spectre.min.css';
import { at, checked, classes, h, inside } from '../base.mjs';

const variants = { primary: 'btn-primary', secondary: '', danger: 'btn-error', outline: '', ghost: 'btn-link', link: 'btn-link' };
const toggle = (type) => (n) => h('label', { className: `form-${type}`, ...at(n, '.form-icon'), style: n.disabled ? { opacity: 0.6 } : {} }, h('input', { type: type === 'radio' ? 'radio' : 'checkbox', name: n.group, ...checked(n) }), h('i', { className: 'form-icon' }), n.layout === 'none' ? '' : ` ${n.label}`);

export default {
  name: 'spectre',
  cls: {
    button: (n) => classes('btn', variants[n.variant ?? 'secondary'], n.size && `btn-${n.size}`), input: 'form-input', textarea: 'form-input', select: 'form-select', label: 'form-label', table: (n) => classes('table', n.striped && 'table-striped'), chip: 'label', card: 'card', range: 'slider', progress: 'progress', alert: (n) => `toast toast-${n.tone === 'danger' ? 'error' : n.tone === 'info' ? 'primary' : n.tone}`,
  },
  widgets: {
    checkbox: toggle('checkbox'), radio: toggle('radio'), switch: toggle('switch'),
    tabs: (n) => h('ul', { className: 'tab', style: { margin: 0 } }, n.items.map((one) => h('li', { key: one.id, className: classes('tab-item', one.selected && 'active') }, h('a', { href: '#', ...at(one) }, ...inside(one))))),
  },
  page: () => ({ html: {}, css: '', paper: '#fff', ink: '#3b4351', size: 15 }),
};
