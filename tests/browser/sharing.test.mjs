// One dossier, and two who write it: two tabs with the browser's own handles, a colleague on a share, another state
// dropped on the page. Nothing that either called saved is lost.

import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { subjects } from './lib/establishment.mjs';
import { inBoth, titled } from './lib/matrix.mjs';
import { checkDossier, readDossier } from './lib/openssl.mjs';
import { until } from './lib/until.mjs';
import { withJson } from './lib/zip.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

const LOCALHOST = { browser: 'chromium', origin: 'localhost', language: 'fr' };
const SCRIPTED = { ...LOCALHOST, origin: 'file' };

/** A dossier with both keys, saved. */
let file;
let passphrase;

before(() => world.visit(SCRIPTED, async (visit) => {
  ({ file, passphrase } = await visit.wholeRun());
}));

const nameIn = (bytes) => readDossier(bytes).document.establishment.name;
const keysIn = (bytes) => readDossier(bytes).document.orders.flatMap(({ requests }) => requests.map((request) => request['key-id']));

/** The saved dossier as a colleague left it. */
const colleague = (change) => withJson(file.bytes, change);

const renamed = (name) => colleague((document) => { document.establishment.name = name; });

/** The tab opens the dossier through the picker. */
async function openPicked(visit) {
  await visit.go('#/dossier');
  await visit.click('#open-picker');
  await visit.notice('notice-opened');
}

/** The scripted disk holds the dossier, and the tab has it open. */
async function openOnDisk(visit) {
  visit.putOnDisk(file.name, file.bytes);
  await openPicked(visit);
}

const onDisk = (visit) => readFileSync(path.join(visit.disk, file.name));

async function newKey(visit, words = passphrase) {
  await visit.go('#/demandes');
  await visit.choose('#org-sign-plan', 'new-key');
  await visit.fill('#passphrase-existing', words);
  await visit.click('#passphrase-submit');
}

async function rename(visit, name) {
  await visit.go('#/etablissement');
  await visit.fill('#name', name);
}

/** Two tabs of one profile that have the same file open by handles of the browser's own. */
async function inTwoTabs(use) {
  await world.visit(LOCALHOST, async (one) => {
    const run = await one.wholeRun();
    const other = await world.beside(one);
    await other.open();
    await openPicked(other);
    await use(one, other, run);
    other.assertQuiet();
  });
}

test('chromium, localhost: a key made in one tab and a name typed in another are both in the file', () => inTwoTabs(async (one, other, run) => {
  await newKey(one, run.passphrase);
  await one.savedWith('the new key', (bytes) => keysIn(bytes).length === 3);
  await one.says('save-done-in', {}, '#save-panel');
  await rename(other, 'Hôpital voisin');
  await other.notice('notice-joined');
  const saved = await other.savedWith('the name', (bytes) => nameIn(bytes) === 'Hôpital voisin');
  await other.says('save-done-in', {}, '#save-panel');
  assert.equal(keysIn(saved.bytes).length, 3);
  checkDossier(saved.bytes, run.passphrase, subjects());
  // And back: this tab has not seen that name.
  await rename(one, 'Hôpital voisin du fleuve');
  await one.click('#conflict-0-ours');
  const last = await one.savedWith('the second name', (bytes) => nameIn(bytes) === 'Hôpital voisin du fleuve');
  assert.equal(keysIn(last.bytes).length, 3);
}));

test('chromium, localhost: two tabs that write at the same moment lose no key', () => inTwoTabs(async (one, other, run) => {
  for (const visit of [one, other]) {
    await visit.go('#/demandes');
    await visit.choose('#org-sign-plan', 'new-key');
    await visit.fill('#passphrase-existing', run.passphrase);
  }
  await Promise.all([one, other].map((visit) => visit.click('#passphrase-submit')));
  // Each made the key that shall be used: one of the two has to be chosen.
  const asked = await until('the question', async () => {
    for (const visit of [one, other]) if (await visit.has('#conflict-0')) return visit;
    return null;
  });
  await asked.click('#conflict-0-ours');
  const saved = await asked.savedWith('all keys', (bytes) => keysIn(bytes).length === 4);
  await asked.says('save-done-in', {}, '#save-panel');
  const { requests } = readDossier(saved.bytes).document.orders[1];
  assert.equal(new Set(requests.map((request) => request['key-id'])).size, 3);
  checkDossier(saved.bytes, run.passphrase, subjects());
}));

/** Where one of two tabs may be when it is closed, and how many keys were called saved by then. */
const DEATHS = {
  'makes a key': async (one, other, run) => {
    await one.click('.org-sign summary');
    await one.choose('#org-sign-size', '4096');
    await one.savedWith('the size', (bytes) => readDossier(bytes).document.orders[1]['key-size'] === 4096);
    await newKey(one, run.passphrase);
    await one.sees('#job-progress');
    return 2;
  },
  'writes a key': async (one, other, run) => {
    // Everything is written, and never closed: the browser drops it with the tab.
    await one.page.evaluate(() => {
      const create = FileSystemFileHandle.prototype.createWritable;
      FileSystemFileHandle.prototype.createWritable = async function createWritable(...options) {
        const stream = await create.apply(this, options);
        stream.close = () => new Promise(() => { window.written = true; });
        return stream;
      };
    });
    await newKey(one, run.passphrase);
    await until('the write', () => one.page.evaluate(() => window.written));
    await one.sees('#org-sign-state.locked');
    return 2;
  },
  'has saved a key': async (one, other, run) => {
    await newKey(one, run.passphrase);
    await one.savedWith('the new key', (bytes) => keysIn(bytes).length === 3);
    await one.says('save-done-in', {}, '#save-panel');
    return 3;
  },
  'is asked which of two names counts': async (one, other) => {
    await rename(other, 'Hôpital voisin');
    await other.savedWith('the name', (bytes) => nameIn(bytes) === 'Hôpital voisin');
    await rename(one, 'Hôpital d’en face');
    await one.sees('#conflicts');
    return 2;
  },
};

for (const [moment, reach] of Object.entries(DEATHS)) {
  test(`chromium, localhost: one of two tabs is closed while it ${moment}: the other goes on, and nothing saved is lost`, () => inTwoTabs(async (one, other, run) => {
    const promised = await reach(one, other, run);
    await one.page.close();
    await rename(other, 'Après');
    const { bytes } = await other.savedWith('the last name', (saved) => nameIn(saved) === 'Après');
    await other.says('save-done-in', {}, '#save-panel');
    assert.ok(keysIn(bytes).length >= promised);
    checkDossier(bytes, run.passphrase, subjects());
  }));
}

for (const side of ['ours', 'theirs']) {
  test(`chromium, file://: the same thing changed twice waits for the user, who keeps ${side} (scripted handle)`, () => world.visit(SCRIPTED, async (visit) => {
    await openOnDisk(visit);
    const theirs = renamed('Chez le collègue');
    visit.putOnDisk(file.name, theirs);
    await rename(visit, 'Chez nous');
    await visit.sees('#conflicts');
    await visit.says('save-waiting', {}, '#save-panel');
    assert.deepEqual(onDisk(visit), theirs, 'nothing is written before the choice');
    assert.match(await visit.read('#conflicts'), /Chez nous[^]*Chez le collègue/);
    await visit.page.focus(`#conflict-0-${side}`);
    await visit.page.keyboard.press('Enter');
    const expected = side === 'ours' ? 'Chez nous' : 'Chez le collègue';
    await visit.savedWith('the choice', (bytes) => nameIn(bytes) === expected && !Buffer.from(bytes).equals(theirs));
    await visit.loses('#conflicts');
    assert.equal(await visit.value('#name'), expected);
    checkDossier(onDisk(visit), passphrase, subjects());
  }));
}

test('chromium, file://: instead of choosing, the user saves under another name (scripted handle)', () => world.visit(SCRIPTED, async (visit) => {
  await openOnDisk(visit);
  const theirs = renamed('Chez le collègue');
  visit.putOnDisk(file.name, theirs);
  await rename(visit, 'Chez nous');
  await visit.sees('#conflicts');
  await visit.click('#save');
  await visit.loses('#conflicts');
  await visit.says('save-done-in', { file: 'certiroc-chez-nous.zip' }, '#save-panel');
  const ours = readFileSync(path.join(visit.disk, 'certiroc-chez-nous.zip'));
  assert.equal(nameIn(ours), 'Chez nous');
  checkDossier(ours, passphrase, subjects());
  assert.deepEqual(onDisk(visit), theirs);
}));

test('chromium, file://: what waits to be chosen goes on waiting when another state is dropped on the page (scripted handle)', () => world.visit(SCRIPTED, async (visit) => {
  await openOnDisk(visit);
  const theirs = renamed('Chez le collègue');
  visit.putOnDisk(file.name, theirs);
  await rename(visit, 'Chez nous');
  await visit.sees('#conflict-0-theirs');
  await visit.drop('tiers.zip', withJson(theirs, (document) => {
    document.course['remind-after'] = 33;
    document.journal.push({ at: '2026-11-30T12:00:00Z', event: { type: 'created' } });
  }));
  await visit.notice('notice-joined', { name: 'tiers.zip' });
  assert.match(await visit.read('#conflicts'), /Chez nous[^]*Chez le collègue/);
  assert.deepEqual(onDisk(visit), theirs, 'nothing is written before the choice');
  await visit.click('#conflict-0-theirs');
  await visit.savedWith('both', (bytes) => nameIn(bytes) === 'Chez le collègue' && readDossier(bytes).document.course['remind-after'] === 33);
  await visit.loses('#conflicts');
}));

/** What may have happened to the file: what the page says then, and whether the next change mends it. */
const ACCIDENTS = {
  'the stick is pulled': [(visit) => rmSync(path.join(visit.disk, file.name)), 'save-refused'],
  'it is another dossier now': [(visit) => {
    visit.putOnDisk(file.name, colleague((document) => { document['created-at'] = '2020-01-01T00:00:00Z'; }));
  }, 'save-other-dossier'],
  'it is no dossier any more': [(visit) => visit.putOnDisk(file.name, Buffer.from('rançon')), 'save-unreadable'],
  'the share is read-only': [(visit) => visit.page.evaluate(() => { window.scripted.fail = 'createWritable'; }), 'save-refused'],
  'the disk is full': [(visit) => visit.page.evaluate(() => { window.scripted.fail = 'write'; }), 'save-refused'],
  'the last step of the write fails': [(visit) => visit.page.evaluate(() => { window.scripted.fail = 'close'; }), 'save-refused'],
};

for (const [what, [happen, words]] of Object.entries(ACCIDENTS)) {
  test(`chromium, file://: ${what}: the page says so until it is mended, and loses nothing (scripted handle)`, () => world.visit(SCRIPTED, async (visit) => {
    await openOnDisk(visit);
    await happen(visit);
    const found = words === 'save-refused' ? null : onDisk(visit);
    await rename(visit, 'Après l’accident');
    await visit.says(words, {}, '#save-panel');
    assert.equal(await visit.$eval('#save-panel', (panel) => panel.getAttribute('role')), 'alert');
    // It goes on being told, wherever the user goes.
    await visit.go('#/parcours');
    await visit.says(words, {}, '#save-panel');
    if (found) assert.deepEqual(onDisk(visit), found, 'what is there is not ours to overwrite');
    const rescued = await visit.download(() => visit.click('#save-download'));
    assert.equal(nameIn(rescued.bytes), 'Après l’accident');
    checkDossier(rescued.bytes, passphrase, subjects());
    // That the download is safe makes the chosen file no better.
    await visit.click('#save-stated');
    await visit.loses('#save-stated');
    await visit.says('save-failed', {}, '#save-panel');
    await visit.says(words, {}, '#save-panel');
    visit.putOnDisk(file.name, file.bytes);
    await visit.page.evaluate(() => { window.scripted.fail = ''; });
    await visit.click('#save-again');
    await visit.savedWith('the name', (bytes) => nameIn(bytes) === 'Après l’accident');
    await visit.says('save-done-in', {}, '#save-panel');
  }));
}

test('chromium, file://: what a file was overwritten with while it was written is seen, and comes in (scripted handle)', () => world.visit(SCRIPTED, async (visit) => {
  await openOnDisk(visit);
  await visit.page.evaluate(() => { window.scripted.held = true; });
  await newKey(visit);
  await until('the write', () => visit.page.evaluate(() => window.scripted.writes > 0));
  // A colleague on another machine, who read the file before.
  const bytes = colleague((document) => { document.course['remind-after'] = 33; });
  await visit.page.evaluate((content) => { window.scripted.overwrittenWith = content; window.scripted.held = false; }, bytes.toString('base64'));
  await visit.sees('#org-sign-state.ready');
  const document = readDossier(onDisk(visit)).document;
  assert.equal(document.course['remind-after'], 33);
  assert.equal(document.orders[1].requests.length, 2);
  checkDossier(onDisk(visit), passphrase, subjects());
}));

for (const place of inBoth('file', 'fr')) {
  test(`${titled(place)}: a colleague's state that is dropped on the page joins it`, () => world.visit(place, async (visit) => {
    await visit.drop(file.name, file.bytes);
    await visit.notice('notice-opened');
    await newKey(visit);
    await visit.sees('#org-sign-state.locked');
    await visit.drop('collegue.zip', colleague((document) => {
      document.course['remind-after'] = 33;
      document.journal.push({ at: '2026-11-30T12:00:00Z', event: { type: 'created' } });
    }));
    await visit.notice('notice-joined', { name: 'collegue.zip' });
    const saved = await visit.download(() => visit.click(place.browser === 'chromium' ? '#save-download' : '#save'));
    const { document } = checkDossier(saved.bytes, passphrase, subjects());
    assert.equal(document.course['remind-after'], 33);
    assert.equal(document.orders[1].requests.length, 2);
  }));

  test(`${titled(place)}: a download that is given back after more was typed is recognised, and asks nothing`, () => world.visit(place, async (visit) => {
    await visit.drop(file.name, file.bytes);
    await visit.notice('notice-opened');
    await newKey(visit);
    await visit.sees('#org-sign-state.locked');
    const saved = await visit.download(() => visit.click(place.browser === 'chromium' ? '#save-download' : '#save'));
    await rename(visit, 'Plus tard');
    await visit.give('#save-verify', saved.name, saved.bytes);
    await visit.notice('notice-verified', { name: saved.name });
    assert.equal(await visit.has('#conflicts'), false);
    assert.equal(await visit.value('#name'), 'Plus tard');
    await visit.says('save-unsaved', {}, '#save-panel');
    await visit.go('#/demandes');
    await visit.both('ready');
  }));

  test(`${titled(place)}: a dossier that was left behind is not on the panic screen of the next`, () => world.visit(place, async (visit) => {
    await visit.drop(file.name, file.bytes);
    await visit.notice('notice-opened');
    await visit.go('#/dossier');
    await visit.click('#dossier-new');
    // The program still runs, and would draw on a page that is gone.
    await visit.loses('#seal');
    await visit.page.evaluate(() => window.certiroc.panic('for the test'));
    await visit.says('panic-nothing', {}, '#panic');
  }));
}
