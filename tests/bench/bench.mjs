// Measures the built page beside other tools, in one run on one machine: `cargo xtask bench`.
//
//   CERTIROC_HTML=dist/certiroc.html node bench.mjs [--quick | --once] [--only SERIES,SERIES] [--json FILE]
//
// The series are navigation, course, sets, keys, stores, paths, lists and cards. CERTIROC_BENCH_PROGRAM names what
// tests/bench/program is compiled to, a folder with glue.js and bench.wasm. CERTIROC_CARD and CERTIROC_CARD_SIMULATOR
// name certiroc-card, built for release, and the made-up card of tests/card; the cards want both. CERTIROC_PCSCD names the card service (/usr/sbin/pcscd otherwise), CHROMIUM and
// FIREFOX the browsers (/usr/bin/chromium and /usr/bin/firefox-esr or firefox otherwise). `openssl`, `gzip` and
// `pkcs15-tool` are taken from the path. No figure makes it fail; what cannot be measured does.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { INSECURE_HOST, launch, serve } from './lib/browsers.mjs';
import { measureCards } from './lib/cards.mjs';
import { measureCourse } from './lib/course.mjs';
import { measureKeys } from './lib/keys.mjs';
import { makeLists, measureLists } from './lib/lists.mjs';
import { measureNavigation } from './lib/opening.mjs';
import { measurePaths } from './lib/paths.mjs';
import { makePki } from './lib/pki.mjs';
import { report } from './lib/report.mjs';
import { measureSets } from './lib/sets.mjs';
import { measureStores } from './lib/stores.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    once: { type: 'boolean', default: false },
    only: { type: 'string', default: 'navigation,course,sets,keys,stores,paths,lists,cards' },
    quick: { type: 'boolean', default: false },
  },
});
const only = options.only.split(',');
/** The series that are measured in each browser. */
const inBrowsers = only.filter((series) => series !== 'cards');

/** Numbers of entries of the revocation lists. */
const LISTS = options.once ? [1000] : [1000, 10_000, 100_000, 1_000_000];

/** Everything is measured a single time, to see that it can be. */
const ONCE = { rounds: 1, seconds: 60, limit: 30 };

/** Rounds of each series at most, and the seconds after which it starts no further round. */
const PLANS = {
  once: {
    ...Object.fromEntries(only.map((series) => [series, ONCE])),
    keys: { Chromium: { 2048: ONCE }, Firefox: { 2048: ONCE } },
  },
  quick: {
    navigation: { rounds: 6, seconds: 15 },
    course: { rounds: 6 },
    sets: { rounds: 6 },
    keys: {
      Chromium: { 2048: { rounds: 10, seconds: 40 }, 3072: { rounds: 3, seconds: 20 }, 4096: { rounds: 3, seconds: 30 } },
      Firefox: { 2048: { rounds: 10, seconds: 50 } },
    },
    stores: { rounds: 6, seconds: 40 },
    paths: { rounds: 6, seconds: 30 },
    lists: { rounds: 6, seconds: 40, limit: 30 },
    cards: { rounds: 6, seconds: 15 },
  },
  full: {
    navigation: { rounds: 15, seconds: 30 },
    course: { rounds: 15 },
    sets: { rounds: 6 },
    keys: {
      Chromium: { 2048: { rounds: 60, seconds: 150 }, 3072: { rounds: 20, seconds: 60 }, 4096: { rounds: 12, seconds: 90 } },
      Firefox: { 2048: { rounds: 48, seconds: 150 } },
    },
    stores: { rounds: 20, seconds: 90 },
    paths: { rounds: 20, seconds: 60 },
    lists: { rounds: 20, seconds: 90, limit: 60 },
    cards: { rounds: 30, seconds: 60 },
  },
};
const PLAN = PLANS[['once', 'quick'].find((plan) => options[plan]) ?? 'full'];

const built = process.env.CERTIROC_HTML && resolve(process.env.CERTIROC_HTML);
if (!built || !existsSync(built)) {
  console.error(`CERTIROC_HTML must name the built page: ${built ?? 'it is not set'}`);
  process.exit(2);
}

const folder = mkdtempSync(join(os.tmpdir(), 'certiroc-bench-'));
// A copy: a new build during the run must not change what is measured.
const html = join(folder, 'certiroc.html');
copyFileSync(built, html);
const started = performance.now();
const results = {
  quick: options.quick, machine: machine(), tools: {}, size: size(html), navigation: {}, course: {}, keys: {},
  sets: {}, stores: {}, paths: {}, lists: {}, cards: {},
};

const blank = join(folder, 'blank.html');
writeFileSync(blank, '<!doctype html><html lang="en"><meta charset="utf-8"><title>Empty</title><h1>Empty</h1></html>\n');
const tiddlywiki = tiddlyWiki();
const server = await serve({ '/': html, '/blank': blank });
try {
  results.tools.openssl = output('openssl', ['version']).trim();
  for (const library of ['node-forge', 'pkijs', 'jsrsasign']) results.tools[library] = `${library} ${version(library)}`;
  const pki = makePki(folder);
  const lists = only.includes('lists') ? makeLists(folder, LISTS, pki) : {};
  if (only.includes('cards')) {
    // "OpenSC 0.23.0 [gcc  12.2.0]", and then what it was built with.
    [results.tools.opensc] = /^OpenSC \S+/.exec(output('opensc-tool', ['--info']));
    results.cards = await measureCards({ ...cardPrograms(), folder, say }, PLAN.cards);
  }
  for (const [name, executable] of inBrowsers.length ? browsers() : []) {
    say(`starting ${name} (${executable})`);
    const browser = await launch(name, executable);
    try {
      results.tools[name.toLowerCase()] = await browser.version();
      const file = (path) => pathToFileURL(path).href;
      const insecure = `http://${INSECURE_HOST}:${server.port}`;
      const addresses = {
        page: file(html),
        blank: file(blank),
        tiddlywiki: file(tiddlywiki),
        insecurePage: `${insecure}/`,
        insecureBlank: `${insecure}/blank`,
      };
      const context = { name, browser, addresses, folder, pki, lists, say };
      const measures = {
        navigation: () => measureNavigation(context, PLAN.navigation),
        course: () => measureCourse(context, PLAN.course),
        sets: () => measureSets(context, PLAN.sets),
        keys: async () => {
          const found = {};
          for (const [bits, plan] of Object.entries(PLAN.keys[name])) {
            found[bits] = await measureKeys(context, Number(bits), plan);
          }
          return found;
        },
        stores: () => measureStores(context, PLAN.stores),
        paths: () => measurePaths(context, PLAN.paths),
        lists: () => measureLists(context, PLAN.lists),
      };
      for (const series of inBrowsers) results[series][name] = await measures[series]();
    } finally {
      await browser.close();
    }
  }
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
results.seconds = Math.round((performance.now() - started) / 1000);

const { text, ...judged } = report(results);
console.log(text);
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ...results, ...judged }, null, 1)}\n`);

function say(words) {
  console.error(`${String(Math.round((performance.now() - started) / 1000)).padStart(4)} s  ${words}`);
}

/** What reads the card, what plays it, and the card service. */
function cardPrograms() {
  const { CERTIROC_CARD: program, CERTIROC_CARD_SIMULATOR: simulator, CERTIROC_PCSCD: pcscd } = process.env;
  if (!program || !simulator) throw new Error('CERTIROC_CARD and CERTIROC_CARD_SIMULATOR must name the programs');
  return { program, simulator, pcscd: pcscd ?? '/usr/sbin/pcscd' };
}

/** The version of a library as it is installed. */
function version(library) {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'node_modules', library, 'package.json'), 'utf8')).version;
}

function browsers() {
  const first = (...paths) => paths.find((path) => path && existsSync(path)) ?? paths.at(-1);
  const { CHROMIUM, FIREFOX } = process.env;
  return [
    ['Chromium', CHROMIUM ?? '/usr/bin/chromium'],
    ['Firefox', FIREFOX ?? first('/usr/bin/firefox-esr', '/usr/bin/firefox')],
  ];
}

function machine() {
  const cpus = os.cpus();
  return { cpu: cpus[0].model, cores: cpus.length, load: os.loadavg()[0], node: process.version };
}

function size(file) {
  const bytes = readFileSync(file);
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    raw: bytes.length,
    gzip: output('gzip', ['-9', '-n', '-c', file], 'buffer').length,
  };
}

/** The empty edition of TiddlyWiki, in one file. */
function tiddlyWiki() {
  const package_ = join(import.meta.dirname, 'node_modules/tiddlywiki');
  output(process.execPath, [
    join(package_, 'tiddlywiki.js'), join(package_, 'editions/empty'), '--output', folder, '--build', 'empty',
  ]);
  return join(folder, 'empty.html');
}

function output(program, values, encoding = 'utf8') {
  const { status, error, stdout, stderr } = spawnSync(program, values, { encoding, maxBuffer: 1 << 28 });
  if (status !== 0) throw error ?? new Error(`${program} ${values.join(' ')}: ${stderr}`);
  return stdout;
}
