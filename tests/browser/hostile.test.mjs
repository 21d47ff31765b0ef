// What surrounds the page, or is given to it, may be hostile: another page's frame, a network without https, words for a
// spreadsheet, addresses in a certificate.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { INTRANET } from './lib/browsers.mjs';
import { folder, HTML, pageText } from './lib/environment.mjs';
import { subjects } from './lib/establishment.mjs';
import { inBoth, only, titled } from './lib/matrix.mjs';
import { checkDossier, readDossier } from './lib/openssl.mjs';
import { pattern, plain } from './lib/texts.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

// A frame.

/** Opens a page with a frame in it; what `use` gets is that frame, once the page in it has stopped. */
async function framed(place, address, use) {
  const visit = await world.tab(place);
  try {
    await visit.page.goto(address);
    const frame = await until('a frame that has stopped', async () => {
      const inner = visit.page.frames().find((one) => one !== visit.page.mainFrame());
      const stopped = await inner?.evaluate(() => document.documentElement.dataset.boot === 'framed'
        && document.getElementById('framed')?.hidden === false).catch(() => false);
      return stopped ? inner : null;
    });
    const seen = await frame.evaluate(() => ({
      language: document.documentElement.lang,
      text: document.body.innerText,
      started: document.getElementById('page-title') !== null || 'certiroc' in window,
    }));
    for (const id of ['framed-title', 'framed-text']) assert.match(plain(seen.text), pattern(seen.language, id));
    assert.equal(seen.started, false);
    await use(visit, frame);
  } finally {
    await visit.page.browserContext().close();
  }
}

const page = (frame) => `<!doctype html><title>outside</title><body>${frame}`;
const FRAMES = {
  "a file's page in a file's frame": async () => {
    const inner = pathToFileURL(HTML).href;
    const outer = path.join(folder('outer'), 'outer.html');
    writeFileSync(outer, page(`<iframe src="${inner}" width="800" height="600"></iframe>`));
    return { inner, outer: pathToFileURL(outer).href };
  },
  "the same origin's frame": async () => {
    const server = await world.server();
    world.answers['/frame-own'] = page('<iframe src="/" width="800" height="600"></iframe>');
    return { inner: server.address('localhost'), outer: server.address('localhost', '/frame-own') };
  },
  "another origin's frame": async () => {
    const server = await world.server();
    const inner = server.address(INTRANET);
    world.answers['/frame-other'] = page(`<iframe src="${inner}" width="800" height="600"></iframe>`);
    return { inner, outer: server.address('localhost', '/frame-other') };
  },
};
for (const place of inBoth('localhost')) {
  for (const [what, addresses] of Object.entries(FRAMES)) {
    test(`${place.browser}: in ${what} the page stops, and opens alone`, async () => {
      const { inner, outer } = await addresses();
      await framed(place, outer, async (visit, frame) => {
        const link = await frame.$('#framed a');
        await link.click();
        const alone = await until('a tab of its own', async () => {
          const tabs = await visit.page.browserContext().pages();
          return tabs.find((tab) => tab !== visit.page && tab.url() === inner);
        });
        await until('the page, started', () => alone.evaluate(() => document.documentElement.dataset.boot === 'started').catch(() => false));
        assert.equal(await alone.evaluate(() => window.opener), null);
      });
    });
  }

  test(`${place.browser}: in a frame that has no address of its own the page stops, and leads nowhere`, async () => {
    const server = await world.server();
    world.answers['/frame-text'] = page(`<iframe srcdoc="${pageText().replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`);
    await framed(place, server.address('localhost', '/frame-text'), async (visit, frame) => {
      assert.equal(await frame.$eval('#framed a', (link) => link.hidden && link.getAttribute('href') === null), true);
    });
  });
}

// Plain http.

/** The journal's file, as a spreadsheet reads it whose cells end at semicolons. */
async function assertNoFormula(visit) {
  const { name, bytes } = await visit.download(() => visit.click('#journal-export'));
  assert.equal(name, 'certiroc-journal.csv');
  const text = bytes.toString();
  assert.ok(text.includes(`Eve;'=HYPERLINK(""http://a.example"")`), text);
  for (const cell of text.split(/;|\r\n/)) assert.doesNotMatch(cell, /^["\s\uFEFF]*[-=+@]/, cell);
}

for (const place of only({ origin: 'intranet' }).filter(({ browser, language }) => (browser === 'chromium') === (language === 'fr'))) {
  test(`${titled(place)}: production keys are made only in words that the journal keeps`, () => world.visit(place, async (visit) => {
    const saysWhy = async () => {
      await visit.sees('#http-gate');
      for (const id of ['http-title', 'http-text']) await visit.says(id, {}, '#http-gate');
      assert.equal(await visit.$eval('#http-gate a', (link) => link.href), `https://${INTRANET}/`);
      assert.equal(await visit.$eval('#http-accept', (box) => box.checked), false);
      assert.equal(await visit.has('#passphrase-submit'), false);
      assert.equal(await visit.has('#generated-passphrase'), false);
    };
    // Up to the establishment, as `describe` does.
    const accept = visit.acceptHttp;
    visit.acceptHttp = async () => {
      await saysWhy();
      await visit.go('#/etablissement');
      await visit.radio('environment', 'test');
      await visit.go('#/demandes');
      await visit.sees('#passphrase-submit');
      assert.equal(await visit.has('#http-gate'), false, 'test keys are made as they were');
      await visit.go('#/etablissement');
      await visit.radio('environment', 'production');
      await visit.go('#/demandes');
      await saysWhy();
      const words = await visit.read('label[for="http-accept"]');
      assert.match(words, new RegExp(`http://${INTRANET.replaceAll('.', '\\.')}:\\d+`));
      await visit.go('#/dossier');
      await visit.fill('#user', 'Eve;=HYPERLINK("http://a.example")');
      await visit.go('#/demandes');
      await accept.call(visit);
      await visit.loses('#http-gate');
      await visit.go('#/dossier');
      await visit.says('http-said', { words }, '#journal');
      await assertNoFormula(visit);
      await visit.go('#/demandes');
    };
    await visit.describe();
    const passphrase = await visit.make();
    const { bytes } = await visit.save();
    checkDossier(bytes, passphrase, subjects());
    const events = readDossier(bytes).document.journal.map(({ event }) => event);
    const accepted = events.findIndex(({ type }) => type === 'plain-http-accepted');
    assert.ok(accepted >= 0 && accepted < events.findIndex(({ type }) => type === 'request-made'));
    assert.ok(events[accepted].words.includes(`http://${INTRANET}`));
    // Another dossier is another word.
    await visit.go('#/dossier');
    await visit.click('#dossier-new');
    visit.acceptHttp = async () => {
      await saysWhy();
      await accept.call(visit);
    };
    await visit.describe();
  }));
}

test('where nobody can change the page on its way, nothing is asked', () => world.visit({ browser: 'chromium', origin: 'localhost', language: 'en' }, async (visit) => {
  await visit.describe();
  assert.equal(await visit.has('#http-gate'), false);
}));

// The addresses in a certificate.

const openssl = (...words) => {
  const { status, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
};

/** A certificate and its issuer, with the names of IGC-Santé's and addresses that somebody else chose. */
function forged() {
  const at = (name) => path.join(forged.folder ??= folder('forged'), name);
  writeFileSync(at('ca.cnf'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n');
  writeFileSync(at('leaf.cnf'), [
    'crlDistributionPoints=URI:http://a.example/certiroc.html',
    'authorityInfoAccess=OCSP;URI:http://a.example/good,caIssuers;URI:http://a.example/issuer.cer',
  ].join('\n'));
  const issuer = '/C=FR/O=ASIP-SANTE/CN=AC IGC-SANTE ELEMENTAIRE ORGANISATIONS';
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', issuer, '-days', '30');
  openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('leaf.key'), '-out', at('leaf.csr'), '-subj', '/C=FR/CN=Client');
  openssl('x509', '-req', '-in', at('leaf.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('leaf.cnf'), '-out', at('leaf.pem'), '-days', '30');
  return { 'leaf.pem': readFileSync(at('leaf.pem')), 'ca.pem': readFileSync(at('ca.pem')) };
}

const DATA = process.env.CERTIROC_TEST_DATA;
const real = (...parts) => readFileSync(path.join(DATA, 'igc-sante', ...parts));
for (const place of inBoth('file', 'fr')) {
  test(`${titled(place)}: a certificate that no pinned authority issued leads to no command`, () => world.visit(place, async (visit) => {
    await visit.go('#/verification');
    await visit.dropAll(forged());
    await visit.click('.status-check summary');
    await visit.says('revocation-check-unverified', {}, '.status-check');
    assert.equal(await visit.has('.status-check button'), false);
    assert.doesNotMatch(await visit.read('main'), /curl|openssl/);
  }));

  test(`${titled(place)}: the commands ask with the pinned issuer, under names of the page's own`, { skip: !DATA && 'no test data' }, () => world.visit(place, async (visit) => {
    const aci = real('ca-test', 'ACI-EL-ORG-TEST.cer');
    await visit.go('#/verification');
    await visit.dropAll({
      '1.pem': real('ee-test', 'org-sign-2025-finess-EMA.pem'), '2.cer': aci, '3.cer': real('ca-test', 'ACR-EL-TEST.cer'),
    });
    await visit.click('#entry-0-0 .status-check summary');
    const commands = (await visit.read('#entry-0-0 .status-check pre')).replace(/ && /g, '\n');
    assert.match(commands, /curl -f -o ACI-EL-ORG-TEST\.crl 'http:\/\/igc-sante\.esante\.gouv\.fr\/CRL\/ACI-EL-ORG-TEST\.crl'/);
    assert.match(commands, /openssl ocsp -issuer ACI-EL-ORG-TEST\.pem -serial 0x[0-9A-F]+ -url 'http:\/\/ocsp\.esante\.gouv\.fr' -CAfile ACI-EL-ORG-TEST\.pem -partial_chain/);
    assert.doesNotMatch(commands, /curl -O|\.cer/);
    const { name, bytes } = await visit.download(() => visit.click('#entry-0-0 .status-check button'));
    assert.equal(name, 'ACI-EL-ORG-TEST.pem');
    const body = bytes.toString().replace(/-----.*?-----|\s/g, '');
    assert.deepEqual(Buffer.from(body, 'base64'), aci);
  }));
}
