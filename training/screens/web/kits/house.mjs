// Design systems that nobody has made: every measure, shape and colour comes from the look.
import { at, checked, classes, field, h, inside, many, svg, draw, inputAttributes } from '../base.mjs';

const mark = (n, type, look) => {
  const name = `m-${type}`;
  return h('span', { ...at(n), className: classes(name, n.checked && 'on', n.mixed && 'some', n.disabled && 'off'), tabIndex: n.disabled ? undefined : 0 });
};

const toggle = (type) => (n, k) => h('label', { style: { display: 'flex', alignItems: 'center', gap: '.55em', opacity: n.disabled ? 0.5 : 1, flexDirection: n.reverse ? 'row-reverse' : 'row' } },
  mark(n, type), n.label && n.layout !== 'none' && h('span', { style: { flex: n.reverse ? 1 : undefined } }, n.label));

const chevrons = ['▾', '⌄', '▼', '⌵', '◂▸'];

const combobox = (n, k) => field(n, k, h('div', {
  ...at(n), tabIndex: n.disabled ? undefined : 0, className: classes('input', 'select', n.disabled && 'off', n.expanded && 'open'),
  style: { display: 'flex', alignItems: 'center', gap: '.5em', width: n.width ?? '100%', maxWidth: '100%', opacity: n.disabled ? 0.5 : 1 },
}, h('span', { style: { flex: 1, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', textAlign: 'start' } }, n.value), h('span', { 'data-silent': '', style: { display: 'inline-flex', flex: 'none', opacity: 0.75 } }, k.arrow(n))));

const slider = (n, k) => field(n, k, h('div', { ...at(n), className: 'm-slider', tabIndex: 0, style: { width: n.width ?? '14em', maxWidth: '100%', '--v': n.value / 100, opacity: n.disabled ? 0.4 : 1 } }, h('i'), h('b'), h('u')));
const progress = (n, k) => field(n, k, h('div', { ...at(n), className: 'm-progress', style: { width: n.width ?? '100%' } }, h('i', { style: { width: `${n.value}%` } })));
const spin = (n, k) => field(n, k, h('div', { ...at(n), className: classes('input', n.disabled && 'off'), style: { display: 'flex', alignItems: 'stretch', padding: 0, width: n.width ?? '8em', overflow: 'hidden', opacity: n.disabled ? 0.5 : 1 } },
  k.look.spin === 'sides' && step('−'),
  h('span', { style: { flex: 1, padding: 'var(--pad-in)', textAlign: k.look.spin === 'sides' ? 'center' : 'start' } }, n.value),
  ...steps[k.look.spin](k.look.spinMarks)));
const step = (mark) => h('span', { className: 'step', 'data-silent': '' }, mark);
const steps = {
  stacked: (marks) => [h('span', { className: 'steps', 'data-silent': '' }, h('i', null, marks[0]), h('i', null, marks[1]))],
  sides: () => [step('+')],
  end: (marks) => [step(marks[1]), step(marks[0])],
};

const kit = {
  name: 'house',
  look: {},
  cls: {
    button: (n) => classes('btn', n.variant ?? 'secondary', n.size),
    iconbutton: (n) => classes('btn', 'square', n.variant ?? 'secondary'),
    input: 'input', textarea: 'input', label: 'label', table: 'table', tabs: 'tabs', card: 'card',
    menuitem: 'entry', sideitem: (n) => classes('side', n.selected && 'on'), pagination: 'pages', accordion: 'folds', dialogFoot: 'foot',
  },
  arrow: (n) => '▾',
  widgets: {
    checkbox: toggle('check'), radio: toggle('radio'), combobox, slider, progressbar: progress, spinbutton: spin,
    switch: (n, k) => h('label', { style: { display: 'flex', alignItems: 'center', gap: '.7em' } }, n.before && h('span', { style: { flex: 1 } }, n.label),
      h('span', { ...at(n), tabIndex: n.disabled ? undefined : 0, className: classes('m-switch', n.checked && 'on'), style: { opacity: n.disabled ? 0.45 : 1 } }, h('i', { 'data-silent': '' }, k.look.switchWords ? (n.checked ? 'ON' : 'OFF') : ''), h('b')), !n.before && n.label),
    tabs: (n, k) => h('div', { role: 'tablist', className: classes('tabs', k.look.tabs) }, n.items.map((one) => h('button', { key: one.id, type: 'button', role: 'tab', ...at(one), disabled: one.disabled, className: classes('tab', one.selected && 'on') }, ...inside(one)))),
  },
  page(look) {
    kit.look = look;
    kit.arrow = () => (look.arrowIcon ? svg(look.arrowIcon, '1.1em') : chevrons[look.arrow % 4]);
    return { html: {}, css: sheet(look), body: { background: 'var(--ground)', color: 'var(--ink)' } };
  },
};

const edges = {
  outlined: (l) => `border:${l.line}px solid var(--edge);background:var(--field)`,
  filled: (l) => `border:${l.line}px solid transparent;background:color-mix(in srgb,var(--ink) 9%,var(--paper))`,
  underlined: (l) => `border:0;border-bottom:${l.line + 0.5}px solid var(--edge);border-radius:0!important;background:transparent`,
  ruled: (l) => `border:0;border-bottom:${l.line}px solid var(--edge);border-radius:0!important;background:color-mix(in srgb,var(--ink) ${l.fill}%,var(--paper))`,
  faint: (l) => `border:1px solid color-mix(in srgb,var(--ink) ${l.fill + 4}%,var(--paper));background:color-mix(in srgb,var(--ink) ${l.fill / 2}%,var(--paper))`,
  sunken: () => 'border:2px inset color-mix(in srgb,var(--ink) 35%,var(--paper));background:var(--field);border-radius:0!important',
  shadowed: () => 'border:1px solid color-mix(in srgb,var(--ink) 14%,var(--paper));background:var(--field);box-shadow:0 1px 2px #0003',
};
const pushes = {
  flat: 'border:1px solid transparent;background:color-mix(in srgb,var(--ink) 13%,var(--paper))',
  outlined: 'border:1px solid var(--edge);background:var(--paper)',
  gradient: 'border:1px solid var(--edge);background:linear-gradient(color-mix(in srgb,#fff 25%,var(--paper)),color-mix(in srgb,var(--ink) 14%,var(--paper)))',
  raised: 'border:2px outset color-mix(in srgb,var(--ink) 30%,var(--paper));background:color-mix(in srgb,var(--ink) 14%,var(--paper));border-radius:0!important',
  shadowed: 'border:0;background:var(--paper);box-shadow:0 1px 3px #0006',
};
const firsts = {
  flat: 'background:var(--accent);color:var(--on-accent);border-color:var(--accent)',
  outlined: 'background:transparent;color:var(--accent);border:1.5px solid var(--accent)',
  gradient: 'background:linear-gradient(color-mix(in srgb,#fff 22%,var(--accent)),var(--accent));color:var(--on-accent);border-color:color-mix(in srgb,#000 25%,var(--accent))',
  raised: 'font-weight:700;outline:1px solid var(--ink)',
  shadowed: 'background:var(--accent);color:var(--on-accent);box-shadow:0 2px 5px #0006',
};
const tabs = {
  underline: '.tabs{border-bottom:1px solid var(--edge)}.tab.on{border-bottom:3px solid var(--accent);color:var(--accent)}',
  pill: '.tabs{gap:6px}.tab.on{background:var(--accent);color:var(--on-accent);border-radius:99px}',
  boxed: '.tabs{border-bottom:1px solid var(--edge)}.tab{border:1px solid var(--edge)!important;border-bottom:0!important;margin-bottom:-1px;background:color-mix(in srgb,var(--ink) 7%,var(--paper))!important;border-radius:var(--radius) var(--radius) 0 0}.tab.on{background:var(--paper)!important;border-bottom:1px solid var(--paper)!important}',
  segmented: '.tabs{background:color-mix(in srgb,var(--ink) 12%,var(--paper));border-radius:var(--radius);padding:3px;width:max-content}.tab.on{background:var(--paper);border-radius:calc(var(--radius) - 2px);box-shadow:0 1px 2px #0004}',
  plain: '.tab.on{font-weight:700}.tab:not(.on){opacity:.6}',
  filled: '.tabs{gap:0}.tab{background:color-mix(in srgb,var(--ink) 12%,var(--paper))!important}.tab.on{background:var(--paper)!important;border-top:2px solid var(--accent)!important;font-weight:600}',
  ruled: '.tabs{gap:1px}.tab{border-bottom:2px solid color-mix(in srgb,var(--ink) 25%,var(--paper))!important}.tab.on{border-bottom-color:var(--accent)!important}',
  joined: '.tabs{gap:0;width:max-content;border:1px solid var(--edge);border-radius:var(--radius)}.tab+.tab{border-left:1px solid var(--edge)!important}.tab.on{background:var(--ink)!important;color:var(--paper)}',
};

const rows = {
  round: '',
  flush: '.entry{padding:.75em 1em!important}.side{border-radius:0!important;padding:.7em 1em!important}.side.on{background:color-mix(in srgb,var(--ink) 14%,transparent)!important;box-shadow:inset 3px 0 var(--accent)}',
  plain: '.side{padding:.35em .6em!important}.side.on{background:none!important;color:var(--accent)!important;text-decoration:underline!important}',
  solid: '.side.on{background:var(--accent)!important;color:var(--on-accent)!important}.entry{padding:.3em .8em!important}',
};

const sheet = (l) => `
.btn{font-size:1em;color:inherit;padding:${l.padY}em ${l.padX}em;border-radius:var(--radius);${pushes[l.push]};font-weight:${l.weight};text-transform:${l.caps ? 'uppercase' : 'none'};letter-spacing:${l.caps ? '.04em' : 'normal'};line-height:1.3;display:inline-flex;align-items:center;justify-content:${l.words};white-space:nowrap;min-width:${l.leastWidth}em;${l.words === 'center' ? '' : `padding-inline-end:${l.padX + l.tail}em`};${l.iconAtEnd ? 'flex-direction:row-reverse' : ''}}
.btn.square{min-width:0;padding-inline:${l.padY}em!important} ${l.iconAtEnd ? '.btn:not(.square){justify-content:flex-end;gap:1em}' : ''}
.btn.primary{${firsts[l.push]}} .btn.danger{background:#c9302c;color:#fff;border-color:#c9302c} .btn.outline{background:transparent;border:1px solid var(--accent);color:var(--accent)}
.btn.ghost,.btn.link{background:none;border-color:transparent;box-shadow:none;color:var(--accent);outline:0} .btn.sm{font-size:.88em;padding:${l.padY * 0.6}em ${l.padX * 0.7}em} .btn.lg{font-size:1.15em}
.btn.square{padding:${l.padY}em} .btn:disabled{opacity:${l.faded};${l.greyed ? 'filter:grayscale(1)' : ''}} .btn.active{background:color-mix(in srgb,var(--accent) 60%,var(--ink));color:var(--on-accent);box-shadow:inset 0 2px 4px #0006}
.btn:hover{filter:brightness(${l.dark ? 1.2 : 0.93})} .btn.ghost:hover{background:color-mix(in srgb,var(--accent) 15%,transparent)}
.input{font-size:1em;color:inherit;--pad-in:${l.fieldY}em ${l.fieldX}em;padding:${l.fieldY}em ${l.fieldX}em;border-radius:${l.fieldRadius}px;box-sizing:border-box;${edges[l.border](l)};line-height:1.35}
.input::placeholder{color:color-mix(in srgb,var(--ink) 48%,var(--paper));opacity:1} .input:disabled,.input.off{background:color-mix(in srgb,var(--ink) 8%,var(--paper));color:color-mix(in srgb,var(--ink) 50%,var(--paper))}
.input:read-only:not(.select){${l.readonlyPlain ? 'background:color-mix(in srgb,var(--ink) 5%,var(--paper))' : ''}}
.label{font-weight:${l.labelWeight};font-size:${l.labelSize}em;margin-bottom:.3em;color:${l.labelFaint ? 'color-mix(in srgb,var(--ink) 70%,var(--paper))' : 'inherit'}}
:focus-visible,.open{outline:${l.ring}px ${l.ringStyle} ${l.ringInk ? 'var(--ink)' : 'var(--accent)'}!important;outline-offset:${l.ringGap}px!important}
.m-check,.m-radio{flex:none;display:inline-block;position:relative;box-sizing:border-box;width:${l.mark}px;height:${l.mark}px;border:${l.markLine}px solid ${l.markInk ? 'var(--ink)' : 'var(--edge)'};background:var(--field)}
.m-check{border-radius:${l.markRadius}px}.m-radio{border-radius:50%}
.m-check.on,.m-check.some{${l.markFilled ? 'background:var(--accent);border-color:var(--accent)' : ''}}
.m-check.on::after{content:'';position:absolute;${l.cross
  ? 'inset:15%;background:linear-gradient(45deg,transparent 44%,var(--t) 44%,var(--t) 56%,transparent 56%),linear-gradient(-45deg,transparent 44%,var(--t) 44%,var(--t) 56%,transparent 56%)'
  : l.block ? 'inset:18%;background:var(--t)' : `left:34%;top:8%;width:24%;height:54%;border:solid var(--t);border-width:0 ${l.tick}px ${l.tick}px 0;transform:rotate(42deg)`};--t:${l.markFilled ? 'var(--on-accent)' : l.markInk ? 'var(--ink)' : 'var(--accent)'}}
.m-check.some::after{content:'';position:absolute;left:20%;right:20%;top:42%;height:16%;background:${l.markFilled ? 'var(--on-accent)' : 'var(--accent)'}}
.m-radio.on{border-color:${l.markInk ? 'var(--ink)' : 'var(--accent)'};${l.radioThick ? `border-width:${Math.round(l.mark * 0.3)}px` : ''}} .m-radio.on::after{content:'';position:absolute;inset:${l.radioThick ? '50%' : '20%'};border-radius:50%;background:${l.markInk ? 'var(--ink)' : 'var(--accent)'}}
.m-switch{display:inline-block;position:relative;flex:none;box-sizing:border-box;width:${l.swW}px;height:${l.swH}px;border-radius:${l.swRound ? 99 : l.fieldRadius}px;background:${l.swHollow ? 'transparent' : 'color-mix(in srgb,var(--ink) 38%,var(--paper))'};border:${l.swHollow ? '2px solid var(--edge)' : '0'};font-size:${Math.max(8, l.swH * 0.42)}px}
.m-switch b{position:absolute;top:${l.swIn}px;bottom:${l.swIn}px;left:${l.swIn}px;aspect-ratio:1;border-radius:${l.swRound ? '50%' : `${Math.max(0, l.fieldRadius - 2)}px`};background:${l.swHollow ? 'var(--edge)' : '#fff'};box-shadow:${l.swHollow ? 'none' : '0 1px 2px #0006'}} .m-switch.on b{left:auto;right:${l.swIn}px;${l.swHollow ? 'background:var(--on-accent)' : ''}}
.m-switch.on{background:${l.swGreen ? '#34b759' : 'var(--accent)'};border-color:transparent} .m-switch i{position:absolute;inset:0;display:flex;align-items:center;justify-content:flex-end;padding:0 .5em;font-style:normal;color:#fff;font-weight:700} .m-switch.on i{justify-content:flex-start}
.m-slider{position:relative;height:${l.knob}px;--k:${l.knob}px;display:block} .m-slider i,.m-slider b{position:absolute;left:0;top:calc(50% - ${l.groove / 2}px);height:${l.groove}px;border-radius:9px;background:color-mix(in srgb,var(--ink) 28%,var(--paper));width:100%} .m-slider b{background:var(--accent);width:calc(var(--v)*100%)}
.m-slider u{position:absolute;top:0;width:${l.knobSquare ? l.knob * 0.6 : l.knob}px;height:${l.knob}px;left:calc(var(--v)*(100% - var(--k)));background:${l.knobPlain ? 'var(--paper)' : 'var(--accent)'};border:${l.knobPlain ? '1px solid var(--edge)' : '0'};box-sizing:border-box;border-radius:${l.knobSquare ? '3px' : '50%'};box-shadow:0 1px 3px #0005}
.m-progress{box-sizing:border-box;height:${l.bar}px;border-radius:${l.barRound ? 99 : 0}px;background:color-mix(in srgb,var(--ink) 15%,var(--paper));overflow:hidden;border:${l.barLine ? '1px solid var(--edge)' : '0'}} .m-progress i{display:block;height:100%;background:${l.barGreen ? '#35b24a' : 'var(--accent)'}}
.step{display:flex;align-items:center;padding:0 .65em;background:color-mix(in srgb,var(--ink) 8%,var(--paper));border-inline:1px solid var(--edge)} .steps{display:flex;flex-direction:column;border-inline-start:1px solid var(--edge);font-size:.5em} .steps i{flex:1;display:flex;align-items:center;padding:0 .7em;font-style:normal;background:color-mix(in srgb,var(--ink) 8%,var(--paper))} ${l.stepPlain ? '.step,.steps i{background:none}.step,.steps{border-inline-end:0}' : ''} ${l.stepBare ? '.step,.steps{border:0}' : ''}
.tabs{display:flex;gap:2px} .tab{border:0;background:none;color:inherit;font-size:1em;padding:${l.padY + 0.1}em ${l.padX}em;white-space:nowrap;${l.tabTail ? `text-align:start;padding-inline-end:${l.padX + l.tabTail}em` : ''}} .tab:disabled{opacity:.4} ${tabs[l.tabs]}
.card{box-shadow:${l.cardShadow ? '0 2px 8px #0003' : 'none'};${l.cardLine ? '' : 'border-color:transparent!important'}}
${rows[l.rows]} ${l.flushFoot ? '.foot{gap:1px!important;padding:0!important}.foot .btn{flex:1;min-height:3.6em;border-radius:0}' : ''} ${l.joinedPages ? '.pages{gap:0!important}.pages .btn{border-radius:0;min-width:2.6em}' : ''} ${l.ruledFolds ? '.folds{border-inline:0!important;border-radius:0!important}' : ''}
a{color:${l.dark ? 'color-mix(in srgb,var(--accent) 60%,#fff)' : 'var(--accent)'};text-decoration:${l.underline ? 'underline' : 'none'}}
`;

export default kit;
