import '@carbon/styles/css/styles.css';
import { Button, Checkbox, Dropdown, InlineNotification, NumberInput, PasswordInput, ProgressBar, RadioButton, Slider, Tab, TabList, Tabs, Tag, TextArea, TextInput, Toggle } from '@carbon/react';
import { at, classes, field, h, inside, many, svg, buttonAt, select } from '../base.mjs';

const kinds = { primary: 'primary', secondary: 'secondary', danger: 'danger', outline: 'tertiary', ghost: 'ghost', link: 'ghost' };
const name = (n) => `t${n.id}`;
const wrapped = (n, selector, how, ...children) => h('div', { ...at(n, selector, how), style: n.width ? { width: n.width, maxWidth: '100%' } : { minWidth: 0 } }, ...children);
const hidden = (n) => !n.label || n.layout === 'none';
/** A label at the left is ours; one above is the kit's. */
const placed = (n, k, control) => (n.layout === 'left' && n.label ? field(n, k, control) : control);
const hides = (n) => hidden(n) || n.layout === 'left';

export default {
  name: 'carbon',
  cls: {
    label: 'cds--label', link: 'cds--link', table: (n) => classes('cds--data-table', n.dense && 'cds--data-table--sm', n.striped && 'cds--data-table--zebra'), tr: (n) => (n.selected ? 'cds--data-table--selected' : undefined),
    iconbutton: (n) => classes('cds--btn cds--btn--md cds--layout--size-md cds--btn--icon-only', `cds--btn--${n.variant === 'primary' ? 'primary' : 'secondary'}`), card: 'cds--tile', heading: (n) => `cds--type-productive-heading-0${Math.max(2, 6 - (n.level ?? 1))}`,
  },
  widgets: {
    button: (n) => h('span', { ...at(n, '.cds--btn', buttonAt(n)['data-how']), style: { display: 'inline-block', ...n.style } }, h(Button, { kind: kinds[n.variant ?? 'secondary'], size: n.size ?? 'md', disabled: n.disabled, isSelected: n.pressed, className: n.pressed ? 'cds--btn--selected' : undefined, style: n.style?.width ? { width: '100%', maxWidth: 'none' } : undefined }, ...inside(n))),
    textbox: (n, k) => {
      const shared = { id: name(n), labelText: hidden(n) ? ' ' : n.required ? `${n.label} *` : n.label, hideLabel: hides(n), defaultValue: n.value, placeholder: n.placeholder ?? undefined, disabled: n.disabled, readOnly: n.readonly, spellCheck: false };
      if (n.rows) return placed(n, k, wrapped(n, 'textarea', undefined, h(TextArea, { ...shared, rows: n.rows, enableCounter: false })));
      if (n.type === 'password') return placed(n, k, wrapped(n, 'input', undefined, h(PasswordInput, shared)));
      const input = wrapped(n, 'input', undefined, h(TextInput, { ...shared, type: n.type ?? 'text', style: n.icon ? { paddingInlineStart: '2.5rem' } : undefined }));
      if (!n.icon) return placed(n, k, input);
      return placed(n, k, h('div', { style: { position: 'relative', width: n.width } }, input, h('span', { style: { position: 'absolute', left: 12, bottom: 10, display: 'flex', opacity: 0.7 } }, svg(n.icon, 16))));
    },
    combobox: (n, k) => placed(n, k, wrapped(n, '.cds--list-box', undefined, h(Dropdown, { id: name(n), titleText: hidden(n) ? '' : n.label, hideLabel: hides(n), label: n.value, items: n.options ?? [n.value], initialSelectedItem: n.value, disabled: n.disabled, size: 'md' }))),
    spinbutton: (n, k) => placed(n, k, wrapped(n, '.cds--number__input-wrapper', undefined, h(NumberInput, { id: name(n), label: hidden(n) ? ' ' : n.label, hideLabel: hides(n), defaultValue: n.value, min: 0, max: 200, disabled: n.disabled, size: 'md' }))),
    checkbox: (n) => h('div', at(n, 'label', 'before'), h(Checkbox, { id: name(n), labelText: hidden(n) ? ' ' : n.label, hideLabel: hidden(n), defaultChecked: n.checked, indeterminate: !!n.mixed, disabled: n.disabled })),
    radio: (n) => h('div', at(n, '.cds--radio-button__appearance'), h(RadioButton, { id: name(n), name: n.group, value: name(n), labelText: n.label, defaultChecked: n.checked, disabled: n.disabled })),
    switch: (n) => h('div', { style: n.before ? { display: 'flex', alignItems: 'center' } : {} }, n.before && h('span', { style: { flex: 1 } }, n.label),
      h('div', at(n, '.cds--toggle__switch'), h(Toggle, { id: name(n), labelText: n.before ? '' : n.label, hideLabel: !!n.before, 'aria-label': n.label, labelA: '', labelB: '', size: n.size === 'sm' ? 'sm' : 'md', defaultToggled: n.checked, disabled: n.disabled }))),
    slider: (n, k) => field({ ...n, layout: n.label ? n.layout : 'none' }, k, h('div', at(n, '.cds--slider__track,.cds--slider__thumb', 'each'), h(Slider, { id: name(n), labelText: '', hideLabel: true, min: 0, max: 100, step: 1, value: n.value, hideTextInput: true, disabled: n.disabled }))),
    progressbar: (n) => h('div', { ...at(n, '.cds--progress-bar__track'), style: { width: n.width ?? '100%' } }, h(ProgressBar, { label: n.label || ' ', hideLabel: !n.label, value: n.value, max: 100 })),
    tabs: (n) => h(Tabs, { selectedIndex: n.items.findIndex((one) => one.selected), onChange: () => {} }, h(TabList, { 'aria-label': 'tabs', contained: !!n.boxed }, n.items.map((one) => h(Tab, { key: one.id, ...at(one), disabled: one.disabled }, one.label)))),
    alert: (n, k) => h(InlineNotification, { kind: n.tone === 'danger' ? 'error' : n.tone, title: '', subtitle: n.text, lowContrast: true, hideCloseButton: true, style: { maxInlineSize: 'none' } }),
    chip: (n) => h(Tag, { type: 'gray', size: 'sm' }, n.text),
    sidebar: (n) => h('nav', { style: n.style }, h('ul', { className: 'cds--side-nav__items', style: { padding: 0 } }, n.items.map((one, i) => one.group ? h('li', { key: i, style: { padding: '1rem 1rem .3rem', fontSize: '.75rem', opacity: 0.7 } }, one.group)
      : h('li', { key: i, className: 'cds--side-nav__item' }, h('a', { href: '#', ...at(one), className: classes('cds--side-nav__link', one.selected && 'cds--side-nav__link--current'), style: { color: 'inherit' } }, one.icon && h('div', { className: 'cds--side-nav__icon' }, svg(one.icon, 16)), h('span', { className: 'cds--side-nav__link-text', style: { color: 'inherit' } }, one.label)))))),
    accordion: (n) => h('ul', { className: 'cds--accordion' }, n.items.map((one, i) => h('li', { key: i, className: classes('cds--accordion__item', one.expanded && 'cds--accordion__item--active') }, h('button', { type: 'button', ...at(one), className: 'cds--accordion__heading', 'aria-expanded': !!one.expanded }, h('span', null, one.expanded ? '▴' : '▾'), h('div', { className: 'cds--accordion__title' }, one.label)), one.expanded && h('div', { className: 'cds--accordion__content', style: { padding: '.5rem 1rem' } }, one.text)))),
  },
  page: (look) => ({ html: { class: look.dark ? (look.tinted ? 'cds--g90' : 'cds--g100') : look.tinted ? 'cds--g10' : 'cds--white' }, css: 'body{background:var(--cds-background);color:var(--cds-text-primary)} .cds--side-nav__link{min-height:2.25rem} .cds--form-item{flex:none}', paper: 'var(--cds-layer)', ink: 'var(--cds-text-primary)', body: { color: 'var(--cds-text-primary)' }, size: 14 }),
};
