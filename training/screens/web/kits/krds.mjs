import 'krds-uiux/resources/css/token/krds_tokens.css';
import 'krds-uiux/resources/css/common/common.css';
import 'krds-uiux/resources/css/component/output.css';
import { at, checked, classes, h, inside, svg } from '../base.mjs';

const variants = { primary: 'primary', secondary: 'secondary', danger: 'primary', outline: 'tertiary', ghost: 'text', link: 'text' };
const size = (n) => (n.size === 'sm' ? 'xsmall' : n.size === 'lg' ? 'large' : 'medium');
const toggle = (type) => (n) => h('div', { className: classes('krds-form-check', 'medium'), ...at(n, 'label', 'before') }, h('input', { type, id: `t${n.id}`, name: n.group, ...checked(n) }), h('label', { htmlFor: `t${n.id}` }, n.layout === 'none' ? '' : n.label));

export default {
  name: 'krds',
  cls: {
    button: (n) => classes('krds-btn', size(n), variants[n.variant ?? 'secondary']), input: 'krds-input medium', textarea: 'krds-input', select: 'krds-form-select medium', label: 'lbl',
  },
  widgets: {
    checkbox: toggle('checkbox'), radio: toggle('radio'),
    switch: (n) => h('div', { className: 'krds-form-toggle-switch medium', ...at(n, '.switch-toggle') }, h('input', { type: 'checkbox', id: `t${n.id}`, ...checked(n) }), h('label', { htmlFor: `t${n.id}` }, h('span', { className: 'switch-toggle' }, h('i')), n.label)),
    tabs: (n) => h('div', { className: 'krds-tab-area layer' }, h('div', { className: 'tab line' }, h('ul', { role: 'tablist' }, n.items.map((one) => h('li', { key: one.id, role: 'tab', ...at(one), className: one.selected ? 'active' : undefined }, h('button', { type: 'button', className: 'btn-tab', disabled: one.disabled }, one.label)))))),
  },
  page: (look) => ({ html: { 'data-krds-mode': look.dark ? 'high-contrast' : 'light', style: '' }, css: 'html{font-size:62.5%} body{font-size:1.6rem;height:100%;overflow:hidden} h1{font-size:2.8rem;font-weight:700} h2{font-size:2.2rem;font-weight:700} h3{font-size:1.8rem;font-weight:700} .lbl{margin-bottom:.4rem} .krds-tab-area>.tab{position:static!important}', paper: 'var(--krds-light-color-background-white, #fff)', ink: 'var(--krds-light-color-text-basic, #222)', size: 16 }),
};
