// Whoever writes to the file without the passphrase: what he puts there is seen, and nothing is ordered with it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { HOSPITAL, PRODUCTS, subjects } from './lib/establishment.mjs';
import { EACH_ONCE, titled } from './lib/matrix.mjs';
import { checkDossier, checkSeal, foreignRequest, readDossier, sha256 } from './lib/openssl.mjs';
import { Pki } from './lib/pki.mjs';
import { pattern, plain } from './lib/texts.mjs';
import { until } from './lib/until.mjs';
import { changed, unzip, withJson, zip } from './lib/zip.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

/** A dossier with both keys, saved, and a root that nobody asked for. */
let file;
let passphrase;
let root;
let rootFingerprint;

before(() => world.visit({ browser: 'chromium', origin: 'file', language: 'fr' }, async (visit) => {
  ({ file, passphrase } = await visit.wholeRun());
  file = await visit.savedWith('a seal', (bytes) => unzip(bytes).has('sceau.json'));
  root = new Pki().read('root.pem');
  rootFingerprint = sha256(Buffer.from(root.toString().replace(/-----[^-]+-----|\s/g, ''), 'base64'));
}));

/** Opens a file by dropping it. */
async function open(visit, bytes) {
  await visit.drop(file.name, bytes);
  await visit.notice('notice-opened', { name: file.name });
}

/** Puts the attacker's SIGN request into the dossier: alone, or with his key, and with a seal of his own or none. */
function swapped(variant) {
  const foreign = foreignRequest(`/C=FR/ST=Rhône (69)/O=${HOSPITAL.name}/OU=1${HOSPITAL.identifier}/CN=Client_ROC_WebServices_AMC`, 'another passphrase');
  return changed(file.bytes, (members) => {
    const document = JSON.parse(members.get('dossier.json'));
    const request = document.orders[1].requests[0];
    request['key-id'] = foreign.id;
    members.set(request.csr.name, foreign.csr);
    request.csr.sha256 = sha256(foreign.csr);
    if (variant.key) {
      members.set(request.key.name, foreign.sealed);
      request.key.sha256 = sha256(foreign.sealed);
    }
    if (variant.unsealed) {
      delete document['seal-key'];
      delete document['seal-public-key'];
    }
    members.set('dossier.json', Buffer.from(JSON.stringify(document)));
    if (variant.unsealed) for (const name of [...members.keys()]) if (/sceau/.test(name)) members.delete(name);
  });
}

/** The seal's line says these messages, one after the other, and nothing else. */
async function assertLine(visit, ...ids) {
  const wanted = new RegExp(`^${ids.map((id) => pattern(visit.language, id).source).join('')}$`);
  await until('the line', async () => wanted.test(await visit.read('#seal-state')));
}

/** Whatever could hand a request over, or have something installed, is not there. */
async function assertHeld(visit) {
  await visit.go('#/demandes');
  await visit.says('seal-held', {}, '#org-sign-state');
  assert.doesNotMatch(await visit.page.content(), /BEGIN CERTIFICATE REQUEST/);
  for (const part of ['raw', 'copy', 'pem', 'der']) assert.equal(await visit.has(`#org-sign-${part}`), false);
}

const VARIANTS = {
  'a request': {},
  'a request and its key': { key: true },
  'a request, its key and the seal': { key: true, unsealed: true },
};

for (const place of EACH_ONCE) {
  for (const [what, variant] of Object.entries(VARIANTS)) {
    test(`${titled(place)}: ${what} put into the file by somebody else is never ordered, and is taken out`, () => world.visit(place, async (visit) => {
      await open(visit, swapped(variant));
      if (variant.unsealed) await assertLine(visit, 'seal-none', 'seal-unverified');
      else await assertLine(visit, 'seal-of', 'seal-changes', 'seal-unverified');
      await visit.says('unverified', {}, 'main');
      await assertHeld(visit);
      // Nor is it handed over because the passphrase is said to be lost.
      await visit.go('#/dossier');
      await visit.click('#passphrase-lost summary');
      await visit.click('#passphrase-lost-start');
      await visit.says('request-lost', {}, '#org-sign-state');
      assert.doesNotMatch(await visit.page.content(), /BEGIN CERTIFICATE REQUEST/);
      await visit.click('#passphrase-found');
      await visit.verify(passphrase);
      await visit.says('seal-alarm', {}, '#seal');
      await visit.says('seal-closed', {}, '#seal');
      await assertHeld(visit);
      // What is an alarm cannot be accepted.
      const alarms = await visit.page.$$eval('#seal-changes dt.alarm', (all) => all.length);
      assert.ok(alarms > 0);
      await visit.acceptAll();
      assert.equal(await visit.page.$$eval('#seal-changes dt.alarm', (all) => all.length), alarms);
      await assertHeld(visit);
      await visit.click('#seal-restore-alarms');
      await visit.loses('#seal-restore-alarms');
      if (variant.unsealed) {
        // There is nothing to put in its place: the attacker's is gone.
        await visit.says('request-none', {}, '#org-sign-state');
      } else {
        // The key that was put back is in no file yet.
        const { requests } = readDossier(file.bytes);
        await visit.save();
        await visit.both('ready');
        for (const product of PRODUCTS) assert.equal((await visit.raw(product)).trim(), requests[product].csr.toString().trim());
      }
    }));
  }

  test(`${titled(place)}: a root put into the file by somebody else is asked about, and goes`, () => world.visit(place, async (visit) => {
    await open(visit, changed(file.bytes, (members) => {
      const document = JSON.parse(members.get('dossier.json'));
      document.authorities.push({ name: 'autorites/mienne.cert.pem', sha256: sha256(root) });
      document.compared = [rootFingerprint];
      members.set('autorites/mienne.cert.pem', root);
      members.set('dossier.json', Buffer.from(JSON.stringify(document)));
    }));
    await visit.verify(passphrase);
    assert.match(await visit.read('#seal-changes'), /TEST AC RACINE/);
    // Whole, as another could begin with the same digits.
    await visit.says('item-compared', { fingerprint: rootFingerprint }, '#seal-changes');
    await assertHeld(visit);
    await visit.restoreAll();
    await visit.loses('#seal-changes');
    await visit.go('#/certificats');
    assert.doesNotMatch(await visit.read('main'), /TEST AC RACINE/);
  }));

  test(`${titled(place)}: an authority put into the file by somebody else goes into no package, of whatever key`, () => world.visit(place, async (visit) => {
    const other = new Pki();
    const password = 'azerty12';
    const bytes = other.platformFile('org-sign', password, { chain: false });
    const authorities = ['root', 'issuing'].map((name) => other.read(`${name}.pem`));
    await open(visit, changed(file.bytes, (members) => {
      const document = JSON.parse(members.get('dossier.json'));
      authorities.forEach((authority, index) => {
        const name = `autorites/${index}.cert.pem`;
        members.set(name, authority);
        document.authorities.push({ name, sha256: sha256(authority) });
      });
      document.compared = authorities.map((authority) => sha256(Buffer.from(authority.toString().replace(/-----[^-]+-----|\s/g, ''), 'base64')));
      members.set('dossier.json', Buffer.from(JSON.stringify(document)));
    }));
    await visit.drop('asip.p12', bytes);
    await visit.fill('#unlock-0', password);
    await visit.click('#unlock-0-submit');
    await visit.click('.reseal summary');
    const form = await visit.$eval('.reseal', (element) => element.id.replace(/-form$/, ''));
    await visit.choose(`#${form}-target`, 'nginx');
    await visit.fill(`#${form}-password`, 'Fichier pour ROC 2026 !');
    await visit.fill(`#${form}-file`, password);
    await visit.click(`#${form}-submit`);
    await visit.sees(`#${form}-files`);
    for (const name of await visit.page.$$eval('button[data-file]', (all) => all.map((button) => button.dataset.file))) {
      const made = await visit.download(() => visit.click(`button[data-file="${name}"]`));
      assert.ok((made.bytes.toString().match(/BEGIN CERTIFICATE/g) ?? []).length <= 1, name);
    }
  }));

  test(`${titled(place)}: what a director answered without the passphrase waits, and is sealed once it is accepted`, () => world.visit(place, async (visit) => {
    await open(visit, file.bytes);
    await visit.go('#/parcours');
    await visit.click('main a[href="#/questions/contrat"]');
    await visit.radio('choice', 'yes');
    await visit.click('#question-continue');
    await visit.go('#/dossier');
    const left = await visit.download(() => visit.click('#dossier-download'));
    const before = checkSeal(left.bytes);
    assert.ok(unzip(left.bytes).has('scelle/dossier.json'));

    await world.visit(place, async (other) => {
      await open(other, left.bytes);
      await other.says('seal-changes', { count: 2 }, '#seal-state');
      await other.verify(passphrase);
      // Nothing rests on an answer: requests are handed over.
      await other.go('#/demandes');
      await other.both('ready');
      await other.click('#seal-accept-minor');
      await other.loses('#seal-changes');
      await other.go('#/dossier');
      const sealed = await other.download(() => other.click('#dossier-download'));
      const statement = checkSeal(sealed.bytes);
      assert.equal(statement.number, before.number + 1);
      assert.equal(statement.dossier, before.dossier);
      assert.equal([...unzip(sealed.bytes).keys()].some((name) => name.startsWith('scelle/')), false);
      checkDossier(sealed.bytes, passphrase, subjects());
    });
  }));

  test(`${titled(place)}: a dossier from before there were seals proves its keys, and asks for the rest`, () => world.visit(place, async (visit) => {
    const old = unzip(withJson(file.bytes, (document) => {
      document.format = 3;
      delete document['seal-key'];
      delete document['seal-public-key'];
    }));
    for (const name of [...old.keys()]) if (/sceau|scelle/.test(name)) old.delete(name);
    await open(visit, zip(old));
    await visit.says('seal-none', {}, '#seal-state');
    await assertHeld(visit);
    await visit.verify(passphrase);
    assert.equal(await visit.has('#seal-changes dt.alarm'), false);
    assert.match(await visit.read('#seal-changes'), new RegExp(HOSPITAL.name));
    await visit.acceptAll();
    await visit.both('ready');
    await visit.go('#/dossier');
    const sealed = await visit.download(() => visit.click('#dossier-download'));
    checkSeal(sealed.bytes);
  }));

  test(`${titled(place)}: what leaves the page before the passphrase was typed says that it is not verified`, () => world.visit(place, async (visit) => {
    const sheet = async () => {
      await visit.go('#/parcours');
      await visit.click('main a[href="#/feuille/representant-legal"]');
      return plain((await visit.download(() => visit.click('#save-sheet'))).bytes.toString());
    };
    await open(visit, file.bytes);
    await assertLine(visit, 'seal-of', 'seal-unverified');
    assert.match(await sheet(), pattern(visit.language, 'seal-unverified'));
    await visit.says('unverified', {}, 'main');
    const draft = async () => {
      await visit.go('#/parcours');
      await visit.click('main a[href="#/fiche/habilitation"]');
      await visit.sees('#letter-mail');
      const mail = decodeURIComponent(await visit.$eval('#letter-mail', (link) => link.href));
      const shown = pattern('fr', 'letter-unverified').test(await visit.read('.letter'));
      assert.equal(pattern('fr', 'letter-unverified').test(plain(mail)), shown);
      return plain(mail);
    };
    assert.match(await draft(), pattern('fr', 'letter-unverified'));
    // What rests on no dossier is what it was.
    await visit.go('#/a-propos');
    assert.equal(await visit.saysNow('unverified', {}, 'main'), false);
    await visit.verify(passphrase);
    assert.match(await sheet(), pattern(visit.language, 'seal-verified'));
    assert.equal(await visit.saysNow('unverified', {}, 'main'), false);
    assert.doesNotMatch(await draft(), pattern('fr', 'letter-unverified'));
    // Verified, and not decided yet: the address of this sheet may be the attacker's.
    await visit.drop(file.name, withJson(file.bytes, (document) => {
      document.establishment.name = 'Hôpital voisin';
      document.journal.push({ at: '2026-11-30T12:00:00Z', event: { type: 'created' } });
    }));
    await visit.sees('#seal-changes');
    assert.match(await sheet(), pattern(visit.language, 'unverified'));
    assert.match(await draft(), pattern('fr', 'letter-unverified'));
    await visit.restoreAll();
    await visit.loses('#seal-changes');
    assert.doesNotMatch(await sheet(), pattern(visit.language, 'unverified'));
  }));

  test(`${titled(place)}: each decision is about one row alone, by keyboard and by double click`, () => world.visit(place, async (visit) => {
    await open(visit, withJson(file.bytes, (document) => {
      document.establishment.name = 'Hôpital voisin';
      document.course.people = { 'legal-representative': { name: 'Une personne', mail: 'une@personne.example' } };
    }));
    await visit.verify(passphrase);
    const left = () => visit.page.$$eval('#seal-changes dt', (all) => all.map((name) => name.innerText));
    const before = await left();
    assert.ok(before.length >= 3, before.join());
    // The second of them: the focus goes to where the rest is read, and another Enter decides nothing.
    await visit.page.focus('#seal-1-accept');
    await visit.page.keyboard.press('Enter');
    await until('the focus', async () => await visit.focused() === 'seal');
    await visit.page.keyboard.press('Enter');
    assert.deepEqual(await left(), before.filter((_, number) => number !== 1));
    const button = await visit.page.$('#seal-0-restore');
    await button.click({ count: 2 });
    await until('one less', async () => (await left()).length < before.length - 1);
    assert.deepEqual(await left(), before.slice(2));
    await until('the focus', async () => await visit.focused() === 'seal');
  }));

  test(`${titled(place)}: a passphrase said to be lost waives the verification for new keys alone`, () => world.visit(place, async (visit) => {
    await open(visit, file.bytes);
    await visit.go('#/dossier');
    await visit.click('#passphrase-lost summary');
    await visit.click('#passphrase-lost-start');
    await visit.sees('#passphrase-found');
    await visit.go('#/dossier');
    await visit.click('#passphrase-change');
    await visit.fill('#passphrase-old', 'une autre phrase');
    const fresh = await visit.read('#generated-passphrase');
    await visit.fill('#passphrase-repeat', fresh);
    await visit.click('#passphrase-submit');
    await visit.says('failure-wrong-passphrase', {}, '#passphrase-old-notes');
    await assertLine(visit, 'seal-of', 'seal-unverified');
    // What was typed beside it is still there; the right one verifies, as for any other act.
    assert.equal(await visit.value('#passphrase-repeat'), fresh);
    await visit.fill('#passphrase-old', passphrase);
    await visit.click('#passphrase-submit');
    await visit.says('seal-verified', {}, '#seal-state');
  }));

  test(`${titled(place)}: one typing of the passphrase verifies and makes the key`, () => world.visit(place, async (visit) => {
    await open(visit, file.bytes);
    await visit.go('#/demandes');
    await visit.acceptHttp();
    await visit.choose('#org-sign-plan', 'new-key');
    await visit.fill('#passphrase-existing', passphrase);
    await visit.click('#passphrase-submit');
    await visit.says('seal-verified', {}, '#seal-state');
    await visit.sees('#org-sign-state.locked');
    const saved = await visit.save();
    await visit.both('ready');
    checkDossier(saved.bytes, passphrase, subjects());
  }));

  test(`${titled(place)}: a wrong passphrase verifies nothing, and is told at its field`, () => world.visit(place, async (visit) => {
    await open(visit, file.bytes);
    await visit.click('#seal-verify summary');
    await visit.fill('#verify-passphrase', 'une autre phrase');
    await visit.click('#verify-submit');
    await visit.says('failure-wrong-passphrase', {}, '#verify-passphrase-notes');
    await until('focus', async () => await visit.focused() === 'verify-passphrase');
    await assertHeld(visit);
  }));

  test(`${titled(place)}: a dossier that comes back without its seal is an alarm`, () => world.visit(place, async (visit) => {
    await open(visit, file.bytes);
    await visit.verify(passphrase);
    const bare = unzip(withJson(file.bytes, (document) => {
      document.course.people['legal-representative'] = { name: '', mail: 'quelqu.un@attaquant.example' };
    }));
    for (const name of [...bare.keys()]) if (/^sceau\.(json|sig)$|^scelle/.test(name)) bare.delete(name);
    await visit.drop(file.name, zip(bare));
    await visit.says('seal-gone', {}, '#seal');
    await visit.sees('#seal-changes');
    assert.match(await visit.read('#seal-changes'), /attaquant/);
    await assertHeld(visit);
    await visit.click('#seal-dismiss');
    await visit.loses('#seal-dismiss');
    await visit.restoreAll();
    await visit.go('#/parcours');
    await visit.click('a[href="#/personnes"]');
    await visit.sees('#representant-legal-mail');
    assert.doesNotMatch(await visit.read('main'), /attaquant/);
    assert.equal(await visit.value('#representant-legal-mail'), '');
  }));
}

for (const place of EACH_ONCE) {
  test(`${titled(place)}: the seal key's fingerprint stands where it can be compared`, () => world.visit(place, async (visit) => {
    await open(visit, file.bytes);
    await visit.click('#seal-verify summary');
    const key = unzip(file.bytes).get('sceau.pub.pem').toString().replace(/-----[^-]+-----|\s/g, '');
    const fingerprint = sha256(Buffer.from(key, 'base64'));
    await visit.says('seal-fingerprint', { fingerprint }, '#seal-verify');
    await visit.go('#/dossier');
    await visit.says('seal-fingerprint', { fingerprint }, 'main');
  }));
}
