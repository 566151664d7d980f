// Renders pages: reads a page's description from each line of standard input, answers with its picture and measures.
// Arguments: the folder with node_modules, that of the bundles, the browser's path.
import { createInterface } from 'node:readline';
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';

const [folder, bundles, browserPath] = process.argv.slice(2);
const { chromium } = createRequire(join(folder, 'package.json'))('playwright-core');
const places = JSON.parse(readFileSync(join(bundles, 'icons.json'), 'utf8'));
const drawings = new Map();

/** The drawing of an icon by its name, from a set, or the first set that has it. */
function icon(name, set) {
  for (const one of [set, ...Object.keys(places.sets)]) {
    const key = `${one}/${name}`;
    if (drawings.has(key)) return drawings.get(key);
    for (const alias of places.names[name] ?? [name]) {
      const path = join(folder, 'node_modules', places.sets[one], `${alias}.svg`);
      if (!existsSync(path)) continue;
      const source = readFileSync(path, 'utf8').replace(/<!--.*?-->/gs, '').replace(/<\?.*?\?>/g, '');
      const [, head, body] = source.match(/<svg([^>]*)>(.*)<\/svg>/s);
      const value = (attribute, fallback) => head.match(new RegExp(`(?:^|\\s)${attribute}="([^"]*)"`))?.[1] ?? fallback;
      const isStroked = value('stroke', 'none') !== 'none';
      const drawing = { body, attributes: { viewBox: value('viewBox', '0 0 24 24'), fill: isStroked ? 'none' : 'currentColor', ...(isStroked ? { stroke: 'currentColor', strokeWidth: value('stroke-width', '2'), strokeLinecap: 'round', strokeLinejoin: 'round' } : {}) } };
      drawings.set(key, drawing);
      return drawing;
    }
  }
  throw new Error(`no icon ${name}`);
}

function withIcons(value, set) {
  if (Array.isArray(value)) return value.map((one) => withIcons(one, set));
  if (value === null || typeof value !== 'object') return value;
  const made = {};
  for (const [name, one] of Object.entries(value)) made[name] = name === 'icon' || name === 'arrowIcon' ? one && icon(one, set) : withIcons(one, set);
  return made;
}

const PATIENCE_MS = 300_000; // a machine that trains at the same time may take minutes

const browser = await chromium.launch({
  timeout: PATIENCE_MS,
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--hide-scrollbars', '--host-resolver-rules=MAP * ~NOTFOUND', '--force-color-profile=srgb', '--disable-lcd-text', '--allow-file-access-from-files'].filter((one) => one !== (process.env.SORI_SUBPIXEL && '--disable-lcd-text')),
});

async function newPage() {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return [page, await page.context().newCDPSession(page)];
}
let [page, session] = await newPage();

async function render(spec) {
  const { width, height, scale, look } = spec;
  await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: scale, mobile: false });
  await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: look.contrast ? 'active' : 'none' }, { name: 'prefers-color-scheme', value: look.dark ? 'dark' : 'light' }, { name: 'prefers-reduced-motion', value: 'reduce' }] });
  await session.send('Emulation.setAutoDarkModeOverride', { enabled: !!look.forcedDark });
  await page.mouse.move(width - 1, height - 1);
  await page.goto(`file://${join(bundles, `${spec.kit}.html`)}`, { waitUntil: 'load' });
  const troubles = [];
  const note = (error) => troubles.push(String(error.stack ?? error).slice(0, 600));
  page.once('pageerror', note);
  await page.evaluate((one) => window.drawPage(one), withIcons(spec, spec.iconSet));
  await page.evaluate(() => Promise.all([document.fonts.ready, ...[...document.images].map((one) => one.decode().catch(() => 0))]));
  if (spec.settle) await page.waitForTimeout(spec.settle);
  let hasFocus = false, isHovering = false;
  if (spec.focus !== undefined && spec.focus !== null) {
    await page.keyboard.press('Shift');
    hasFocus = await page.evaluate((id) => window.focusOn(id), spec.focus);
  }
  if (spec.hover !== undefined && spec.hover !== null) {
    const place = await page.evaluate((id) => window.placeOf(id), spec.hover);
    if (place) { await page.mouse.move(...place); isHovering = true; }
  }
  const measured = await page.evaluate(() => window.measurePage());
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  page.off('pageerror', note);
  return { ...measured, png: data, hasFocus, isHovering, troubles };
}

for await (const line of createInterface({ input: process.stdin })) {
  const spec = JSON.parse(line);
  let answer;
  try {
    answer = await render(spec);
  } catch (error) {
    answer = { trouble: String(error.stack ?? error).slice(0, 2000) };
    [page, session] = await newPage();
  }
  process.stdout.write(`${JSON.stringify({ seed: spec.seed, ...answer })}\n`);
}
await browser.close();
