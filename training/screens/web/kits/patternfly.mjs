import '@patternfly/patternfly/patternfly.min.css';
import { at, checked, classes, field, h, inside, many, svg } from '../base.mjs';

const variants = { primary: 'primary', secondary: 'secondary', danger: 'danger', outline: 'tertiary', ghost: 'link', link: 'link' };
const control = (n, ...children) => h('span', { ...at(n), className: classes('pf-v6-c-form-control', n.disabled && 'pf-m-disabled', n.readonly && 'pf-m-readonly'), style: { width: n.width ?? '100%', maxWidth: '100%' } }, ...children);

export default {
  name: 'patternfly',
  cls: { button: (n) => classes('pf-v6-c-button', `pf-m-${variants[n.variant ?? 'secondary']}`, n.size === 'sm' && 'pf-m-small', n.disabled && 'pf-m-disabled'), iconbutton: 'pf-v6-c-button pf-m-control', table: (n) => classes('pf-v6-c-table', n.dense && 'pf-m-compact'), th: 'pf-v6-c-table__th', td: 'pf-v6-c-table__td', card: 'pf-v6-c-card', label: 'lbl', link: 'lnk' },
  widgets: {
    textbox: (n, k) => field(n, k, n.rows ? control(n, h('textarea', { rows: n.rows, defaultValue: n.value, disabled: n.disabled, readOnly: n.readonly })) : control(n, h('input', { type: n.type ?? 'text', defaultValue: n.value, placeholder: n.placeholder, disabled: n.disabled, readOnly: n.readonly }))),
    combobox: (n, k) => field(n, k, h('button', { type: 'button', ...at(n), className: classes('pf-v6-c-menu-toggle pf-m-full-width', n.disabled && 'pf-m-disabled'), disabled: n.disabled, style: { width: n.width } }, h('span', { className: 'pf-v6-c-menu-toggle__text' }, n.value), h('span', { className: 'pf-v6-c-menu-toggle__controls', 'data-silent': '' }, h('span', { className: 'pf-v6-c-menu-toggle__toggle-icon' }, '▾')))),
    spinbutton: (n, k) => field(n, k, h('span', { ...at(n), className: 'pf-v6-c-form-control', style: { width: n.width ?? 110 } }, h('input', { type: 'number', defaultValue: n.value, disabled: n.disabled }))),
    switch: (n) => h('label', { className: 'pf-v6-c-switch', ...at(n, '.pf-v6-c-switch__toggle') }, h('input', { type: 'checkbox', className: 'pf-v6-c-switch__input', ...checked(n) }), h('span', { className: 'pf-v6-c-switch__toggle' }), h('span', { className: 'pf-v6-c-switch__label' }, n.label)),
    tabs: (n) => h('div', { className: classes('pf-v6-c-tabs', n.boxed && 'pf-m-box') }, h('ul', { className: 'pf-v6-c-tabs__list' }, n.items.map((one) => h('li', { key: one.id, className: classes('pf-v6-c-tabs__item', one.selected && 'pf-m-current') }, h('button', { type: 'button', ...at(one), className: classes('pf-v6-c-tabs__link', one.disabled && 'pf-m-disabled') }, h('span', { className: 'pf-v6-c-tabs__item-text' }, one.label)))))),
    progressbar: (n, k) => field(n, k, h('div', { className: 'pf-v6-c-progress', style: { width: n.width } }, h('div', { className: 'pf-v6-c-progress__bar', ...at(n) }, h('div', { className: 'pf-v6-c-progress__indicator', style: { width: `${n.value}%` } })))),
    chip: (n) => h('span', { className: 'pf-v6-c-label' }, h('span', { className: 'pf-v6-c-label__content' }, n.text)),
  },
  page: (look) => ({ html: look.dark ? { class: 'pf-v6-theme-dark' } : {}, css: 'h1{font-size:1.75rem} h2{font-size:1.3rem} .lbl{font-weight:500;font-size:.9em;margin-bottom:.25em} .lnk{color:var(--pf-t--global--text--color--link--default)}', paper: 'var(--pf-t--global--background--color--primary--default)', ink: 'var(--pf-t--global--text--color--regular)', size: 15 }),
};
