import { Alert, Box, Button, Checkbox, Chip, CssBaseline, FormControlLabel, InputAdornment, LinearProgress, Link, List, ListItemButton, ListItemIcon, ListItemText, MenuItem, MenuList, Paper, Radio, Slider, Switch, Tab, Table, TableBody, TableCell, TableHead, TableRow, Tabs, TextField, ThemeProvider, ToggleButton, Typography, createTheme } from '@mui/material';
import { at, buttonAt, draw, field, h, inside, many, svg } from '../base.mjs';

let shape = {};
const looks = { primary: 'contained', secondary: 'outlined', danger: 'contained', outline: 'outlined', ghost: 'text', link: 'text' };
const size = (n) => ({ sm: 'small', lg: 'large' })[n.size] ?? 'medium';
const hidden = (n) => !n.label || n.layout === 'none';
const box = (n, selector, how, ...children) => h('div', { ...at(n, selector, how), style: { width: n.width ?? '100%', maxWidth: '100%' } }, ...children);
const fields = () => ({ variant: shape.variant, size: shape.dense ? 'small' : 'medium', fullWidth: true });

function text(n, k) {
  const input = { readOnly: n.readonly, startAdornment: n.icon && h(InputAdornment, { position: 'start' }, svg(n.icon, 20)), endAdornment: n.end && h(InputAdornment, { position: 'end' }, draw({ ...n.end, w: 'iconbutton' }, k, 'e')) };
  const control = box(n, '.MuiInputBase-root', undefined, h(TextField, { ...fields(), label: shape.floats && !hidden(n) ? n.label : undefined, defaultValue: n.value, placeholder: n.placeholder ?? undefined, type: n.type ?? 'text', required: n.required, disabled: n.disabled, multiline: !!n.rows, rows: n.rows, slotProps: { input, htmlInput: { spellCheck: false }, inputLabel: n.placeholder || n.icon ? { shrink: true } : undefined } }));
  return shape.floats ? control : field(n, k, control);
}

export default {
  name: 'mui', cls: {},
  widgets: {
    button: (n) => n.pressed !== undefined && n.pressed !== null ? h(ToggleButton, { ...at(n), value: 'x', selected: true, size: 'small', disabled: n.disabled }, ...inside(n))
      : h(Button, { ...buttonAt(n), variant: looks[n.variant ?? 'secondary'], color: n.variant === 'danger' ? 'error' : 'primary', size: size(n), disabled: n.disabled, disableRipple: true, disableElevation: shape.flat, sx: { textTransform: shape.caps ? 'uppercase' : 'none', ...n.style } }, ...inside(n)),
    textbox: text,
    combobox: (n, k) => { const control = box(n, '.MuiInputBase-root', undefined, h(TextField, { ...fields(), select: true, label: shape.floats && !hidden(n) ? n.label : undefined, defaultValue: n.value, disabled: n.disabled }, (n.options ?? [n.value]).map((one, i) => h(MenuItem, { key: i, value: one }, one)))); return shape.floats ? control : field(n, k, control); },
    spinbutton: (n, k) => { const control = box(n, '.MuiInputBase-root', undefined, h(TextField, { ...fields(), type: 'number', label: shape.floats && !hidden(n) ? n.label : undefined, defaultValue: n.value, disabled: n.disabled })); return shape.floats ? control : field(n, k, control); },
    checkbox: (n) => h('div', at(n, '.MuiCheckbox-root svg', 'drawing'), h(FormControlLabel, { label: hidden(n) ? '' : n.label, control: h(Checkbox, { defaultChecked: n.checked, indeterminate: !!n.mixed, disabled: n.disabled, size: shape.dense ? 'small' : 'medium', disableRipple: true }) })),
    radio: (n) => h('div', at(n, '.MuiRadio-root svg', 'drawing'), h(FormControlLabel, { label: n.label, control: h(Radio, { defaultChecked: n.checked, disabled: n.disabled, size: shape.dense ? 'small' : 'medium', disableRipple: true }) })),
    switch: (n) => h('div', at(n, '.MuiSwitch-track,.MuiSwitch-thumb', 'each'), h(FormControlLabel, { label: n.label, labelPlacement: n.before ? 'start' : 'end', sx: n.before ? { width: '100%', justifyContent: 'space-between', ml: 0 } : {}, control: h(Switch, { defaultChecked: n.checked, disabled: n.disabled, size: shape.dense ? 'small' : 'medium', disableRipple: true }) })),
    slider: (n, k) => field(n, k, h('div', { ...at(n, '.MuiSlider-rail,.MuiSlider-thumb', 'each'), style: { width: n.width ?? 230, maxWidth: '100%', padding: '0 10px', boxSizing: 'border-box' } }, h(Slider, { defaultValue: n.value, disabled: n.disabled, size: shape.dense ? 'small' : 'medium' }))),
    progressbar: (n, k) => field(n, k, h(LinearProgress, { ...at(n), variant: 'determinate', value: n.value, sx: { width: n.width } })),
    tabs: (n) => h(Tabs, { value: n.items.findIndex((one) => one.selected), variant: 'scrollable', scrollButtons: false }, n.items.map((one, i) => h(Tab, { key: one.id, ...at(one), value: i, label: one.label, icon: one.icon && svg(one.icon, 20), iconPosition: 'start', disabled: one.disabled, disableRipple: true, sx: { textTransform: shape.caps ? 'uppercase' : 'none', minHeight: 48 } }))),
    menu: (n) => h(Paper, { elevation: 8, 'data-top': '', sx: { width: 'max-content', minWidth: 180 } }, h(MenuList, { dense: n.dense }, n.items.map((one, i) => one.separator ? h('hr', { key: i, style: { border: 0, borderTop: '1px solid #8884', margin: '6px 0' } }) : h(MenuItem, { key: i, ...at(one), selected: one.selected, disabled: one.disabled, disableRipple: true }, n.hasMarks && h('span', { style: { width: 22 } }, one.checked ? '✓' : ''), one.icon && h(ListItemIcon, null, svg(one.icon, 20)), h(ListItemText, null, one.label), one.shortcut && h(Typography, { variant: 'body2', sx: { pl: 3, opacity: 0.6 } }, one.shortcut))))),
    sidebar: (n) => h('div', { style: n.style }, h(List, { dense: shape.dense, sx: { p: 0 } }, n.items.map((one, i) => one.group ? h('div', { key: i, style: { padding: '14px 16px 4px', fontSize: 13, opacity: 0.65 } }, one.group) : h(ListItemButton, { key: i, ...at(one), selected: one.selected, disableRipple: true }, one.icon && h(ListItemIcon, { sx: { minWidth: 38, color: 'inherit' } }, svg(one.icon, 21)), h(ListItemText, { primary: one.label }))))),
    card: (n, k) => h(Paper, { elevation: shape.flat ? 0 : 2, variant: shape.flat ? 'outlined' : 'elevation', style: n.style }, h(Box, { sx: { p: 2, display: 'flex', flexDirection: 'column', gap: 1.4 } }, many(n.c, k))),
    alert: (n, k) => h(Alert, { severity: n.tone === 'danger' ? 'error' : n.tone, variant: ['standard', 'filled', 'outlined'][shape.alert], action: n.c?.length ? many(n.c, k) : undefined }, n.text),
    chip: (n) => h(Chip, { label: n.text, size: 'small', variant: shape.flat ? 'outlined' : 'filled' }),
    link: (n) => h(Link, { href: '#', ...at(n, undefined, 'text'), style: n.style }, n.label),
    table: (n, k) => n.grid ? undefined : h(Table, { ...at(n), size: n.dense ? 'small' : 'medium', style: n.style }, h(TableHead, null, h(TableRow, null, n.columns.map((one, i) => h(TableCell, { key: i }, typeof one === 'string' ? one : many([one], k))))), h(TableBody, null, n.rows.map((cells, i) => h(TableRow, { key: i, selected: n.selected === i }, cells.map((one, j) => h(TableCell, { key: j, sx: n.nowrap ? { whiteSpace: 'nowrap' } : {} }, typeof one === 'string' ? one : many([one], k))))))),
  },
  page(look) {
    shape = look.mui ?? { variant: 'outlined', floats: true, dense: false, flat: false, caps: true, alert: 0 };
    return { html: {}, css: '', paper: look.dark ? '#1e1e1e' : '#fff', ink: look.dark ? '#fff' : 'rgba(0,0,0,.87)', body: {}, size: 16 };
  },
  wrap: (tree, look) => h(ThemeProvider, { theme: createTheme({ palette: { mode: look.dark ? 'dark' : 'light', ...(look.tinted ? { primary: { main: look.accent } } : {}) }, shape: { borderRadius: look.tinted ? look.radius : 4 }, typography: { fontFamily: look.font }, transitions: { create: () => 'none' } }) }, h(CssBaseline), tree),
};
