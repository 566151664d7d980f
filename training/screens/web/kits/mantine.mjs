import '@mantine/core/styles.css';
import { Alert, Badge, Button, Checkbox, MantineProvider, NavLink, NumberInput, Paper, PasswordInput, Progress, Radio, Select, Slider, Switch, Table, Tabs, TextInput, Textarea } from '@mantine/core';
import { at, buttonAt, draw, field, h, inside, many, svg } from '../base.mjs';

const looks = { primary: 'filled', secondary: 'default', danger: 'filled', outline: 'outline', ghost: 'subtle', link: 'transparent' };
const hidden = (n) => !n.label || n.layout === 'none';
const wide = (n) => ({ width: n.width ?? '100%', maxWidth: '100%' });
let shape = {};

export default {
  name: 'mantine', cls: {},
  widgets: {
    button: (n) => h('span', { ...at(n, '.mantine-Button-root', buttonAt(n)['data-how']), style: { display: 'inline-flex', ...n.style } }, h(Button, { variant: n.pressed ? 'filled' : looks[n.variant ?? 'secondary'], color: n.variant === 'danger' ? 'red' : undefined, size: n.size ?? shape.size, radius: shape.radius, disabled: !!n.disabled, leftSection: n.icon && svg(n.icon, 16), fullWidth: !!n.style?.width }, n.label, n.caret && ' ▾')),
    textbox(n, k) {
      const shared = { defaultValue: n.value, placeholder: n.placeholder ?? undefined, disabled: !!n.disabled, readOnly: n.readonly, variant: shape.variant, size: shape.size, radius: shape.radius, leftSection: n.icon && svg(n.icon, 16), rightSection: n.end && draw({ ...n.end, w: 'iconbutton', size: 16 }, k, 'e'), spellCheck: false };
      const kind = n.rows ? Textarea : n.type === 'password' ? PasswordInput : TextInput;
      return field(n, k, h('div', { ...at(n, n.type === 'password' && !n.rows ? '.mantine-PasswordInput-input' : '.mantine-Input-input'), style: wide(n) }, h(kind, { ...shared, ...(n.rows ? { rows: n.rows } : {}), ...(n.type && n.type !== 'password' && !n.rows ? { type: n.type } : {}), ...(n.type === 'password' ? { rightSection: undefined } : {}) })));
    },
    combobox: (n, k) => field(n, k, h('div', { ...at(n, '.mantine-Input-input'), style: wide(n) }, h(Select, { data: [...new Set(n.options ?? [n.value])], defaultValue: n.value, disabled: !!n.disabled, variant: shape.variant, size: shape.size, radius: shape.radius }))),
    spinbutton: (n, k) => field(n, k, h('div', { ...at(n, '.mantine-Input-input'), style: { width: n.width ?? 120 } }, h(NumberInput, { defaultValue: n.value, disabled: !!n.disabled, variant: shape.variant, size: shape.size, radius: shape.radius }))),
    checkbox: (n) => h('div', at(n, '.mantine-Checkbox-input'), h(Checkbox, { label: hidden(n) ? undefined : n.label, defaultChecked: n.checked, indeterminate: !!n.mixed, disabled: !!n.disabled, size: shape.size, variant: shape.outline ? 'outline' : 'filled' })),
    radio: (n) => h('div', at(n, '.mantine-Radio-radio'), h(Radio, { label: n.label, name: n.group, defaultChecked: n.checked, disabled: !!n.disabled, size: shape.size, variant: shape.outline ? 'outline' : 'filled' })),
    switch: (n) => h('div', { ...at(n, '.mantine-Switch-track') }, h(Switch, { label: n.label, labelPosition: n.before ? 'left' : 'right', defaultChecked: n.checked, disabled: !!n.disabled, size: shape.size, onLabel: shape.words ? 'ON' : undefined, offLabel: shape.words ? 'OFF' : undefined, styles: n.before ? { body: { justifyContent: 'space-between' } } : undefined })),
    slider: (n, k) => field(n, k, h('div', { ...at(n, '.mantine-Slider-track,.mantine-Slider-thumb', 'each'), style: { width: n.width ?? 220, maxWidth: '100%' } }, h(Slider, { defaultValue: n.value, disabled: !!n.disabled, label: null, size: shape.size }))),
    progressbar: (n, k) => field(n, k, h('div', { ...at(n, '.mantine-Progress-root'), style: { width: n.width ?? '100%' } }, h(Progress, { value: n.value, size: shape.size, radius: shape.radius }))),
    tabs: (n) => h(Tabs, { value: `${n.items.findIndex((one) => one.selected)}`, variant: shape.tabs }, h(Tabs.List, null, n.items.map((one, i) => h(Tabs.Tab, { key: one.id, ...at(one), value: `${i}`, disabled: !!one.disabled, leftSection: one.icon && svg(one.icon, 16) }, one.label)))),
    sidebar: (n) => h('div', { style: n.style }, n.items.map((one, i) => one.group ? h('div', { key: i, style: { padding: '12px 12px 3px', fontSize: 12, opacity: 0.6 } }, one.group) : h(NavLink, { key: i, ...at(one), href: '#', active: !!one.selected, label: one.label, leftSection: one.icon && svg(one.icon, 18), variant: shape.outline ? 'filled' : 'light', styles: { root: { color: one.selected ? undefined : 'inherit' } } }))),
    card: (n, k) => h(Paper, { withBorder: true, shadow: shape.shadow ? 'sm' : undefined, radius: shape.radius, p: 'md', style: n.style }, h('div', { style: { display: 'flex', flexDirection: 'column', gap: 12 } }, many(n.c, k))),
    alert: (n, k) => h(Alert, { color: { info: 'blue', success: 'green', warning: 'yellow', danger: 'red' }[n.tone], variant: shape.outline ? 'outline' : 'light', icon: n.icon && svg(n.icon, 18) }, n.text),
    chip: (n) => h(Badge, { variant: 'light', tt: 'none' }, n.text),
    table: (n, k) => n.grid ? undefined : h(Table, { ...at(n), striped: !!n.striped, withColumnBorders: !!n.lined, withTableBorder: !!n.lined, style: n.style }, h(Table.Thead, null, h(Table.Tr, null, n.columns.map((one, i) => h(Table.Th, { key: i }, typeof one === 'string' ? one : many([one], k))))), h(Table.Tbody, null, n.rows.map((cells, i) => h(Table.Tr, { key: i, bg: n.selected === i ? 'var(--mantine-primary-color-light)' : undefined }, cells.map((one, j) => h(Table.Td, { key: j }, typeof one === 'string' ? one : many([one], k))))))),
  },
  page(look) {
    shape = look.mantine ?? {};
    return { html: { 'data-mantine-color-scheme': look.dark ? 'dark' : 'light' }, css: '', paper: 'var(--mantine-color-body)', ink: 'var(--mantine-color-text)', size: 15 };
  },
  wrap: (tree, look) => h(MantineProvider, { forceColorScheme: look.dark ? 'dark' : 'light', theme: { fontFamily: look.font, headings: { fontFamily: look.font }, primaryColor: shape.colour ?? 'blue', defaultRadius: shape.radius } }, tree),
};
