import 'govuk-frontend/dist/govuk/govuk-frontend.min.css';
import { at, checked, classes, h, inside } from '../base.mjs';

const variants = { primary: '', secondary: 'govuk-button--secondary', danger: 'govuk-button--warning', outline: 'govuk-button--inverse', ghost: 'govuk-button--secondary', link: 'govuk-button--secondary' };
const toggle = (type, many) => (n) => h('div', { className: `govuk-${many}`, style: { minHeight: 44 } }, h('div', { className: `govuk-${many}__item`, style: { margin: 0 }, ...at(n, 'label', 'before') }, h('input', { type, id: `t${n.id}`, name: n.group, className: `govuk-${many}__input`, ...checked(n) }), h('label', { htmlFor: `t${n.id}`, className: `govuk-label govuk-${many}__label` }, n.layout === 'none' ? ' ' : n.label)));

export default {
  name: 'govuk',
  cls: {
    button: (n) => classes('govuk-button mb0', variants[n.variant ?? 'secondary']), input: 'govuk-input', textarea: 'govuk-textarea mb0', select: 'govuk-select', label: 'govuk-label', link: 'govuk-link', heading: (n) => `govuk-heading-${['xl', 'l', 'm'][(n.level ?? 1) - 1]} mb0`,
    text: 'govuk-body mb0', table: 'govuk-table mb0', th: 'govuk-table__header', td: 'govuk-table__cell', chip: 'govuk-tag',
  },
  widgets: {
    checkbox: (n) => toggle('checkbox', 'checkboxes')(n), radio: (n) => toggle('radio', 'radios')(n),
    tabs: (n) => h('div', { className: 'govuk-tabs js-enabled govuk-frontend-supported' }, h('ul', { className: 'govuk-tabs__list' }, n.items.map((one) => h('li', { key: one.id, ...at(one), className: classes('govuk-tabs__list-item', one.selected && 'govuk-tabs__list-item--selected') }, h('a', { href: '#', className: 'govuk-tabs__tab' }, one.label))))),
  },
  page: () => ({ html: {}, css: '.mb0{margin-bottom:0!important} body{margin:0} input,select,textarea,button,label,p,h1,h2,h3,a,td,th{font-family:var(--font)!important}', paper: '#fff', ink: '#0b0c0c', size: 17 }),
};
