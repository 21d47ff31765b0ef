// From samples to medians, ratios and aims.

import { figure, interval, table } from './table.mjs';
import { ratio, summary, verdict } from './stats.mjs';

const AIMS = {
  openssl: { words: 'without WebCrypto, RSA 2048: at most 2 x OpenSSL', most: 2 },
  forge: { words: 'without WebCrypto, RSA 2048: at least 5 x faster than node-forge', least: 5 },
  // Equal costs cannot be shown to be equal: this aim is missed only where the interval shows it.
  webCrypto: { words: 'with WebCrypto: no slower than bare WebCrypto and a signature', shown: 1 },
  raw: { words: 'certiroc.html, raw: under 1.2 MB', most: 1_200_000 },
  gzip: { words: 'certiroc.html, gzip -9: under 500 kB', most: 500_000 },
};

/** `{ text, medians, ratios, aims }` of what bench.mjs measured. */
export function report(results) {
  const medians = [];
  const ratios = [];
  const aims = [];
  const measured = (what, samples) => samples?.length && medians.push({ what, unit: 'ms', ...summary(samples) });
  const compared = (what, these, those) => {
    if (!these?.length || !those?.length) return undefined;
    const found = { what, ...ratio(these, those), n: Math.min(these.length, those.length) };
    ratios.push(found);
    return found;
  };
  const judged = (aim, where, found) => {
    if (!found) return;
    const shown = aim.shown && (found.low > aim.shown ? 'not met' : 'met, as far as the interval tells');
    aims.push({
      aim: where ? `${where}: ${aim.words}` : aim.words,
      median: found.median, low: found.low, high: found.high,
      verdict: shown || verdict(found, aim),
    });
  };

  for (const [browser, sizes] of Object.entries(results.keys)) {
    for (const [bits, { page, openssl, webCrypto, forge }] of Object.entries(sizes)) {
      const at = `${browser}, RSA ${bits}`;
      measured(`${at}: key + CSR, page without WebCrypto`, page.without.total);
      measured(`${at}: key + CSR, page with WebCrypto`, page.with.total);
      measured(`${at}:   of which outside WebCrypto`, outside(page.with));
      measured(`${at}: key + CSR, OpenSSL`, openssl.total);
      measured(`${at}: key + signature, bare WebCrypto`, webCrypto.total);
      measured(`${at}: key + CSR, node-forge`, forge?.total);
      measured(`${at}: sealing, page without WebCrypto`, page.without.seal);
      measured(`${at}: sealing, page with WebCrypto`, page.with.seal);
      measured(`${at}: sealing, OpenSSL`, openssl.seal);
      measured(`${at}: PBKDF2, bare WebCrypto`, webCrypto.seal);
      measured(`${at}: start of the vault, without WebCrypto`, page.without.start);

      const beside = compared(`${at}: key + CSR, page without WebCrypto / OpenSSL`, page.without.total, openssl.total);
      compared(`${at}: key + CSR, page with WebCrypto / OpenSSL`, page.with.total, openssl.total);
      const bare = compared(
        `${at}: page with WebCrypto / bare WebCrypto key + signature`, page.with.total, webCrypto.total,
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
  for (const kind of ['raw', 'gzip']) {
    const bytes = results.size[kind];
    judged(AIMS[kind], '', { median: bytes, low: bytes, high: bytes });
  }
  return { text: text(results, medians, ratios, aims), medians, ratios, aims };
}

/** What the page adds to the calls that only WebCrypto answers for, in the same samples. */
function outside({ total, inside }) {
  return total?.map((time, index) => time - inside[index]);
}

function text({ machine, tools, size, quick, seconds }, medians, ratios, aims) {
  const plain = ({ low, high, median }) => (low === high ? String(median) : interval({ median, low, high }));
  return [
    `${machine.cpu}, ${machine.cores} cores, load ${figure(machine.load)} at the start`,
    `${Object.values(tools).join('; ')}; Node ${machine.node}`,
    `certiroc.html ${size.sha256}: ${size.raw} bytes raw, ${size.gzip} gzip -9`,
    `${seconds} s${quick ? ', --quick: too few samples to conclude from' : ''}; medians (95 % interval)`,
    '',
    table([['Ratio', 'median (95 %)', 'n'], ...ratios.map((row) => [row.what, interval(row), String(row.n)])]),
    '',
    table([['Milliseconds', 'median (95 %)', 'n'], ...medians.map((row) => [row.what, interval(row), String(row.n)])]),
    '',
    table([['Aim', 'measured', ''], ...aims.map((row) => [row.aim, plain(row), row.verdict])]),
    '',
    'Key + CSR leaves sealing out: OpenSSL (-nodes), WebCrypto and node-forge seal nothing.',
    "OpenSSL's times include starting its process. The page's are between the vault's own messages.",
    'Each sample of the page, WebCrypto and node-forge is a new tab and a new worker.',
  ].join('\n');
}
