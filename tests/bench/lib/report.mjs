// From samples to medians, ratios and aims.

import { figure, interval, table } from './table.mjs';
import { median, pairedRatio, ratio, summary, verdict } from './stats.mjs';

const AIMS = {
  openssl: { words: 'without WebCrypto, RSA 2048: at most 2 x OpenSSL', most: 2 },
  forge: { words: 'without WebCrypto, RSA 2048: at least 5 x faster than node-forge', least: 5 },
  webCrypto: { words: 'with WebCrypto: no slower than bare WebCrypto plus the CSR', most: 1 },
  open: { words: 'from a saved dossier to the task list: under 50 ms of script', most: 50 },
  change: { words: 'from one page to the next: under 16 ms of script', most: 16 },
  sets: { words: 'each large set shown: under 2 s of script', most: 2000 },
  list100000: { words: 'revocation list of 100000 entries: under 100 ms', most: 100 },
  list1000000: { words: 'revocation list of 1000000 entries: under 1000 ms', most: 1000 },
  memory: { words: 'revocation list of 1000000 entries: under 20 MB of WASM memory', most: 20 },
  raw: { words: 'certiroc.html, raw: under 1.5 MB', most: 1_500_000 },
  gzip: { words: 'certiroc.html, gzip -9: under 728 kB', most: 728_000 },
};

/** What a list is read by beside the page. */
const READERS = { pkijs: 'PKI.js', jsrsasign: 'jsrsasign', openssl: 'OpenSSL' };

/** What is given at once. */
const SETS = {
  certificates: '10,000 certificates of one name', files: '200 files', authorities: 'a dossier with 900 authorities',
};

/** What a card is read by. */
const CARD_READERS = { ours: 'certiroc-card', opensc: 'OpenSC' };

/** `{ text, medians, memories, counted, ratios, aims, notes }` of what bench.mjs measured. */
export function report(results) {
  const medians = [];
  const ratios = [];
  const aims = [];
  const memories = [];
  const counted = [];
  const notes = [];
  const measured = (what, samples) => samples?.length && medians.push({ what, unit: 'ms', ...summary(samples) });
  const weighed = (what, samples) => samples?.length && memories.push({ what, unit: 'MB', ...summary(samples) });
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
  for (const [browser, { open, change, openScript, changeScript, typing }] of Object.entries(results.course)) {
    measured(`${browser}, file://: a saved dossier to the task list`, open);
    measured(`${browser}, file://: one page to the next`, change);
    measured(`${browser}, file://:   of which script`, openScript);
    measured(`${browser}, file://:   of which script, one page to the next`, changeScript);
    measured(`${browser}, file://: a letter typed, script: 5,000 lines of journal, 8 certificates`, typing);
    judged(AIMS.open, browser, summary(openScript));
    judged(AIMS.change, browser, summary(changeScript));
  }
  for (const [browser, sets] of Object.entries(results.sets)) {
    for (const [set, samples] of Object.entries(sets)) {
      measured(`${browser}, file://: ${SETS[set]}, script`, samples);
      judged(AIMS.sets, `${browser}, ${SETS[set]}`, summary(samples));
    }
  }
  for (const [browser, profiles] of Object.entries(results.stores)) {
    for (const [profile, acts] of Object.entries(profiles)) {
      for (const [act, { page, forge, openssl }] of Object.entries(acts)) {
        const at = `${browser}, PKCS #12 ${profile}, ${act}`;
        measured(`${at}: page`, page);
        measured(`${at}: node-forge`, forge);
        measured(`${at}: OpenSSL`, openssl);
        compared(`${at}: node-forge / page`, forge, page);
        compared(`${at}: page / OpenSSL`, page, openssl);
      }
    }
  }
  for (const [browser, { ours, oursFirst, pkijs, pkijsFirst, openssl }] of Object.entries(results.paths)) {
    const at = `${browser}, path of three`;
    measured(`${at}: our code in WASM`, ours);
    measured(`${at}: our code in WASM, the first in a worker`, oursFirst);
    measured(`${at}: PKI.js`, pkijs);
    measured(`${at}: PKI.js, the first in a worker`, pkijsFirst);
    measured(`${at}: OpenSSL`, openssl);
    compared(`${at}: PKI.js / our code in WASM`, pkijs, ours);
    compared(`${at}: PKI.js / our code in WASM, the first in a worker`, pkijsFirst, oursFirst);
    compared(`${at}: our code in WASM / OpenSSL`, ours, openssl);
  }
  for (const [browser, sizes] of Object.entries(results.lists)) {
    for (const [entries, { time, memory, gaveUp }] of Object.entries(sizes)) {
      const at = `${browser}, list of ${entries}`;
      measured(`${at}: page`, time.page);
      weighed(`${at}: page, WASM memory of the worker`, megabytes(memory.page));
      for (const [reader, words] of Object.entries(READERS)) {
        measured(`${at}: ${words}`, time[reader]);
        const what = reader === 'openssl' ? 'most of the process' : 'growth of the heap';
        weighed(`${at}: ${words}, ${what}`, megabytes(memory[reader]));
        compared(`${at}: ${words} / page`, time[reader], time.page);
        const why = gaveUp[reader];
        if (why && String(why.entries) === entries) notes.push(`${at}: ${words} ${why.words}; no longer list was tried.`);
      }
      judged(AIMS[`list${entries}`] ?? {}, browser, AIMS[`list${entries}`] && summary(time.page));
      if (entries === '1000000') judged(AIMS.memory, browser, summary(megabytes(memory.page)));
    }
  }
  for (const [generation, { time, commands }] of Object.entries(results.cards)) {
    const at = `${generation} card`;
    for (const [reader, words] of Object.entries(CARD_READERS)) {
      measured(`${at}: ${words}`, time[reader]);
      counted.push({ what: `${at}: ${words}`, commands: commands[reader] });
    }
    compared(`${at}: certiroc-card / OpenSC`, time.ours, time.opensc);
  }
  for (const kind of ['raw', 'gzip']) {
    const bytes = results.size[kind];
    judged(AIMS[kind], '', { median: bytes, low: bytes, high: bytes });
  }
  const judgement = { medians, memories, counted, ratios, aims, notes };
  return { text: text(results, judgement), ...judgement };
}

function megabytes(bytes) {
  return bytes.map((value) => value / 1e6);
}

function plus(these, those) {
  return these.map((value, index) => value + those[index]);
}

function minus(these, those) {
  return these.map((value, index) => value - those[index]);
}

function text({ machine, tools, size, quick, seconds }, { medians, memories, counted, ratios, aims, notes }) {
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
    ...(memories.length ? [
      table([['Megabytes', 'median (95 %)', 'n'], ...memories.map((row) => [row.what, interval(row), String(row.n)])]),
      '',
    ] : []),
    ...(counted.length ? [
      table([['Commands to the card', 'each time'], ...counted.map((row) => [row.what, String(row.commands)])]),
      '',
    ] : []),
    ...(notes.length ? [...notes, ''] : []),
    table([['Aim', 'measured', ''], ...aims.map((row) => [row.aim, plain(row), row.verdict])]),
    '',
    'An aim is met or not met where the whole interval is; it takes six samples of each to have one.',
    'Paired: what the page adds to the work of the browser, reading and checking the new key; never below 1.',
    'Key + CSR leaves sealing out: OpenSSL (-nodes), WebCrypto and node-forge seal nothing.',
    "OpenSSL's times include starting its process. The page's are between the vault's own messages.",
    'Script: as Chromium counts it; in Firefox the whole time stands for it.',
    'Each sample of the page and of another library in the browser is a new tab and a new worker.',
    'PKCS #12: RSA 2048 and three certificates, the same rounds for all; all read one file, which OpenSSL made. The',
    '  page also reads again what it wrote. node-forge leaves the certificates in clear and makes the MAC with SHA-1.',
    'Path: leaf by RSA 4096, by RSA 4096, from DER to a verdict, the mean of 20 in one worker. Our code is that of the',
    '  page, compiled apart; PKI.js checks signatures by WebCrypto, also that of the root. OpenSSL (verify): a process',
    '  with 200 validations more than another, by 200; it reads the authorities once.',
    'List: from a file on disk, the signature checked (RSA 4096, SHA-256), a certificate found in the last entry, every',
    '  second entry with a reason; OpenSSL (crl -verify) checks the signature, its time includes starting its process.',
    '  Growth of the heap: performance.memory after reading once on the page instead of in a worker, with what is not',
    '  yet collected; Chromium alone tells it. WASM memory never shrinks: it is the most that the worker had.',
    '  PKI.js has its limits on elements and length lifted.',
    'Card: all its certificates, whole processes over PC/SC, certiroc-card into a file, OpenSC (pkcs15-tool --dump) to',
    "  its output. Both get every certificate to the last byte, which is checked; certiroc-card the chip's number too.",
    '  The card is made up and answers at once: a real one takes longer for each command and each byte.',
  ].join('\n');
}
