// Certificates, lists and names from the field, given to the dossier that they are for: what the page says of them, and
// what it must not say.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';

import { EACH_ONCE, inBoth, titled } from './lib/matrix.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

const DATA = process.env.CERTIROC_TEST_DATA;
const options = { skip: !DATA && 'no test data' };
const cases = (...parts) => readFileSync(path.join(DATA, 'cases', ...parts));
const forDossier = (name) => cases('for-dossier', name);

const [CHROMIUM] = inBoth();
const PASSWORD = 'Fichier pour ROC 2026 !';
/** Every character that turns the order of those after it. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]/;

/** The dossier of the field, verified. */
async function open(visit) {
  await visit.drop('dossier.zip', forDossier('dossier.zip'));
  await visit.notice('notice-opened');
  await visit.verify(forDossier('passphrase.txt').toString().trim());
}

/** Gives files of the field together, and waits until they are read. */
async function give(visit, ...names) {
  await visit.dropAll(Object.fromEntries(names.map((name) => [name, forDossier(name)])));
  await visit.sees(`#given-${names.length - 1}`);
}

/** Opens the dossier and gives it one file: the certificate's verdict. */
async function verdict(visit, name) {
  await open(visit);
  await give(visit, name);
  await visit.sees('#org-auth-cli-0-verdict');
  return visit.read('#org-auth-cli-0-verdict');
}

/** Nothing on the page leads to a revocation of the first certificate, but the button that is always there. */
async function leadsToNoRevocation(visit) {
  const links = await visit.page.$$eval('#org-auth-cli-0-verdict a', (all) => all.map((link) => link.hash));
  assert.deepEqual(links.filter((hash) => hash.includes('revoc')), []);
}

for (const place of EACH_ONCE) {
  for (const [name, shown] of [
    ['c11b-trailing-space.cer', 'Saône⟨U+0020⟩'],
    ['c12-nfd.cer', '⟨U+0302⟩le-d'],
    ['c25-case-only.cer', 'HOSPICES'],
  ]) {
    test(`${titled(place)}: ${name} has the ordered name, written in another way`, options, () => world.visit(place, async (visit) => {
      const words = await verdict(visit, name);
      assert.ok(words.includes(shown), words);
      await visit.says('compare-equivalent', {}, '#org-auth-cli-0-verdict');
      assert.equal(await visit.saysNow('compare-differs', {}, '#org-auth-cli-0-verdict'), false);
      await leadsToNoRevocation(visit);
    }));
  }
}

test(`${titled(CHROMIUM)}: an apostrophe that is another is seen, and leads to no revocation`, options, () => world.visit(CHROMIUM, async (visit) => {
  const words = await verdict(visit, 'c13-curly-apostrophe.cer');
  assert.ok(words.includes('l’⟨U+2019⟩Île'), words);
  await visit.says('found-punctuation', {}, '#org-auth-cli-0-verdict');
  await visit.says('value-marks', {}, '#org-auth-cli-0-verdict');
  await leadsToNoRevocation(visit);
}));

test(`${titled(CHROMIUM)}: a space of another kind in the service's name is seen, and revocation is the last advice`, options, () => world.visit(CHROMIUM, async (visit) => {
  const words = await verdict(visit, 'c13b-nbsp-cn.cer');
  assert.ok(words.includes('Client⟨U+00A0⟩ROC_Annuaire_AMC'), words);
  await visit.says('compare-differs', {}, '#org-auth-cli-0-verdict');
  const advice = await visit.page.$$eval('#org-auth-cli-0-verdict .places li', (all) => all.map((item) => item.innerText));
  assert.match(advice.at(-1), /dernier recours/);
  assert.ok(advice.length > 1 && advice.slice(0, -1).every((item) => !/évo[qc]/.test(item)), advice.join('\n'));
}));

test(`${titled(CHROMIUM)}: a certificate that is not valid yet has its reminders, and the clock is asked about`, options, () => world.visit(CHROMIUM, async (visit) => {
  await visit.page.evaluateOnNewDocument(() => {
    const at = Date.UTC(2026, 11, 15, 6);
    const Real = Date;
    // Two hours before the certificate is valid, on the same day.
    globalThis.Date = class extends Real {
      constructor(...args) { super(...(args.length > 0 ? args : [at])); }

      static now() { return at; }
    };
  });
  await visit.open();
  const words = await verdict(visit, 'c15-future.cer');
  await visit.says('found-not-yet-valid', {}, '#org-auth-cli-0-verdict');
  assert.match(words, /\d{2}:00:00/, 'the day does not tell: the hour does');
  assert.equal(await visit.saysNow('deadlines-none', {}, '#deadlines'), false);
  assert.equal(await visit.page.$$eval('#deadlines tbody tr', (rows) => rows.length), 5);
}));

test(`${titled(CHROMIUM)}: an expired certificate is there all the same`, options, () => world.visit(CHROMIUM, async (visit) => {
  await verdict(visit, 'c23-expired.cer');
  await visit.says('found-expired', {}, '#org-auth-cli-0-verdict');
  await visit.says('deadlines-past', {}, '#deadlines');
  assert.equal(await visit.saysNow('deadlines-none'), false);
}));

test(`${titled(CHROMIUM)}: a clock that is behind the dossier is asked about`, options, () => world.visit(CHROMIUM, async (visit) => {
  assert.equal(await visit.has('#clock-doubt'), false);
  await visit.page.evaluateOnNewDocument(() => {
    const late = 400 * 86_400_000;
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...args) { super(...(args.length > 0 ? args : [Real.now() - late])); }

      static now() { return Real.now() - late; }
    };
  });
  await visit.open();
  // Without a dossier the page itself is younger than that clock.
  await visit.says('clock-late', {}, '#clock-doubt');
}));

test(`${titled(CHROMIUM)}: lists that are not relied on, and name the certificate`, options, () => world.visit(CHROMIUM, async (visit) => {
  await open(visit);
  for (const [list, named] of [
    ['d04-unknown-critical.crl', true], ['d05-unknown-critical-notlisted.crl', false], ['d08-v1-no-next.crl', true], ['d15-other-key.crl', false],
  ]) {
    await give(visit, 'd00-cert.cer', 'chain.pem', list);
    await until(list, () => visit.read('#given-2').then((words) => words.includes(list)));
    assert.equal(await visit.saysNow('row-crl-named', {}, '#given-2'), named, list);
    // Nothing is proved by it.
    await visit.says('revocation-unknown', {}, '#org-auth-cli-0-verdict');
  }
}));

test(`${titled(CHROMIUM)}: no request is compared with nothing in quotation marks`, options, () => world.visit(CHROMIUM, async (visit) => {
  await visit.go('#/verification');
  for (const name of ['q04-t61-subject.csr', 'q08-c-utf8.csr', 'q09-empty-subject.csr']) {
    await visit.drop(name, cases('requests', name));
    await until(name, () => visit.page.evaluate(
      (given) => document.querySelector('#given-0')?.innerText.includes(given), name,
    ));
    const words = await visit.read('#verification-outcome');
    assert.doesNotMatch(words, /«\s*»/, name);
    if (name.startsWith('q04')) assert.match(words, /TeletexString/);
  }
}));

for (const place of EACH_ONCE) {
  test(`${titled(place)}: what a certificate hides in its name is shown, and what follows keeps its order`, options, () => world.visit(place, async (visit) => {
    await visit.go('#/verification');
    await visit.drop('79f\u202Ecer.pem', cases('files', '79f-nul-in-name.cer'));
    await visit.sees('#given-0');
    await visit.click('#entry-0-0-details summary');
    const shown = await visit.$eval('#verification-outcome', (element) => element.textContent);
    assert.ok(shown.includes('⟨U+0000⟩') && shown.includes('⟨U+202E⟩'), shown);
    assert.doesNotMatch(shown, TURNS);
    assert.ok(!shown.includes('\0'));
  }));
}

for (const place of EACH_ONCE) {
  test(`${titled(place)}: the establishment's name is put right, or refused, before a key is made`, options, () => world.visit(place, async (visit) => {
    const names = JSON.parse(cases('names.json'));
    for (const [what, name] of Object.entries(names)) {
      await visit.describe().catch(() => {});
      await visit.go('#/etablissement');
      await visit.fill('#name', name);
      const isRefused = /zero-width|override/.test(what);
      await visit.says(isRefused ? 'finding-name-hidden' : 'finding-name-put-right', {}, '#name-notes');
      await visit.click('#establishment-continue');
      if (isRefused) {
        await visit.sees('#error-summary');
        await visit.go('#/demandes');
        await visit.sees('#make-blocked');
      } else {
        await visit.sees('#passphrase-submit');
        await visit.says('finding-name-put-right', {}, 'main');
        const subject = await visit.$eval('#org-sign-subject', (element) => element.textContent);
        assert.ok(subject.includes("O=Hôpital d'Été,"), `${what}: ${subject}`);
      }
    }
  }));
}

test(`${titled(CHROMIUM)}: a key store whose key has another password says so, with its field in sight`, options, () => world.visit(CHROMIUM, async (visit) => {
  await visit.go('#/verification');
  await visit.drop('magasin.jks', cases('files', '40-jks-other-key-password.jks'));
  await visit.fill('#unlock-0', 'Magasin-2026');
  await visit.click('#unlock-0-submit');
  await visit.says('problem-key-password', {}, '#given-0');
  const isInSight = () => visit.$eval('#unlock-0-second', (field) => {
    const { top, bottom } = field.getBoundingClientRect();
    return field.checkVisibility() && top >= 0 && bottom <= innerHeight;
  });
  await until('the field in sight', isInSight);
  await visit.fill('#unlock-0', 'Magasin-2026');
  await visit.fill('#unlock-0-second', 'Autre-2026');
  await visit.click('#unlock-0-submit');
  await visit.loses('#unlock-0');
  await visit.says('row-key', {}, '#given-0');
}));

test(`${titled(CHROMIUM)}: nothing of an earlier file stands under an error or a newer file`, options, () => world.visit(CHROMIUM, async (visit) => {
  await open(visit);
  await give(visit, 'd00-cert.cer');
  await visit.sees('#given-filed');
  await visit.drop('cut.zip', cases('archives', 'z26-truncated.zip'));
  await visit.notice('notice-open-failed');
  assert.equal(await visit.has('#certificates-given'), false);
  await give(visit, 'c23-expired.cer');
  assert.equal(await visit.saysNow('notice-open-failed', {}, '#notice'), false);

  // A serial number that is none clears what was found of another.
  await give(visit, 'chain.pem', 'd19-expired-listed.crl');
  await visit.fill('#crl-serial-1-0', '01');
  await visit.click('#crl-serial-1-0-search');
  await visit.says('row-crl-not-found', {}, '#given-1');
  await visit.fill('#crl-serial-1-0', 'zz');
  await visit.click('#crl-serial-1-0-search');
  await visit.says('row-crl-bad-serial', {}, '#given-1');
  assert.equal(await visit.saysNow('row-crl-not-found', {}, '#given-1'), false);
}));

test(`${titled(CHROMIUM)}: no file of an earlier target stands under a newer one, or under an error`, options, () => world.visit(CHROMIUM, async (visit) => {
  const passphrase = forDossier('passphrase.txt').toString().trim();
  await open(visit);
  await visit.acceptAll();
  await give(visit, 'd00-cert.cer');
  await visit.click('#org-auth-cli-0-deliver');
  const make = async (secret, password = PASSWORD) => {
    await visit.fill('#delivery-password', password);
    await visit.fill('#delivery-passphrase', secret);
    await visit.click('#delivery-submit');
  };
  await make(passphrase);
  await visit.sees('#delivery-files');
  await visit.choose('#delivery-target', 'windows-old');
  await visit.loses('#delivery-files');
  await make(passphrase);
  await visit.sees('#delivery-files');
  await make(`${passphrase}x`);
  await visit.says('failure-wrong-passphrase', {}, '#delivery-passphrase-notes');
  assert.equal(await visit.has('#delivery-files'), false);
  await make(passphrase);
  await visit.sees('#delivery-files');
  await make(passphrase, 'a');
  await visit.sees('#delivery-password[aria-invalid="true"]');
  assert.equal(await visit.has('#delivery-files'), false);
}));
