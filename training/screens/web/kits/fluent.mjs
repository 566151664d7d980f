import { Button, Card, Checkbox, Dropdown, FluentProvider, Input, Link, Menu, MenuDivider, MenuItem, MenuList, MessageBar, MessageBarBody, Option, ProgressBar, Radio, RadioGroup, Slider, SpinButton, Switch, Tab, TabList, Textarea, ToggleButton, Badge, webDarkTheme, webLightTheme, teamsDarkTheme, teamsLightTheme } from '@fluentui/react-components';
import { at, buttonAt, draw, field, h, inside, many, svg, Fragment } from '../base.mjs';

const looks = { primary: 'primary', secondary: 'secondary', danger: 'primary', outline: 'outline', ghost: 'subtle', link: 'transparent' };
const size = (n) => ({ sm: 'small', lg: 'large' })[n.size] ?? 'medium';
const hidden = (n) => !n.label || n.layout === 'none';
const wide = (n) => ({ width: n.width ?? '100%', maxWidth: '100%', minWidth: 0 });
let shape = {};

export default {
  name: 'fluent', cls: {},
  widgets: {
    button: (n) => h('span', { ...at(n, '.fui-Button', buttonAt(n)['data-how']), style: { display: 'inline-flex', ...n.style } }, h(n.pressed ? ToggleButton : Button, { appearance: looks[n.variant ?? 'secondary'], size: size(n), disabled: !!n.disabled, shape: shape.shape, ...(n.pressed ? { checked: true } : {}), icon: n.icon && svg(n.icon, 20), style: n.style?.width ? { width: '100%' } : undefined }, n.label, n.caret && ' ▾')),
    textbox: (n, k) => field(n, k, n.rows ? h('div', { ...at(n, '.fui-Textarea'), style: wide(n) }, h(Textarea, { appearance: shape.textarea, defaultValue: n.value, placeholder: n.placeholder ?? undefined, rows: n.rows, disabled: !!n.disabled, readOnly: n.readonly, style: { width: '100%' } }))
      : h('div', { ...at(n, '.fui-Input'), style: wide(n) }, h(Input, { appearance: shape.input, type: n.type ?? 'text', defaultValue: n.value ?? '', placeholder: n.placeholder ?? undefined, disabled: !!n.disabled, readOnly: n.readonly, contentBefore: n.icon && svg(n.icon, 18), contentAfter: n.end && draw({ ...n.end, w: 'iconbutton', size: 18 }, k, 'e'), style: { width: '100%' } }))),
    combobox: (n, k) => field(n, k, h('div', { ...at(n, '.fui-Dropdown'), style: wide(n) }, h(Dropdown, { appearance: shape.input, defaultValue: n.value, defaultSelectedOptions: [n.value], disabled: !!n.disabled, style: { width: '100%', minWidth: 0 } }, (n.options ?? [n.value]).map((one, i) => h(Option, { key: i, value: one }, one))))),
    spinbutton: (n, k) => field(n, k, h('div', at(n, '.fui-SpinButton'), h(SpinButton, { defaultValue: n.value, disabled: !!n.disabled, style: { width: n.width ?? 130 } }))),
    checkbox: (n) => h('div', at(n, '.fui-Checkbox__indicator'), h(Checkbox, { label: hidden(n) ? undefined : n.label, defaultChecked: n.mixed ? 'mixed' : n.checked, disabled: !!n.disabled, shape: shape.round ? 'circular' : 'square' })),
    radio: (n) => h('div', at(n, '.fui-Radio__indicator'), h(Radio, { label: n.label, name: n.group, value: `${n.id}`, defaultChecked: n.checked, disabled: !!n.disabled })),
    switch: (n) => h('div', at(n, '.fui-Switch__indicator'), h(Switch, { label: n.label, labelPosition: n.before ? 'before' : 'after', defaultChecked: n.checked, disabled: !!n.disabled, style: n.before ? { display: 'flex', justifyContent: 'space-between' } : {} })),
    slider: (n, k) => field(n, k, h('div', { ...at(n, '.fui-Slider__rail,.fui-Slider__thumb', 'each'), style: { width: n.width ?? 220, maxWidth: '100%' } }, h(Slider, { defaultValue: n.value, min: 0, max: 100, disabled: !!n.disabled, style: { width: '100%' } }))),
    progressbar: (n, k) => field(n, k, h(ProgressBar, { ...at(n), value: n.value / 100, thickness: shape.thick ? 'large' : 'medium', style: { width: n.width } })),
    tabs: (n) => h(TabList, { selectedValue: n.items.findIndex((one) => one.selected), appearance: shape.tabs, size: shape.tabSize }, n.items.map((one, i) => h(Tab, { key: one.id, ...at(one), value: i, disabled: !!one.disabled, icon: one.icon && svg(one.icon, 20) }, one.label))),
    menu: (n) => h('div', { 'data-top': '', style: { background: 'var(--colorNeutralBackground1)', boxShadow: '0 4px 14px #0005', borderRadius: 4, padding: 4, width: 'max-content', minWidth: 160 } }, h(MenuList, { hasIcons: n.items.some((one) => one.icon) }, n.items.map((one, i) => one.separator ? h(MenuDivider, { key: i }) : h(MenuItem, { key: i, ...at(one), disabled: !!one.disabled, icon: one.icon && svg(one.icon, 18), secondaryContent: one.shortcut, style: one.selected ? { background: 'var(--colorNeutralBackground1Hover)' } : {} }, (one.checked ? '✓ ' : '') + one.label)))),
    card: (n, k) => h(Card, { appearance: shape.card, style: n.style }, many(n.c, k)),
    alert: (n, k) => h(MessageBar, { intent: n.tone === 'danger' ? 'error' : n.tone }, h(MessageBarBody, null, n.text)),
    chip: (n) => h(Badge, { appearance: 'tint', color: 'informative' }, n.text),
    link: (n) => h(Link, { href: '#', ...at(n, undefined, 'text'), style: n.style }, n.label),
  },
  page(look) {
    shape = look.fluent ?? {};
    return { html: {}, css: '.fui-FluentProvider{height:100%;font-size:14px}', paper: 'var(--colorNeutralBackground1)', ink: 'var(--colorNeutralForeground1)', size: 14, body: {} };
  },
  wrap: (tree, look) => h(FluentProvider, { theme: { ...(look.tinted ? (look.dark ? teamsDarkTheme : teamsLightTheme) : look.dark ? webDarkTheme : webLightTheme), fontFamilyBase: look.font } }, tree),
};
