import '@picocss/pico/css/pico.min.css';
import { at, classes, h } from '../base.mjs';

const variants = { primary: '', secondary: 'secondary', danger: 'contrast', outline: 'outline', ghost: 'outline secondary', link: 'outline' };

export default {
  name: 'pico',
  cls: { button: (n) => classes(variants[n.variant ?? 'secondary'], n.size === 'sm' && 'sm'), table: (n) => (n.striped ? 'striped' : 'plain') },
  widgets: {
    switch: (n) => h('label', { style: { display: 'flex', alignItems: 'center', ...(n.before ? { flexDirection: 'row-reverse', justifyContent: 'space-between' } : {}) } }, h('input', { type: 'checkbox', role: 'switch', ...at(n), defaultChecked: n.checked, disabled: n.disabled }), n.label),
  },
  page: (look) => ({ html: { 'data-theme': look.dark ? 'dark' : 'light' }, css: 'button{width:auto;margin:0;padding:.5em 1em} button.sm{font-size:.85em;padding:.3em .7em} input:not([type=checkbox],[type=radio]),select,textarea{margin-bottom:0!important} h1,h2,h3,h4,p{margin-bottom:0} :root{--pico-font-size:100%} body>header,body>main{padding:0} table{margin:0} nav a{padding:.5em}', paper: 'var(--pico-background-color)', ink: 'var(--pico-color)', bare: false }),
};
