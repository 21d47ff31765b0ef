// The whole life of the two certificates on the built page: asked for, received, checked, packaged, renewed, revoked.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';

import { folder } from './lib/environment.mjs';
import { PRODUCTS } from './lib/establishment.mjs';
import { Keyboard } from './lib/keyboard.mjs';
import { EACH_ONCE, hasPicker, inBoth, titled } from './lib/matrix.mjs';
import { Pki } from './lib/pki.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

const pki = new Pki();

const PASSWORD = 'Fichier pour ROC 2026 !';
/** The reason that the lists of `pki` give, in the page's words. */
const REASON = { en: 'key compromised (keyCompromise)', fr: 'clé compromise (keyCompromise)' };
const LABELS = { 'org-auth-cli': 'ORG AUTH_CLI', 'org-sign': 'ORG SIGN' };

/** Runs a tool on a file of these bytes, whose name stands for `@`; what it says. */
function tool(bytes, suffix, program, ...args) {
  const at = path.join(folder('tool'), `file.${suffix}`);
  writeFileSync(at, bytes);
  const { status, stdout, stderr, error } = spawnSync(program, args.map((arg) => arg.replace('@', at)), { encoding: 'utf8' });
  if (error) throw error;
  assert.equal(status, 0, `${program} ${args.join(' ')}\n${stdout}${stderr}`);
  return stdout + stderr;
}

/** A dossier of a hospital of the test PKI, with both keys saved. Returns the passphrase. */
async function ordered(visit) {
  await visit.go('#/etablissement');
  await visit.radio('environment', 'test');
  const { passphrase } = await visit.wholeRun();
  return passphrase;
}

/** Chooses a target and makes its file under PASSWORD. Returns the download of that name's ending. */
async function deliver(visit, product, target, passphrase, ending) {
  await visit.go('#/certificats');
  await visit.click(`#${product}-0-deliver`);
  await visit.choose('#delivery-target', target);
  await visit.fill('#delivery-password', PASSWORD);
  await visit.fill('#delivery-passphrase', passphrase);
  await visit.click('#delivery-submit');
  await visit.sees('#delivery-files');
  return visit.download(() => visit.click(`button[data-file$="${ending}"]`));
}

for (const place of EACH_ONCE) {
  test(`${titled(place)}: asked for, received, packaged, renewed, revoked`, () => world.visit(place, async (visit) => {
    const passphrase = await ordered(visit);
    const requests = Object.fromEntries(await Promise.all(PRODUCTS.map(async (product) => [product, await visit.raw(product)])));
    const issued = Object.fromEntries(PRODUCTS.map((product) => [product, pki.issue(requests[product], product)]));

    // Everything at once, under names that say nothing.
    await visit.dropAll({ '1.bin': issued['org-auth-cli'], '2.bin': issued['org-sign'], '3.bin': pki.chain });
    await visit.sees('#given-filed');
    assert.equal(await visit.route(), '#/certificats');
    for (const product of PRODUCTS) {
      await visit.says('row-joined-current', { product: LABELS[product] }, '#certificates-given');
      await visit.sees(`#${product}-0-verdict`);
      // Other keys than IGC-Santé's: named as ordered, and not trusted.
      await visit.says('rule-root-unknown', {}, `#${product}-0-verdict`);
      assert.equal(await visit.saysNow('found-swapped', {}, `#${product}-0-verdict`), false);
      await visit.says('revocation-unknown', {}, `#${product}-0-verdict`);
    }

    // The authorities of the test PKI are kept as those of the other side.
    await visit.click('.keep-authority');
    await visit.says('authority-kept', {}, '#certificates-given');
    await visit.click('.keep-authority');
    await until('both kept', () => visit.has('.keep-authority').then((left) => !left));

    // A modern PKCS #12 for Java, opened by OpenSSL and keytool.
    const modern = await deliver(visit, 'org-auth-cli', 'java17', passphrase, '.p12');
    const words = tool(modern.bytes, 'p12', 'openssl', 'pkcs12', '-in', '@', '-passin', `pass:${PASSWORD}`, '-nodes', '-info');
    assert.match(words, /PBES2, PBKDF2, AES-256-CBC, Iteration \d+, PRF hmacWithSHA256/);
    assert.equal(words.match(/BEGIN CERTIFICATE/g).length, 3);
    assert.match(words, /friendlyName: roc-org-auth-cli-test/);
    const listed = tool(modern.bytes, 'p12', 'keytool', '-list', '-v', '-keystore', '@', '-storetype', 'PKCS12', '-storepass', PASSWORD);
    assert.match(listed, /PrivateKeyEntry/);
    assert.match(listed, /roc-org-auth-cli-test/);
    assert.match(listed, /: 3/);
    await visit.says('step-java-options', {}, '#delivery-files');
    // Neither was compared with another source: no trust store is made of them.
    assert.equal(await visit.has('#delivery-trust-submit'), false);

    // What old Windows and Java take.
    const compatible = await deliver(visit, 'org-sign', 'windows-old', passphrase, '.p12');
    const old = tool(compatible.bytes, 'p12', 'openssl', 'pkcs12', '-in', '@', '-passin', `pass:${PASSWORD}`, '-nodes', '-info');
    assert.match(old, /pbeWithSHA1And3-KeyTripleDES-CBC/);

    // A short password in that form only where the target imposes it, which the journal keeps. The refusal keeps the rest.
    const short = 'Xk7!qPz2';
    await visit.fill('#delivery-password', short);
    await visit.fill('#delivery-passphrase', passphrase);
    await visit.click('#delivery-submit');
    await visit.says('export-too-short-for-old', {}, '#delivery-password-notes');
    await visit.click('#delivery-imposed');
    await visit.click('#delivery-submit');
    await visit.loses('#job-progress');
    await visit.sees('#delivery-files');
    const imposed = await visit.download(() => visit.click('button[data-file$=".p12"]'));
    tool(imposed.bytes, 'p12', 'openssl', 'pkcs12', '-in', '@', '-passin', `pass:${short}`, '-nodes', '-noout');
    // A wrong passphrase is told at its field, and keeps target and form.
    await visit.fill('#delivery-password', PASSWORD);
    await visit.fill('#delivery-passphrase', `${passphrase}x`);
    await visit.click('#delivery-submit');
    await visit.says('failure-wrong-passphrase', {}, '#delivery-passphrase-notes');
    await until('focus', async () => await visit.focused() === 'delivery-passphrase');
    assert.equal(await visit.value('#delivery-target'), 'windows-old');
    // Nor does the file come under another password than the one that was typed.
    assert.equal(await visit.value('#delivery-password'), PASSWORD);
    assert.equal(await visit.has('#delivery-files'), false, 'those made before are none of this password');
    await visit.fill('#delivery-passphrase', passphrase);
    await visit.click('#delivery-submit');
    await visit.sees('#delivery-files');
    assert.equal(await visit.has('#delivery-generated'), false);
    const kept = await visit.download(() => visit.click('button[data-file$=".p12"]'));
    tool(kept.bytes, 'p12', 'openssl', 'pkcs12', '-in', '@', '-passin', `pass:${PASSWORD}`, '-nodes', '-noout');
    assert.equal(await visit.value('#delivery-password'), '', 'what was used is not kept');
    await visit.go('#/dossier');
    await visit.says('event-short-password', {}, '#journal');

    // PEM: the key leaves encrypted. Beside it, the one authority that was compared.
    await visit.go('#/certificats');
    await visit.click('.compare-authority');
    await until('one left', () => visit.page.$$eval('.compare-authority', (all) => all.length === 1));
    const pem = await deliver(visit, 'org-sign', 'nginx', passphrase, '.key.pem');
    assert.match(pem.bytes.toString(), /BEGIN ENCRYPTED PRIVATE KEY/);
    assert.match(tool(pem.bytes, 'pem', 'openssl', 'pkey', '-in', '@', '-passin', `pass:${PASSWORD}`, '-noout', '-check'), /Key is valid/);
    await visit.click('#delivery-trust-submit');
    const trust = await visit.download(() => visit.click('button[data-file*=".trust"]'));
    assert.equal(trust.bytes.toString().match(/BEGIN CERTIFICATE/g).length, 1);

    // In JKS, which is guessed quickly, the page proposes the password of the store too, and takes no short one unasked.
    await visit.choose('#delivery-target', 'java8-old');
    await visit.choose('#delivery-container', 'jks');
    await visit.fill('#delivery-passphrase', passphrase);
    await visit.click('#delivery-submit');
    await visit.sees('#delivery-trust-imposed');
    await visit.fill('#delivery-trust-password', short);
    await visit.click('#delivery-trust-submit');
    await visit.says('export-too-short-for-old', {}, '#delivery-trust-password-notes');
    await until('focus', async () => await visit.focused() === 'delivery-trust-password');
    await visit.fill('#delivery-trust-password', '');
    await until('no error', async () => await visit.read('#delivery-trust-password-notes') === '');
    await visit.click('#delivery-trust-submit');
    await visit.sees('#delivery-trust-generated');
    const chosen = await visit.read('#delivery-trust-generated');
    const store = await visit.download(() => visit.click('button[data-file*=".trust"]'));
    assert.match(tool(store.bytes, 'jks', 'keytool', '-list', '-keystore', '@', '-storetype', 'JKS', '-storepass', chosen), /trustedCertEntry/);

    // The days to remember.
    await visit.go('#/certificats');
    const ics = (await visit.download(() => visit.click('#deadlines-ics'))).bytes.toString();
    assert.equal(ics.match(/BEGIN:VEVENT/g).length, 10);
    assert.equal(ics.match(/BEGIN:VALARM/g).length, 10);

    // Renewed: a new key beside the old one, and the overlap.
    await visit.click('#org-sign-0-renew');
    await visit.sees('#passphrase-existing');
    assert.equal(await visit.value('#org-sign-plan'), 'new-key');
    assert.equal(await visit.value('#org-auth-cli-plan'), 'keep');
    await visit.fill('#passphrase-existing', passphrase);
    await visit.click('#passphrase-submit');
    await visit.loses('#job-progress');
    await visit.go('#/certificats');
    await visit.sees('#org-sign-overlap');
    // With a file chosen, the dossier saves itself.
    if (!hasPicker(place)) await visit.save();
    await visit.go('#/demandes');
    await visit.both('ready');
    const renewal = pki.issue(await visit.raw('org-sign'), 'org-sign');
    await visit.drop('renewed.cer', renewal);
    await visit.sees('#org-sign-1-verdict');
    await visit.loses('#org-sign-awaiting');
    assert.ok(await visit.has('#org-sign-overlap'), 'both are valid');

    // Revoked: the list is dropped, and no file is made of the certificate any more.
    const list = pki.crl(issued['org-auth-cli']);
    await visit.drop('list.crl', list);
    await visit.says('filed-revoked', { product: LABELS['org-auth-cli'] }, '#given-filed');
    await visit.says('revocation-listed', { reason: REASON[visit.language] }, '#org-auth-cli-0-verdict');
    await visit.says('revocation-not-listed', {}, '#org-sign-0-verdict');
    assert.equal(await visit.has('#org-auth-cli-0-deliver'), false);
    const sha256 = tool(issued['org-auth-cli'], 'pem', 'openssl', 'x509', '-in', '@', '-noout', '-fingerprint', '-sha256').split('=')[1].replaceAll(':', '').toLowerCase();
    await visit.page.evaluate((print) => { location.hash = `#/livraison/${print}`; }, sha256.slice(0, 16));
    await visit.says('delivery-blocked-revoked', {}, 'main');
    assert.equal(await visit.has('#delivery-submit'), false);

    // The user's word: asked twice, about the certificate that he chose, and free to be taken back.
    await visit.go('#/certificats');
    const newest = tool(renewal, 'pem', 'openssl', 'x509', '-in', '@', '-noout', '-serial').trim().replace('serial=', '');
    await visit.click('#org-sign-0-revoke');
    await visit.sees('#revoke-state');
    assert.match(await visit.read('#revoke-serial'), new RegExp(newest));
    visit.answer = false;
    await visit.click('#revoke-state');
    assert.equal(await visit.has('#revoke-undo'), false);
    visit.answer = true;
    await visit.click('#revoke-state');
    await visit.sees('#revoke-undo');
    await visit.click('#revoke-undo');
    await visit.sees('#revoke-state');
  }));

  test(`${titled(place)}: a key made online comes into the dossier with its certificate`, () => world.visit(place, async (visit) => {
    const password = 'azerty12';
    const file = pki.platformFile('org-sign', password);
    await visit.drop('asip.p12', file);
    await until('the inspector', async () => await visit.route() === '#/verification');
    // Before any password: the certificates show, the key does not.
    await visit.says('kind-product', { product: LABELS['org-sign'] }, '#verification-outcome');
    await visit.says('problem-password-needed', {}, '#verification-outcome');
    await visit.fill('#unlock-0', 'wrong password');
    await visit.click('#unlock-0-submit');
    await visit.says('problem-password-wrong', {}, '#unlock-0-notes');
    await until('focus', async () => await visit.focused() === 'unlock-0');
    assert.equal(await visit.value('#unlock-0'), 'wrong password', 'a slip is mended, not typed again');
    await visit.fill('#unlock-0', 'x');
    await until('no error', async () => await visit.read('#unlock-0-notes') === '');
    await visit.fill('#unlock-0', password);
    await visit.click('#unlock-0-submit');
    await visit.says('row-key', { bits: 2048 }, '#verification-outcome');
    await visit.click('.adopt summary');
    const id = await visit.$eval('.adopt', (element) => element.id.replace(/-form$/, ''));
    assert.equal(await visit.value(`#${id}-product`), 'org-sign');
    await visit.fill(`#${id}`, password);
    const passphrase = await visit.read(`#${id}-generated-passphrase`);
    await visit.fill(`#${id}-passphrase-repeat`, passphrase);
    await visit.click(`#${id}-passphrase-submit`);
    await visit.says('row-key-joined', { product: LABELS['org-sign'] }, '#verification-outcome');
    await visit.go('#/certificats');
    await visit.sees('#org-sign-0-verdict');
    const delivered = await deliver(visit, 'org-sign', 'platform', passphrase, '.p12');
    const words = tool(delivered.bytes, 'p12', 'openssl', 'pkcs12', '-in', '@', '-passin', `pass:${PASSWORD}`, '-nodes', '-info');
    assert.match(words, /pbeWithSHA1And3-KeyTripleDES-CBC/);
    assert.match(words, /Client_ROC_WebServices_AMC/);
  }));
}

for (const place of inBoth('file', 'fr')) {
  test(`${titled(place)}: two keys made online, given at once`, () => world.visit(place, async (visit) => {
    const passwords = ['azerty12', 'qwerty34'];
    const files = PRODUCTS.map((product, index) => pki.platformFile(product, passwords[index]));
    await visit.dropAll({ 'un.p12': files[0], 'deux.p12': files[1] });
    for (const index of [0, 1]) {
      await visit.fill(`#unlock-${index}`, passwords[index]);
      await visit.click(`#unlock-${index}-submit`);
      await visit.sees(`#given-${index} .adopt`);
    }
    const ids = await visit.page.$$eval('.adopt', (all) => all.map((element) => element.id.replace(/-form$/, '')));
    // The second one first, under a passphrase of the user's own.
    const passphrase = 'une phrase secrete longue';
    await visit.click(`#${ids[1]}-form summary`);
    await visit.fill(`#${ids[1]}`, passwords[1]);
    await visit.radio(`${ids[1]}-passphrase-choice`, 'own');
    await visit.fill(`#${ids[1]}-passphrase`, passphrase);
    await visit.fill(`#${ids[1]}-passphrase-repeat`, passphrase);
    await visit.click(`#${ids[1]}-passphrase-submit`);
    await visit.says('row-key-joined', { product: LABELS['org-sign'] }, '#given-1');
    // Then the first, under the same.
    await visit.click(`#${ids[0]}-form summary`);
    await visit.fill(`#${ids[0]}`, passwords[0]);
    await visit.fill(`#${ids[0]}-passphrase`, `${passphrase}x`);
    await visit.click(`#${ids[0]}-submit`);
    await visit.says('failure-wrong-passphrase', {}, `#${ids[0]}-passphrase-notes`);
    await until('focus', async () => await visit.focused() === `${ids[0]}-passphrase`);
    // The password of the file is still there; one that does not open it is told at its field in turn.
    assert.equal(await visit.value(`#${ids[0]}`), passwords[0]);
    await visit.fill(`#${ids[0]}`, passwords[1]);
    await visit.fill(`#${ids[0]}-passphrase`, passphrase);
    await visit.click(`#${ids[0]}-submit`);
    await visit.says('failure-key-not-there', {}, `#${ids[0]}-notes`);
    await until('focus', async () => await visit.focused() === ids[0]);
    await visit.fill(`#${ids[0]}`, passwords[0]);
    await until('no error', async () => await visit.read(`#${ids[0]}-notes`) === '');
    assert.equal(await visit.value(`#${ids[0]}-passphrase`), passphrase);
    await visit.click(`#${ids[0]}-submit`);
    await visit.says('row-key-joined', { product: LABELS['org-auth-cli'] }, '#given-0');
    for (const product of PRODUCTS) {
      const { bytes } = await deliver(visit, product, 'java17', passphrase, '.p12');
      tool(bytes, 'p12', 'openssl', 'pkcs12', '-in', '@', '-passin', `pass:${PASSWORD}`, '-nodes', '-noout');
    }
  }));
}

for (const place of EACH_ONCE) {
  test(`${titled(place)}: the inspector reads any file, without a dossier`, () => world.visit(place, async (visit) => {
    const outcome = '#verification-outcome';
    await visit.go('#/verification');
    assert.equal(await visit.$eval('#verification-text', (area) => area.translate), false, 'a key may be pasted there');

    // A list, its authority beside it, and a serial number.
    const file = pki.platformFile('org-sign', 'azerty12');
    const list = pki.crl(pki.read('online.pem'));
    await visit.dropAll({ 'liste.crl': list, 'chaine.pem': pki.chain });
    await visit.says('row-crl-signed', {}, outcome);
    const serial = tool(pki.read('online.pem'), 'pem', 'openssl', 'x509', '-in', '@', '-noout', '-serial').trim().replace('serial=', '');
    for (const [typed, id, values] of [
      [serial, 'row-crl-found', { serial, reason: REASON[visit.language] }], ['4A 00', 'row-crl-not-found', { serial: '4A 00' }], ['zz', 'row-crl-bad-serial', {}],
    ]) {
      await visit.fill('#crl-serial-0-0', typed);
      await visit.click('#crl-serial-0-0-search');
      await visit.says(id, values, outcome);
    }

    // A list in PEM before its authority, which is read after it.
    await visit.drop('liste.pem', pki.read('list.pem'));
    await visit.says('row-crl-unsigned', {}, outcome);
    await visit.dropAll({ 'liste.pem': pki.read('list.pem'), 'chaine.pem': pki.chain });
    await visit.says('row-crl-signed', {}, outcome);

    // A key in clear leaves under a password.
    await visit.drop('cle.pem', pki.read('online.key'));
    await visit.says('row-key-clear', { bits: 2048 }, outcome);
    await visit.click('.reseal summary');
    const id = await visit.$eval('.reseal', (element) => element.id.replace(/-form$/, ''));
    await visit.fill(`#${id}-password`, 'motdepassé');
    await visit.click(`#${id}-submit`);
    await visit.says('passphrase-not-ascii', {}, `#${id}-password-notes`);
    await visit.fill(`#${id}-password`, PASSWORD);
    await until('no error', async () => await visit.read(`#${id}-password-notes`) === '');
    await visit.click(`#${id}-submit`);
    await visit.sees('button[data-file$=".key.pem"]');
    const sealed = await visit.download(() => visit.click('button[data-file$=".key.pem"]'));
    tool(sealed.bytes, 'pem', 'openssl', 'pkey', '-in', '@', '-passin', `pass:${PASSWORD}`, '-noout', '-check');

    // A PKCS #12 in another profile.
    await visit.drop('asip.p12', file);
    await visit.fill('#unlock-0', 'azerty12');
    await visit.click('#unlock-0-submit');
    await visit.click('.reseal summary');
    const form = await visit.$eval('.reseal', (element) => element.id.replace(/-form$/, ''));
    await visit.choose(`#${form}-target`, 'java21');
    await visit.fill(`#${form}-password`, PASSWORD);
    await visit.fill(`#${form}-file`, 'azerty13');
    await visit.click(`#${form}-submit`);
    await visit.says('failure-key-not-there', {}, `#${form}-file-notes`);
    await until('focus', async () => await visit.focused() === `${form}-file`);
    assert.equal(await visit.value(`#${form}-password`), PASSWORD);
    assert.equal(await visit.value(`#${form}-target`), 'java21');
    await visit.fill(`#${form}-file`, 'azerty12');
    await until('no error', async () => await visit.read(`#${form}-file-notes`) === '');
    await visit.click(`#${form}-submit`);
    await visit.sees(`#${form}-files`);
    for (const field of ['password', 'file']) assert.equal(await visit.value(`#${form}-${field}`), '');
    const again = await visit.download(() => visit.click('button[data-file$=".p12"]'));
    assert.match(tool(again.bytes, 'p12', 'openssl', 'pkcs12', '-in', '@', '-passin', `pass:${PASSWORD}`, '-nodes', '-info'), /PBES2/);

    // Each cause in its own words.
    const certificate = pki.read('online.pem').toString();
    for (const [name, bytes, wanted, values] of [
      ['page.cer', '<!DOCTYPE html><html><body>403</body></html>', 'problem-html', {}],
      ['vide.cer', ' ', 'problem-empty', {}],
      ['lettre.txt', 'bonjour', 'problem-unrecognized', {}],
      ['coupe.pem', certificate.slice(0, 400), 'problem-pem', {}],
      ['coupe.p12', file.subarray(0, 500), 'problem-damaged', {}],
      ['magasin.jceks', Buffer.from('cececece00000002', 'hex'), 'problem-jceks', {}],
      ['cle.pem', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n', 'problem-old-pem', {}],
    ]) {
      await visit.drop(name, Buffer.from(bytes));
      await visit.says(wanted, values, outcome);
    }
    assert.equal(await visit.has('#save-panel strong'), false, 'nothing to save');

    // A short password that the target imposes is kept in the journal, though the key is not in the dossier.
    await visit.drop('asip.p12', file);
    await visit.fill('#unlock-0', 'azerty12');
    await visit.click('#unlock-0-submit');
    await visit.click('.reseal summary');
    await visit.choose(`#${form}-target`, 'windows-old');
    await visit.fill(`#${form}-password`, 'Xk7!qPz2');
    await visit.fill(`#${form}-file`, 'azerty12');
    await visit.click(`#${form}-imposed`);
    await visit.click(`#${form}-submit`);
    await visit.sees(`#${form}-files`);
    await visit.go('#/dossier');
    await visit.says('event-short-password', {}, '#journal');
  }));
}

for (const place of inBoth('file', 'fr')) {
  test(`${titled(place)}: from the platform's file to the server's, with the keyboard alone`, () => world.visit(place, async (visit) => {
    const keyboard = new Keyboard(visit);
    const password = 'azerty12';
    await keyboard.activate('nav a[href="#/verification"]');
    await keyboard.to('#verification-file');
    // What the system's own dialogue would do.
    await visit.give('#verification-file', 'asip.p12', pki.platformFile('org-sign', password));
    await keyboard.type('#unlock-0', password);
    await keyboard.press('Enter');
    await visit.sees('.adopt');
    const id = await visit.$eval('.adopt', (element) => element.id.replace(/-form$/, ''));
    await keyboard.activate('.adopt summary');
    await keyboard.type(`#${id}`, password);
    const passphrase = await visit.read(`#${id}-generated-passphrase`);
    await keyboard.type(`#${id}-passphrase-repeat`, passphrase);
    await keyboard.press('Enter');
    await visit.says('row-key-joined', { product: LABELS['org-sign'] }, '#verification-outcome');
    await keyboard.activate('nav a[href="#/certificats"]');
    await keyboard.activate('#org-sign-0-deliver');
    await keyboard.to('#delivery-target');
    await keyboard.page.keyboard.type('HAProxy');
    await until('HAProxy', async () => await visit.value('#delivery-target') === 'ha-proxy');
    await keyboard.type('#delivery-password', PASSWORD);
    await keyboard.type('#delivery-passphrase', passphrase);
    // The seal of the first key may still be under way, and keep the button from being pressed.
    await visit.sees('#delivery-submit:not([disabled])');
    await keyboard.press('Enter');
    await visit.sees('#delivery-files');
    const key = await visit.download(() => keyboard.activate('button[data-file$=".key.pem"]', ' '));
    tool(key.bytes, 'pem', 'openssl', 'pkey', '-in', '@', '-passin', `pass:${PASSWORD}`, '-noout', '-check');
    await keyboard.activate('nav a[href="#/certificats"]');
  }));
}
