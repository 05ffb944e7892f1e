// Makes dist/ariane-chat.js from src/. With --check, only tells whether the file there is what src/ gives.
import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const output = here('dist/ariane-chat.js');
const MOST = 15_000; // bytes, gzipped

// Style sheets become text in the script: there is nothing else to load, and nothing inline in the page.
const styles = {
  name: 'styles',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, charset: 'utf8' });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

const { outputFiles } = await build({
  entryPoints: [here('src/index.js')],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  plugins: [styles],
  write: false,
  banner: { js: '/* Ariane, widget de discussion. Apache-2.0. Sources : widget/src. */' },
});
const code = Buffer.from(outputFiles[0].contents);
const size = gzipSync(code, { level: 9 }).length;
console.log(`widget : ${code.length} octets, ${size} compressés (au plus ${MOST}).`);
if (size > MOST) fail('Le widget est trop gros : allégez widget/src.');

if (process.argv.includes('--check')) {
  const present = await readFile(output).catch(() => null);
  if (!present?.equals(code)) fail('widget/dist n’est pas à jour : lancez « make widget ».');
} else {
  await mkdir(here('dist'), { recursive: true });
  await writeFile(output, code);
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}
