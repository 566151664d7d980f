// Windows of earlier systems: 98.css, XP.css and 7.css share their names for things.
import { at, checked, classes, draw, h, inside, many } from '../base.mjs';

const toggle = (type) => (n) => {
  const id = `t${n.id}`;
  return h('div', { ...at(n, 'label', 'before') }, h('input', { type, id, name: n.group, ...checked(n) }), h('label', { htmlFor: id }, n.layout === 'none' ? ' ' : n.label));
};

const title = (n) => h('div', { className: 'title-bar' }, h('div', { className: 'title-bar-text' }, n.title),
  h('div', { className: 'title-bar-controls' }, n.controls.map((one) => h('button', { key: one.id, ...at(one), 'aria-label': one.name }))));

export default (name, paper, desk, options) => ({
  name, sibling: true, isDesktop: true,
  cls: { label: 'label', table: 'tbl', iconbutton: 'tool' },
  widgets: {
    window: (n, k) => h('div', { className: classes('window', options.isAero && 'active'), style: { ...n.style, display: 'flex', flexDirection: 'column', overflow: 'hidden' } }, title(n), n.bar && draw(n.bar, k, 'b'), h('div', { className: 'window-body', style: { flex: 1, minHeight: 0, overflow: 'hidden' } }, many(n.c, k))),
    tabpanel: (n, k) => h('div', { className: options.isAero ? undefined : 'window', role: 'tabpanel', style: { padding: 12, ...(options.isAero ? { background: '#fff', border: '1px solid #898c95' } : {}) } }, many(n.c, k)),
    checkbox: toggle('checkbox'), radio: toggle('radio'), switch: toggle('checkbox'),
    tabs: (n) => h('menu', { role: 'tablist', style: { margin: '0 0 -2px' } }, n.items.map((one) => options.isAero || name === 'winxp'
      ? h('button', { key: one.id, role: 'tab', 'aria-selected': one.selected, ...at(one) }, one.label)
      : h('li', { key: one.id, role: 'tab', 'aria-selected': one.selected, ...at(one) }, h('a', { href: '#' }, one.label)))),
    card: (n, k) => n.title ? h('fieldset', { style: n.style }, h('legend', null, n.title), h('div', { style: { display: 'flex', flexDirection: 'column', gap: 8, padding: 4 } }, many(n.c, k)))
      : h('div', { className: name === 'win98' ? 'sunken-panel' : undefined, style: { padding: 8, border: name === 'win98' ? undefined : '1px solid #aaa', background: '#fff', overflow: 'hidden', ...n.style } }, h('div', { style: { display: 'flex', flexDirection: 'column', gap: 8 } }, many(n.c, k))),
    list: (n, k) => h('div', { ...at(n), className: 'sunken-panel', style: { background: '#fff', color: '#000', border: name === 'win98' ? undefined : '1px solid #828790', overflow: 'hidden', ...n.style } }, n.items.map((one, i) => h('div', { key: i, style: { display: 'flex', gap: 6, alignItems: 'center', padding: '2px 4px', ...(one.selected ? { background: name === 'win7' ? '#3399ff' : '#0a246a', color: '#fff' } : {}) } }, many(one.c, k)))),
    table: (n, k) => h('div', { ...at(n), className: 'sunken-panel', style: { background: '#fff', color: '#000', border: name === 'win98' ? undefined : '1px solid #828790', overflow: 'hidden', ...n.style } }, h('table', { style: { borderCollapse: 'collapse', width: '100%', background: '#fff' } },
      h('thead', null, h('tr', null, n.columns.map((one, i) => h('th', { key: i, style: { background: name === 'win98' ? '#c0c0c0' : '#eee', textAlign: 'start', padding: '2px 6px', fontWeight: 400, borderRight: '1px solid #999', borderBottom: '1px solid #777' } }, typeof one === 'string' ? one : many([one], k))))),
      h('tbody', null, n.rows.map((cells, i) => h('tr', { key: i, style: n.selected === i ? { background: '#0a246a', color: '#fff' } : {} }, cells.map((one, j) => h('td', { key: j, style: { padding: '2px 6px', border: n.grid ? '1px solid #ccc' : 0, whiteSpace: 'nowrap' } }, typeof one === 'string' ? one : many([one], k)))))))),
    progressbar: (n) => h('div', { style: { width: n.width ?? '100%' } }, n.label && h('div', null, n.label), h('div', { ...at(n), className: 'progress-indicator segmented', role: name === 'win7' ? 'progressbar' : undefined, style: name === 'win7' ? undefined : { display: 'block' } }, name === 'win7' ? h('div', { style: { width: `${n.value}%` } }) : h('span', { className: 'progress-indicator-bar', style: { width: `${n.value}%`, display: 'block', height: '100%', background: '#0a246a' } }))),
  },
  page: (look) => ({ html: {}, css: `#root{background:${desk}} h1{font-size:1.5em!important;margin:0} h2,h3{font-size:1.2em!important;margin:0} .tool{min-width:0!important;min-height:0!important;padding:3px 5px!important} .tbl th{font-weight:400} body{background:${desk}} .window{background:${paper}} textarea,input{max-width:100%}`, paper, ink: '#000', size: 11, body: { background: desk, color: '#000' } }),
});
