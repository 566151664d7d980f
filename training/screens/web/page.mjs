// Draws a page's nodes with a kit and measures them: what runs inside the browser.
import './base.css';
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { draw } from './base.mjs';
import { measure } from './measure.mjs';

/** Hand a kit to the page. */
export function start(kit) {
  window.drawPage = (spec) => {
    const { look } = spec;
    const page = kit.page?.(look) ?? {};
    const html = document.documentElement;
    html.lang = spec.language;
    for (const [name, value] of Object.entries(page.html ?? {})) html.setAttribute(name, value);
    const variables = { '--font': look.font, '--size': `${page.size ?? look.size}px`, '--accent': look.accent, '--on-accent': look.onAccent, '--radius': `${look.radius}px`, '--paper': page.paper ?? look.paper, '--ink': page.ink ?? look.ink, '--ground': look.ground, '--edge': look.edge, '--field': look.field };
    for (const [name, value] of Object.entries(variables)) html.style.setProperty(name, value);
    html.style.colorScheme = look.dark ? 'dark' : 'light';
    const sheet = document.createElement('style');
    sheet.textContent = `${page.css ?? ''}\n ${look.keepsFont ? '' : 'body,h1,h2,h3,h4,h5,button,input,select,textarea,label,.title-bar-text,.window,li{font-family:var(--font)}'} ${spec.css ?? ''}`;
    document.head.append(sheet);
    Object.assign(document.body.style, page.body ?? { background: 'var(--paper)', color: 'var(--ink)' });
    const root = createRoot(document.getElementById('root'));
    const tree = h('div', { style: { height: '100%', boxSizing: 'border-box', display: 'flow-root', ...spec.rootStyle } }, spec.nodes.map((one, i) => draw(one, kit, i)));
    flushSync(() => root.render(kit.wrap ? kit.wrap(tree, look) : tree));
  };
  window.focusOn = (id) => {
    const mark = document.querySelector(`[data-id="${id}"]`);
    if (!mark) return false;
    const takes = 'input:not([type=hidden]),select,textarea,button,a[href],[tabindex]';
    const one = mark.matches(takes) ? mark : mark.querySelector(takes) ?? mark.closest('label')?.querySelector(takes);
    if (!one) return false;
    one.focus({ preventScroll: true, focusVisible: true });
    if (one.select && ['text', 'email', 'search'].includes(one.type)) one.setSelectionRange(one.value.length, one.value.length);
    return document.activeElement === one;
  };
  window.placeOf = (id) => {
    const mark = document.querySelector(`[data-id="${id}"]`);
    if (!mark) return null;
    const r = (mark.dataset.at ? mark.querySelector(mark.dataset.at) ?? mark : mark).getBoundingClientRect();
    return [(r.left + r.right) / 2, (r.top + r.bottom) / 2];
  };
  window.measurePage = measure;
}
