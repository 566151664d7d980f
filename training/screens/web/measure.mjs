// Measures what was drawn: boxes of what carries the truth, and the lines of text, both cut to what is visible.

const union = (rects) => rects.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
const of = (r) => [r.left, r.top, r.right, r.bottom];
const area = (b) => Math.max(0, b[2] - b[0]) * Math.max(0, b[3] - b[1]);
const cut = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];

/** Where an element can be seen, by the scrolling and clipping of its ancestors. */
function window_of(element) {
  let seen = [0, 0, innerWidth, innerHeight];
  for (let one = element.parentElement, inner = element; one && one !== document.documentElement; one = one.parentElement) {
    const style = getComputedStyle(one);
    if (getComputedStyle(inner).position === 'fixed') break;
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') seen = cut(seen, of(one.getBoundingClientRect()));
    inner = one;
  }
  return seen;
}

/** The share of a box at which the element, or what is in it, lies on top. */
function share_on_top(element, box, belongs) {
  let on_top = 0, count = 0;
  for (let i = 1; i <= 5; i++) for (let j = 1; j <= 3; j++) {
    const x = box[0] + ((box[2] - box[0]) * i) / 6, y = box[1] + ((box[3] - box[1]) * j) / 4;
    const top = document.elementFromPoint(x, y);
    count++;
    if (top && (top === element || element.contains(top) || belongs(top))) on_top++;
  }
  return on_top / count;
}

const pixels = (text) => parseFloat(text) || 0;

/** The box of a pseudo-element that is placed absolutely in its element. */
function pseudo_box(element, which) {
  const style = getComputedStyle(element, `::${which}`), owner = getComputedStyle(element);
  let holder = element;
  if (style.position === 'absolute' && owner.position === 'static') holder = element.offsetParent ?? document.body;
  const r = holder.getBoundingClientRect(), edge = getComputedStyle(holder);
  const border = style.boxSizing === 'border-box' ? [0, 0] : [pixels(style.borderLeftWidth) + pixels(style.borderRightWidth) + pixels(style.paddingLeft) + pixels(style.paddingRight), pixels(style.borderTopWidth) + pixels(style.borderBottomWidth) + pixels(style.paddingTop) + pixels(style.paddingBottom)];
  const w = pixels(style.width) + border[0], h = pixels(style.height) + border[1];
  const scale = holder.offsetWidth ? r.width / holder.offsetWidth : 1;
  const left = r.left + (pixels(edge.borderLeftWidth) + pixels(style.left) + pixels(style.marginLeft)) * scale;
  const top = r.top + (pixels(edge.borderTopWidth) + pixels(style.top) + pixels(style.marginTop)) * scale;
  return [left, top, left + w * scale, top + h * scale];
}

function text_rects(element) {
  const found = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const r of range.getClientRects()) if (r.width > 0 && r.height > 0) found.push(of(r));
  }
  return found;
}

/** The box of what an SVG draws, without the room around it. */
function drawing_box(svg) {
  const rects = [...svg.querySelectorAll('path,rect,circle,ellipse,line,polyline,polygon')]
    .filter((one) => !(getComputedStyle(one).fill === 'none' && getComputedStyle(one).stroke === 'none') && getComputedStyle(one).opacity !== '0')
    .map((one) => of(one.getBoundingClientRect())).filter((one) => one[2] > one[0] || one[3] > one[1]);
  return rects.length ? union(rects) : of(svg.getBoundingClientRect());
}

function box_of(element, how, mark) {
  if (how === 'drawing') return drawing_box(element);
  if (how === 'each') return union([...mark.querySelectorAll(mark.dataset.at)].map((one) => of(one.getBoundingClientRect())));
  if (how === 'before' || how === 'after') return pseudo_box(element, how);
  if (how === 'text' || how === 'ink') {
    const rects = text_rects(element);
    if (how === 'ink') for (const one of element.querySelectorAll('svg')) rects.push(drawing_box(one));
    const fields = [...element.querySelectorAll('input')].map((one) => of(one.getBoundingClientRect()));
    if (rects.length || fields.length) return union([...rects, ...fields]);
  }
  if (how === 'all') {
    const rects = [element, ...element.querySelectorAll('*')].map((one) => of(one.getBoundingClientRect())).filter((one) => area(one) > 0);
    if (rects.length) return union(rects);
  }
  return of(element.getBoundingClientRect());
}

function elements() {
  const found = [];
  for (const mark of document.querySelectorAll('[data-id]')) {
    const target = mark.dataset.up ? mark.closest(mark.dataset.up) : mark.dataset.at ? mark.querySelector(mark.dataset.at) : mark;
    if (!target) { found.push({ id: +mark.dataset.id, missing: mark.dataset.up ?? mark.dataset.at }); continue; }
    const style = getComputedStyle(target);
    if (style.visibility === 'hidden' || style.display === 'none') continue;
    const whole = box_of(target, mark.dataset.how, mark);
    const seen = cut(whole, window_of(target));
    if (area(seen) <= 0) continue;
    const belongs = (top) => mark.contains(top) || target.contains(top) || (top.control && mark.contains(top.control)) || (top.htmlFor && target.id === top.htmlFor);
    found.push({ id: +mark.dataset.id, box: seen, whole: area(seen) / area(whole), on_top: share_on_top(target, seen, belongs) });
  }
  return found;
}

/** Characters of a text node by line, each with the box of what of it is visible. */
function lines_of(node, seen, ends_in_dots) {
  const lines = [], range = document.createRange(), text = node.data;
  let open = null;
  let next = 0;
  for (const letter of text) {
    const i = next;
    next += letter.length;
    range.setStart(node, i); range.setEnd(node, next);
    const r = range.getClientRects()[0];
    if (!r || (r.width === 0 && /\s/.test(letter))) continue;
    const middle = (r.top + r.bottom) / 2;
    const visible = r.left >= seen[0] - 1 && r.right <= seen[2] + 1 - (ends_in_dots ? 0 : 0) && middle > seen[1] && middle < seen[3];
    if (open && (Math.abs(open.middle - middle) > r.height * 0.5 || r.left < open.box[2] - r.height)) { lines.push(open); open = null; }
    if (!visible) { if (open) open.is_cut = true; continue; }
    if (open && open.is_cut) continue;
    if (!open) open = { text: '', box: of(r), middle, is_cut: false };
    open.text += letter;
    if (!/\s/.test(letter) || open.text.trim() === '') open.box = open.text.trim() === '' ? of(r) : open.text.trim().length === 1 && !/\s/.test(letter) ? of(r) : union([open.box, of(r)]);
  }
  if (open) lines.push(open);
  return lines;
}

/** A copy of a field as a block of text, laid exactly over it, so that its characters can be measured. */
function mirror(field) {
  const style = getComputedStyle(field), r = field.getBoundingClientRect(), copy = document.createElement('div');
  for (const name of ['fontFamily', 'fontSize', 'fontWeight', 'fontStyle', 'fontStretch', 'letterSpacing', 'textTransform', 'textIndent', 'textAlign', 'lineHeight',
    'paddingTop', 'paddingRight', 'paddingBottom', 'paddingLeft', 'borderTopWidth', 'borderRightWidth', 'borderBottomWidth', 'borderLeftWidth', 'direction', 'fontFeatureSettings', 'wordSpacing', 'tabSize'])
    copy.style[name] = style[name];
  Object.assign(copy.style, { position: 'fixed', left: `${r.left}px`, top: `${r.top}px`, width: `${r.width}px`, height: `${r.height}px`, boxSizing: 'border-box', borderStyle: 'solid', borderColor: 'transparent', overflow: 'hidden', margin: 0, transform: 'none', zIndex: -1, visibility: 'visible', color: 'transparent' });
  const isArea = field.tagName === 'TEXTAREA';
  const holder = document.createElement('div');
  Object.assign(holder.style, { whiteSpace: isArea ? 'pre-wrap' : 'pre', overflowWrap: 'break-word', width: '100%' });
  if (!isArea) {
    copy.style.display = 'flex'; copy.style.alignItems = 'center'; copy.style.lineHeight = 'normal';
  }
  holder.textContent = field.tagName === 'SELECT' ? (field.selectedOptions[0]?.text ?? '') : field.value || field.placeholder;
  copy.append(holder);
  document.body.append(copy);
  return [copy, holder];
}

/** The lines of text, words of one row that stand close together as one. */
function lines() {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('script,style,select,textarea,option,noscript,[data-silent]')) continue;
    const style = getComputedStyle(parent);
    if (style.visibility === 'hidden' || style.display === 'none' || pixels(style.opacity) === 0 || pixels(style.fontSize) < 5 || style.clip !== 'auto') continue;
    const clipper = parent;
    let seen = window_of(parent);
    const overflow = getComputedStyle(clipper);
    if (overflow.overflowX !== 'visible') seen = cut(seen, of(clipper.getBoundingClientRect()));
    const dotted = overflow.textOverflow === 'ellipsis' && clipper.scrollWidth > clipper.clientWidth + 1;
    for (const line of lines_of(node, seen)) {
      if (!line.text.trim() || share_on_top(parent, line.box, (top) => top.contains(parent) && !top.hasAttribute('data-backdrop') && !getComputedStyle(top).position.match(/absolute|fixed/)) < 0.9) continue;
      let text = line.text.replace(/\s+/g, ' ').trim();
      if (dotted && line.is_cut) text = `${text.slice(0, -1).trim()}…`;
      const shown = style.textTransform === 'uppercase' ? text.toUpperCase() : style.textTransform === 'capitalize' ? text.replace(/(^|\s)\S/g, (one) => one.toUpperCase()) : style.textTransform === 'lowercase' ? text.toLowerCase() : text;
      found.push({ text: shown, box: line.box, size: pixels(style.fontSize), block: block_of(parent) });
    }
  }
  for (const field of document.querySelectorAll('input,select,textarea')) {
    if (['checkbox', 'radio', 'range', 'password', 'color', 'hidden', 'button', 'submit'].includes(field.type) && field.tagName === 'INPUT') continue;
    const style = getComputedStyle(field), r = field.getBoundingClientRect();
    if (style.visibility === 'hidden' || style.display === 'none' || pixels(style.opacity) === 0 || r.width < 8) continue;
    const [copy, holder] = mirror(field);
    if (holder.firstChild) {
      const right = style.appearance !== 'none' && field.tagName === 'SELECT' ? 18 : 0;
      const inner = [r.left + pixels(style.paddingLeft) + pixels(style.borderLeftWidth), r.top, r.right - Math.max(right, pixels(style.paddingRight)), r.bottom];
      const seen = cut(inner, window_of(field));
      for (const line of lines_of(holder.firstChild, seen)) {
        copy.style.display = copy.style.display;
        if (line.text.trim() && area(cut(line.box, seen)) > 0.5 * area(line.box) && share_on_top(field, line.box, (top) => copy.contains(top)) >= 0.5)
          found.push({ text: line.text.replace(/\s+/g, ' ').trim(), box: line.box, size: pixels(style.fontSize), block: field });
      }
    }
    copy.remove();
  }
  return joined(found);
}

function block_of(element) {
  let one = element;
  while (one.parentElement && getComputedStyle(one).display.startsWith('inline') && !getComputedStyle(one).display.includes('-')) one = one.parentElement;
  return one;
}

/** Pieces of the same line of the same block, in the order they are read. */
function joined(pieces) {
  const lines = [];
  for (const one of pieces) {
    const last = lines[lines.length - 1];
    if (last && last.block === one.block && Math.abs((last.box[1] + last.box[3]) / 2 - (one.box[1] + one.box[3]) / 2) < one.size * 0.5) {
      const gap = one.box[0] - last.box[2];
      if (gap > -2 && gap < one.size * 1.2) {
        last.text += (gap > one.size * 0.12 ? ' ' : '') + one.text;
        last.box = union([last.box, one.box]);
        continue;
      }
    }
    lines.push({ ...one });
  }
  return lines.map(({ text, box }) => ({ text, box }));
}

/** Everything on the page, in CSS pixels. */
export function measure() {
  const sheet = document.createElement('style');
  sheet.textContent = '*{pointer-events:auto!important} [data-backdrop]{pointer-events:none!important} [data-backdrop] > *{pointer-events:auto!important}';
  document.head.append(sheet);
  const answer = { elements: elements(), lines: lines() };
  sheet.remove();
  return answer;
}
