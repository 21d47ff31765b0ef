// From samples to medians, ratios and aims.

import { figure, interval, table } from './table.mjs';
import { median, pairedRatio, ratio, summary, verdict } from './stats.mjs';

const AIMS = {
  openssl: { words: 'without WebCrypto, RSA 2048: at most 2 x OpenSSL', most: 2 },
  forge: { words: 'without WebCrypto, RSA 2048: at least 5 x faster than node-forge', least: 5 },
  webCrypto: { words: 'with WebCrypto: no slower than bare WebCrypto plus the CSR', most: 1 },
  open: { words: 'from a saved dossier to the task list: under 50 ms of script', most: 50 },
  change: { words: 'from one page to the next: under 16 ms of script', most: 16 },
  raw: { words: 'certiroc.html, raw: under 1.2 MB', most: 1_200_000 },
  gzip: { words: 'certiroc.html, gzip -9: under 500 kB', most: 500_000 },
};

/** `{ text, medians, ratios, aims }` of what bench.mjs measured. */
export function report(results) {
  const medians = [];
  const ratios = [];
  const aims = [];
  const measured = (what, samples) => samples?.length && medians.push({ what, unit: 'ms', ...summary(samples) });
  const compared = (what, these, those, how = ratio) => {
    if (!these?.length || !those?.length) return undefined;
    const found = { what, ...how(these, those), n: [these.length, those.length] };
    ratios.push(found);
    return found;
  };
  const judged = (aim, where, found) => {
    if (!found) return;
    aims.push({
      aim: where ? `${where}: ${aim.words}` : aim.words,
      median: found.median, low: found.low, high: found.high,
      verdict: verdict(found, aim),
    });
  };

  for (const [browser, sizes] of Object.entries(results.keys)) {
    for (const [bits, { page, openssl, webCrypto, forge }] of Object.entries(sizes)) {
      const at = `${browser}, RSA ${bits}`;
      measured(`${at}: key + CSR, page without WebCrypto`, page.without.total);
      measured(`${at}: key + CSR, page with WebCrypto`, page.with.total);
      measured(`${at}:   of which inside WebCrypto`, page.with.inside);
      measured(`${at}:   of which reading and checking the key`, minus(page.with.key, page.with.inside));
      measured(`${at}:   of which the CSR`, page.with.csr);
      measured(`${at}: key + CSR, OpenSSL`, openssl.total);
      measured(`${at}: key, bare WebCrypto`, webCrypto.key);
      measured(`${at}: signature, bare WebCrypto`, webCrypto.sign);
      measured(`${at}: key + CSR, node-forge`, forge?.total);
      measured(`${at}: sealing, page without WebCrypto`, page.without.seal);
      measured(`${at}: sealing, page with WebCrypto`, page.with.seal);
      measured(`${at}: sealing, OpenSSL`, openssl.seal);
      measured(`${at}: PBKDF2, bare WebCrypto`, webCrypto.seal);
      measured(`${at}: start of the vault, without WebCrypto`, page.without.start);

      const beside = compared(`${at}: key + CSR, page without WebCrypto / OpenSSL`, page.without.total, openssl.total);
      compared(`${at}: key + CSR, page with WebCrypto / OpenSSL`, page.with.total, openssl.total);
      const csr = median(page.with.csr);
      const bare = compared(
        `${at}: key + CSR, page with WebCrypto / key by bare WebCrypto + the page's CSR`,
        page.with.total, webCrypto.key.map((key) => key + csr),
      );
      compared(
        `${at}: the same, paired: page / its own time inside WebCrypto + CSR`,
        page.with.total, plus(page.with.inside, page.with.csr), pairedRatio,
      );
      const faster = compared(`${at}: key + CSR, node-forge / page without WebCrypto`, forge?.total, page.without.total);
      compared(`${at}: sealing, page without WebCrypto / OpenSSL`, page.without.seal, openssl.seal);
      compared(`${at}: sealing, page with WebCrypto / PBKDF2 by bare WebCrypto`, page.with.seal, webCrypto.seal);
      if (bits === '2048') judged(AIMS.openssl, browser, beside);
      if (bits === '2048') judged(AIMS.forge, browser, faster);
      judged(AIMS.webCrypto, at, bare);
    }
  }
  for (const [browser, { page, blank, tiddlywiki }] of Object.entries(results.navigation)) {
    measured(`${browser}, file://: page usable`, page);
    measured(`${browser}, file://: empty page`, blank);
    measured(`${browser}, file://: empty TiddlyWiki`, tiddlywiki);
    compared(`${browser}, file://: page / empty page`, page, blank);
    compared(`${browser}, file://: page / empty TiddlyWiki`, page, tiddlywiki);
  }
  for (const [browser, { open, change, openScript, changeScript }] of Object.entries(results.course)) {
    measured(`${browser}, file://: a saved dossier to the task list`, open);
    measured(`${browser}, file://: one page to the next`, change);
    measured(`${browser}, file://:   of which script`, openScript);
    measured(`${browser}, file://:   of which script, one page to the next`, changeScript);
    judged(AIMS.open, browser, summary(openScript));
    judged(AIMS.change, browser, summary(changeScript));
  }
  for (const kind of ['raw', 'gzip']) {
    const bytes = results.size[kind];
    judged(AIMS[kind], '', { median: bytes, low: bytes, high: bytes });
  }
  return { text: text(results, medians, ratios, aims), medians, ratios, aims };
}

function plus(these, those) {
  return these.map((value, index) => value + those[index]);
}

function minus(these, those) {
  return these.map((value, index) => value - those[index]);
}

function text({ machine, tools, size, quick, seconds }, medians, ratios, aims) {
  const plain = (row) => (row.low === row.median && row.high === row.median ? String(row.median) : interval(row));
  return [
    `${machine.cpu}, ${machine.cores} cores, load ${figure(machine.load)} at the start`,
    `${Object.values(tools).join('; ')}; Node ${machine.node}`,
    `certiroc.html ${size.sha256}: ${size.raw} bytes raw, ${size.gzip} gzip -9`,
    `${seconds} s${quick ? ', --quick: wide intervals' : ''}; medians (95 % interval)`,
    '',
    table([['Ratio', 'median (95 %)', 'n'], ...ratios.map((row) => [row.what, interval(row), row.n.join(' / ')])]),
    '',
    table([['Milliseconds', 'median (95 %)', 'n'], ...medians.map((row) => [row.what, interval(row), String(row.n)])]),
    '',
    table([['Aim', 'measured', ''], ...aims.map((row) => [row.aim, plain(row), row.verdict])]),
    '',
    'An aim is met or not met where the whole interval is; it takes six samples of each to have one.',
    'Paired: what the page adds to the work of the browser, reading and checking the new key; never below 1.',
    'Key + CSR leaves sealing out: OpenSSL (-nodes), WebCrypto and node-forge seal nothing.',
    "OpenSSL's times include starting its process. The page's are between the vault's own messages.",
    'Script: as Chromium counts it; in Firefox the whole time stands for it.',
    'Each sample of the page, WebCrypto and node-forge is a new tab and a new worker.',
  ].join('\n');
}
