import { Alert, Button, Card, Checkbox, ConfigProvider, Input, InputNumber, Menu, Pagination, Progress, Radio, Segmented, Select, Slider, Switch, Table, Tabs, Tag, theme } from 'antd';
import { at, buttonAt, draw, field, h, inside, many, svg } from '../base.mjs';

const size = (n) => ({ sm: 'small', lg: 'large' })[n.size] ?? 'middle';
const hidden = (n) => !n.label || n.layout === 'none';
const wide = (n) => ({ width: n.width ?? '100%', maxWidth: '100%' });
const looks = { primary: { type: 'primary' }, secondary: {}, danger: { type: 'primary', danger: true }, outline: { type: 'primary', ghost: true }, ghost: { type: 'text' }, link: { type: 'link' } };
let shape = {};

export default {
  name: 'antd', cls: {},
  widgets: {
    button: (n) => h('span', { ...at(n, '.ant-btn', buttonAt(n)['data-how']), style: { display: 'inline-flex', ...n.style } }, h(Button, { ...looks[n.variant ?? 'secondary'], size: size(n), disabled: !!n.disabled, icon: n.icon && svg(n.icon, '1em'), block: !!n.style?.width, autoInsertSpace: false, className: n.pressed ? 'is-pressed' : undefined }, n.label, n.caret && ' ▾')),
    textbox(n, k) {
      const shared = { defaultValue: n.value, placeholder: n.placeholder ?? undefined, disabled: !!n.disabled, readOnly: n.readonly, variant: shape.input, size: shape.size, spellCheck: false };
      if (n.rows) return field(n, k, h('div', { ...at(n, 'textarea'), style: wide(n) }, h(Input.TextArea, { ...shared, rows: n.rows })));
      const more = { prefix: n.icon && svg(n.icon, '1em'), suffix: n.end && draw({ ...n.end, w: 'iconbutton', size: 16 }, k, 'e') };
      const is_framed = n.icon || n.end || n.type === 'password';
      return field(n, k, h('div', { ...at(n, is_framed ? '.ant-input-affix-wrapper' : '.ant-input'), style: wide(n) }, n.type === 'password' ? h(Input.Password, { ...shared, ...more, suffix: undefined }) : h(Input, { ...shared, ...more, type: n.type ?? 'text' })));
    },
    combobox: (n, k) => field(n, k, h('div', { ...at(n, '.ant-select'), style: wide(n) }, h(Select, { defaultValue: n.value, disabled: !!n.disabled, variant: shape.input, size: shape.size, style: { width: '100%' }, options: (n.options ?? [n.value]).map((one) => ({ value: one, label: one })) }))),
    spinbutton: (n, k) => field(n, k, h('div', at(n, '.ant-input-number'), h(InputNumber, { defaultValue: n.value, disabled: !!n.disabled, size: shape.size, controls: true, className: 'shown', style: { width: n.width ?? 110 } }))),
    checkbox: (n) => h('div', at(n, '.ant-checkbox'), h(Checkbox, { defaultChecked: n.checked, indeterminate: !!n.mixed, disabled: !!n.disabled }, hidden(n) ? null : n.label)),
    radio: (n) => h('div', at(n, '.ant-radio'), h(Radio, { name: n.group, defaultChecked: n.checked, disabled: !!n.disabled }, n.label)),
    switch: (n) => h('div', { style: { display: 'flex', alignItems: 'center', gap: 10 } }, n.before && h('span', { style: { flex: 1 } }, n.label), h('span', at(n, '.ant-switch'), h(Switch, { defaultChecked: n.checked, disabled: !!n.disabled, size: shape.small ? 'small' : 'medium' })), !n.before && n.label),
    slider: (n, k) => field(n, k, h('div', { ...at(n, '.ant-slider-rail,.ant-slider-handle', 'each'), style: { width: n.width ?? 220, maxWidth: '100%' } }, h(Slider, { defaultValue: n.value, disabled: !!n.disabled, tooltip: { open: false } }))),
    progressbar: (n, k) => field(n, k, h('div', { ...at(n, '.ant-progress-rail,.ant-progress-inner'), style: { width: n.width ?? '100%' } }, h(Progress, { percent: n.value, showInfo: !!shape.words }))),
    tabs: (n) => h('div', { style: { display: 'flex' } }, h(Tabs, { type: n.boxed ? 'card' : 'line', size: shape.size, activeKey: `${n.items.findIndex((one) => one.selected)}`, style: { marginBottom: -16, width: '100%' }, items: n.items.map((one, i) => ({ key: `${i}`, disabled: !!one.disabled, label: h('span', { ...at(one), 'data-up': '.ant-tabs-tab' }, one.label), icon: one.icon && svg(one.icon, '1em') })) })),
    menu: (n) => h('div', { 'data-top': '', style: { boxShadow: '0 6px 16px #0003', borderRadius: 8, width: 'max-content', minWidth: 180, overflow: 'hidden' } }, h(Menu, { selectable: false, selectedKeys: n.items.map((one, i) => (one.selected ? `${i}` : '')).filter(Boolean), items: n.items.map((one, i) => one.separator ? { type: 'divider', key: `${i}` } : { key: `${i}`, disabled: !!one.disabled, icon: one.icon && svg(one.icon, '1em'), label: h('span', { ...at(one), 'data-up': '.ant-menu-item' }, (one.checked ? '✓ ' : '') + one.label), extra: one.shortcut }) })),
    sidebar: (n) => h('div', { style: n.style }, h(Menu, { mode: 'inline', style: { background: 'transparent', border: 0, color: 'inherit' }, selectedKeys: n.items.map((one, i) => (one.selected ? `${i}` : '')).filter(Boolean), items: n.items.map((one, i) => one.group ? { type: 'group', key: `g${i}`, label: one.group } : { key: `${i}`, icon: one.icon && svg(one.icon, '1.1em'), label: h('span', { ...at(one), 'data-up': '.ant-menu-item' }, one.label) }) })),
    card: (n, k) => h(Card, { style: n.style, size: shape.small ? 'small' : 'medium', variant: shape.borderless ? 'borderless' : 'outlined' }, h('div', { style: { display: 'flex', flexDirection: 'column', gap: 12 } }, many(n.c, k))),
    alert: (n) => h(Alert, { type: n.tone === 'danger' ? 'error' : n.tone, title: n.text, showIcon: !!n.icon }),
    chip: (n) => h(Tag, { color: ['default', 'blue', 'green', 'gold', 'red'][n.text.length % 5] }, n.text),
    table: (n, k) => n.grid ? undefined : h('div', at(n, '.ant-table'), h(Table, { size: n.dense ? 'small' : 'medium', bordered: !!n.lined, pagination: false, rowClassName: (_, i) => (i === n.selected ? 'ant-table-row-selected' : ''), columns: n.columns.map((one, j) => ({ key: j, title: typeof one === 'string' ? one : many([one], k), render: (row) => (typeof row.cells[j] === 'string' ? row.cells[j] : many([row.cells[j]], k)) })), dataSource: n.rows.map((cells, i) => ({ key: i, cells })) })),
  },
  page(look) {
    shape = look.antd ?? {};
    return { html: {}, css: '.ant-input-number-actions{opacity:1!important;width:22px!important} .is-pressed{box-shadow:inset 0 2px 5px #0007!important;filter:brightness(.85)}', paper: look.dark ? '#141414' : '#fff', ink: look.dark ? 'rgba(255,255,255,.85)' : 'rgba(0,0,0,.88)', ground: '', size: 14 };
  },
  wrap: (tree, look) => h(ConfigProvider, { wave: { disabled: true }, theme: { algorithm: [look.dark ? theme.darkAlgorithm : theme.defaultAlgorithm, ...(shape.compact ? [theme.compactAlgorithm] : [])], token: { motion: false, fontFamily: look.font, ...(look.tinted ? { colorPrimary: look.accent, borderRadius: look.radius } : {}) } } }, tree),
};
