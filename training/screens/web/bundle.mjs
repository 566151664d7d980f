// Bundles each kit with what draws a page: node bundle.mjs SOURCES FOLDER OUT, where FOLDER holds node_modules.
import { createRequire } from 'node:module';
import { mkdirSync, readdirSync, writeFileSync, existsSync, copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [sources, folder, out, ...only] = process.argv.slice(2);
const esbuild = createRequire(join(folder, 'package.json'))('esbuild');
mkdirSync(out, { recursive: true });
copyFileSync(join(sources, 'icons.json'), join(out, 'icons.json'));

const kits = readdirSync(join(sources, 'kits')).filter((one) => one.endsWith('.mjs')).map((one) => basename(one, '.mjs')).filter((one) => one !== 'old_desktop' && (!only.length || only.includes(one)));
for (const kit of kits) {
  await esbuild.build({
    stdin: { contents: `import kit from './kits/${kit}.mjs'; import { start } from './page.mjs'; start(kit);`, resolveDir: sources },
    bundle: true, minify: true, format: 'iife', outfile: join(out, `${kit}.js`), nodePaths: [join(folder, 'node_modules')],
    define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'error',
    loader: { '.woff': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl', '.otf': 'dataurl', '.eot': 'empty', '.svg': 'dataurl', '.png': 'dataurl', '.gif': 'dataurl', '.jpg': 'dataurl', '.cur': 'empty' },
    external: ['https://*', 'http://*', '/assets/*'],
  });
  const style = existsSync(join(out, `${kit}.css`)) ? `<link rel="stylesheet" href="${kit}.css">` : '';
  writeFileSync(join(out, `${kit}.html`), `<!doctype html><html><head><meta charset="utf-8">${style}</head><body><div id="root"></div><script src="${kit}.js"></script></body></html>`);
  console.log(kit);
}
