// The dossier as a file: what is opened is what was saved, and what fails leaves everything as it was.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { HOSPITAL, PRODUCTS, subjects } from './lib/establishment.mjs';
import { EACH_ONCE, inBoth, only, titled } from './lib/matrix.mjs';
import { bitsOf, checkDossier, opens, publicKeyOf, readDossier } from './lib/openssl.mjs';
import { pattern, plain } from './lib/texts.mjs';
import { until } from './lib/until.mjs';
import { damage, unzip, withJson, zip } from './lib/zip.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

/** A dossier with both keys, saved and done. */
let file;
let passphrase;

const SCRIPTED = { browser: 'chromium', origin: 'file', language: 'fr' };

before(() => world.visit(SCRIPTED, async (visit) => {
  ({ file, passphrase } = await visit.wholeRun());
}));

/** The dossier with its members changed by `change`. */
function altered(change) {
  const members = unzip(file.bytes);
  change(members);
  return zip(members);
}

const member = (end) => [...unzip(file.bytes).keys()].find((name) => name.endsWith(end));

/** Opens the dossier by dropping it. */
async function openDropped(visit, bytes = file.bytes) {
  await visit.drop(file.name, bytes);
  await visit.notice('notice-opened', { name: file.name });
}

/** On the scripted disk, through the picker. */
async function openPicked(visit, bytes = file.bytes) {
  visit.putOnDisk(file.name, bytes);
  await visit.go('#/dossier');
  await visit.click('#open-picker');
}

const onDisk = (visit) => readFileSync(path.join(visit.disk, file.name));

async function assertWholeState(visit) {
  await visit.go('#/etablissement');
  assert.equal(await visit.value('#name'), HOSPITAL.name);
  assert.equal(await visit.value('#department'), HOSPITAL.department);
  assert.equal(await visit.value('input[name="identifier-kind"]:checked'), HOSPITAL.kind);
  assert.equal(await visit.value('#identifier'), HOSPITAL.identifier);
  assert.equal(await visit.value('input[name="contract-level"]:checked'), HOSPITAL.contract);
  assert.equal(await visit.value('input[name="environment"]:checked'), 'production');
  await visit.go('#/demandes');
  await visit.verify(passphrase);
  await visit.both('ready');
  const { requests } = readDossier(file.bytes);
  for (const product of PRODUCTS) assert.equal((await visit.raw(product)).trim(), requests[product].csr.toString().trim());
}

for (const place of EACH_ONCE) {
  for (const way of ['drop', 'file input']) {
    test(`${titled(place)}: a dossier opened by ${way} is the one that was saved`, () => world.visit(place, async (visit) => {
      if (way === 'drop') {
        await openDropped(visit);
      } else {
        await visit.give('#open-file', file.name, file.bytes);
        await visit.notice('notice-opened', { name: file.name });
      }
      await assertWholeState(visit);
      const again = await (async () => {
        await visit.go('#/dossier');
        return visit.download(() => visit.click('#dossier-download'));
      })();
      const [saved, resaved] = [unzip(file.bytes), unzip(again.bytes)];
      assert.equal(again.name, file.name);
      for (const [name, bytes] of saved) {
        // The notice is in the language of the page.
        if (name !== 'LISEZMOI.txt') assert.equal(resaved.get(name)?.toString(), bytes.toString(), name);
      }
      assert.deepEqual([...resaved.keys()], [...saved.keys()]);
    }));
  }

  test(`${titled(place)}: what cannot be opened says why, each with its own words, and changes nothing`, () => world.visit(place, async (visit) => {
    await openDropped(visit);
    await visit.go('#/demandes');
    await visit.verify(passphrase);
    await visit.both('ready');
    const content = () => visit.page.evaluate(() => [...document.querySelectorAll('main .order, main .make')].map((part) => part.innerText).join());
    const before = await content();
    const json = (change) => withJson(file.bytes, change);
    const [key, csr] = [member('.key.pem'), member('.csr.pem')];
    const cases = [
      ['a byte of a key changed, so that its CRC is wrong', damage(file.bytes, /key\.pem$/), 'archive-damaged', { member: key }],
      ['a key changed and packed again, so that only its SHA-256 is wrong', altered((members) => {
        const changed = Buffer.from(members.get(key));
        changed[200] ^= 1;
        members.set(key, changed);
      }), 'archive-damaged', { member: key }],
      ['cut in the middle', file.bytes.subarray(0, file.bytes.length / 2), 'archive-damaged-whole', {}],
      ['a request missing', altered((members) => members.delete(csr)), 'archive-missing', { member: csr }],
      ['dossier.json missing', altered((members) => members.delete('dossier.json')), 'archive-missing', { member: 'dossier.json' }],
      ['a newer format', json((document) => { document.format = 7; }), 'archive-newer', { found: 7, supported: 4 }],
      ['an unknown field', json((document) => { document.more = 1; }), 'archive-invalid', { member: 'dossier.json' }],
    ];
    const words = new Set();
    for (const [what, bytes, id, values] of cases) {
      await visit.drop(`${id}.zip`, bytes);
      await visit.notice('notice-open-failed', { name: `${id}.zip` });
      await visit.says(id, values, '#notice').catch((error) => assert.fail(`${what}: ${error.message}`));
      assert.equal(await visit.$eval('#notice', (notice) => notice.getAttribute('role')), 'alert');
      assert.equal(await content(), before, what);
      words.add(pattern(place.language, id).source);
    }
    assert.equal(words.size, cases.length - 2, 'as many words as causes');
  }));

  test(`${titled(place)}: a wrong passphrase is told from a damaged archive, and changes nothing`, () => world.visit(place, async (visit) => {
    await openDropped(visit);
    await visit.go('#/demandes');
    await visit.acceptHttp();
    await visit.choose('#org-sign-plan', 'new-key');
    await visit.fill('#passphrase-existing', `${passphrase}x`);
    await visit.click('#passphrase-submit');
    await visit.says('failure-wrong-passphrase', {}, '#passphrase-existing-notes');
    await until('focus', async () => await visit.focused() === 'passphrase-existing');
    assert.equal(await visit.value('#org-sign-plan'), 'new-key', 'the choice stays');
    assert.equal(await visit.value('#passphrase-existing'), '');
    await visit.page.keyboard.type('x');
    await until('the old error is gone', async () => await visit.read('#passphrase-existing-notes') === '');
    await assertWholeState(visit);

    await visit.choose('#org-sign-plan', 'new-key');
    await visit.fill('#passphrase-existing', passphrase);
    await visit.click('#passphrase-submit');
    await visit.sees('#org-sign-state.locked');
    assert.ok(await visit.has('#org-auth-cli-state.ready'), 'the other request stays');
  }));
}

test('chromium, file://: a failed opening through the picker (scripted handle) never touches the file', () => world.visit(SCRIPTED, async (visit) => {
  for (const [bytes, id] of [
    [damage(file.bytes, /key\.pem$/), 'archive-damaged'],
    [file.bytes.subarray(0, 900), 'archive-damaged-whole'],
    [Buffer.from('bonjour'), 'archive-not-a-zip'],
    [altered((members) => members.delete(member('.key.pem'))), 'archive-missing'],
  ]) {
    await openPicked(visit, bytes);
    await visit.notice(id);
    assert.deepEqual(onDisk(visit), Buffer.from(bytes));
  }
  assert.equal(await visit.page.evaluate(() => window.scripted.writes), 0);
  assert.equal(await visit.has('#save-panel strong'), false);
}));

test('chromium, file://: a dossier opened through the picker (scripted handle) goes on saving itself there', () => world.visit(SCRIPTED, async (visit) => {
  await openPicked(visit);
  await visit.notice('notice-opened', { name: file.name });
  await visit.says('save-linked', { file: file.name }, '#save-panel');
  await assertWholeState(visit);
  assert.deepEqual(onDisk(visit), file.bytes, 'opening writes nothing');
  await visit.choose('#org-sign-plan', 'new-key');
  await visit.fill('#passphrase-existing', passphrase);
  await visit.click('#passphrase-submit');
  await until('the second key is in the file', () => readDossier(onDisk(visit)).document.orders[1].requests.length === 2);
  await visit.sees('#org-sign-state.ready');
  checkDossier(onDisk(visit), passphrase, subjects());
}));

test('chromium, localhost: a dossier opened through the picker (OPFS handle) goes on saving itself there', () => world.visit({ ...SCRIPTED, origin: 'localhost' }, async (visit) => {
  const first = await visit.wholeRun();
  await visit.page.reload();
  await visit.started();
  await visit.go('#/dossier');
  await visit.click('#open-picker');
  await visit.notice('notice-opened', { name: first.file.name });
  await visit.go('#/etablissement');
  await visit.fill('#name', 'Autre nom');
  await visit.savedWith('the other name', (bytes) => readDossier(bytes).document.establishment.name === 'Autre nom');
  checkDossier((await visit.saved()).bytes, first.passphrase, subjects());
}));

test('chromium, file://: when writing again is refused, downloads take over and the file stays', () => world.visit(SCRIPTED, async (visit) => {
  await visit.page.evaluate(() => { window.scripted.permission = 'denied'; });
  await openPicked(visit);
  await visit.notice('notice-write-refused', { name: file.name });
  await assertWholeState(visit);
  await visit.go('#/etablissement');
  await visit.fill('#name', 'Autre nom');
  await visit.says('save-unsaved', {}, '#save-panel');
  const again = await visit.download(() => visit.click('#save-download'));
  assert.equal(readDossier(again.bytes).document.establishment.name, 'Autre nom');
  assert.deepEqual(onDisk(visit), file.bytes);
  assert.equal(await visit.page.evaluate(() => window.scripted.writes), 0);
}));

for (const step of ['createWritable', 'write', 'close']) {
  test(`chromium, file://: when ${step} of the chosen file (scripted handle) fails, the page says so and keeps everything`, () => world.visit(SCRIPTED, async (visit) => {
    await visit.describe();
    const ours = await visit.make();
    await visit.page.evaluate((name) => { window.scripted.fail = name; }, step);
    await visit.click('#save');
    await visit.says('save-refused', { words: 'QuotaExceededError: scripted: no space left' }, '#save-panel');
    await visit.assertLocked();
    assert.equal(await visit.saved(), null);
    await visit.says('save-attention', {}, '#save-panel');
    const download = await visit.download(() => visit.click('#save-download'));
    await visit.give('#save-verify', download.name, download.bytes);
    await visit.both('ready');
    checkDossier(download.bytes, ours, subjects());
  }));
}

test('chromium, file://: a later write that fails leaves the file as it was, and the page unsaved', () => world.visit(SCRIPTED, async (visit) => {
  const ours = await visit.wholeRun();
  await visit.page.evaluate(() => { window.scripted.fail = 'write'; });
  await visit.go('#/etablissement');
  await visit.fill('#name', 'Autre nom');
  await visit.says('save-refused', {}, '#save-panel');
  await visit.says('save-attention', {}, '#save-panel');
  assert.equal(await visit.value('#name'), 'Autre nom');
  assert.deepEqual((await visit.saved()).bytes, ours.file.bytes);
}));

test('chromium, file://: closing the picker changes nothing and says nothing', () => world.visit(SCRIPTED, async (visit) => {
  await visit.describe();
  await visit.make();
  await visit.page.evaluate(() => { window.scripted.cancelled = true; });
  await visit.click('#save');
  await visit.go('#/dossier');
  await visit.click('#open-picker');
  await visit.go('#/demandes');
  assert.equal(await visit.read('#notice'), '');
  await visit.assertLocked();
  await visit.says('save-unsaved', {}, '#save-panel');
}));

for (const place of inBoth('file', 'fr')) {
  test(`${titled(place)}: a changed passphrase opens the same keys, the old one no more, and the requests stay`, () => world.visit(place, async (visit) => {
    await openDropped(visit);
    await visit.go('#/dossier');
    assert.equal(await visit.has('.passphrase'), false, 'none is shown that nobody asked for');
    await visit.click('#passphrase-change');
    await until('focus', async () => await visit.focused() === 'passphrase-old');
    const shown = await visit.read('#generated-passphrase');
    await visit.radio('passphrase-choice', 'own');
    const fresh = 'une autre phrase, bien longue';
    await visit.fill('#passphrase-old', `${passphrase}x`);
    await visit.fill('#passphrase', fresh);
    await visit.fill('#passphrase-repeat', fresh);
    await visit.click('#passphrase-submit');
    await visit.says('failure-wrong-passphrase', {}, '#passphrase-old-notes');
    await until('focus', async () => await visit.focused() === 'passphrase-old');
    assert.equal(await visit.saysNow('event-passphrase-changed', {}, '#journal'), false);
    // What was chosen and typed is still there, and so is the one that may be on paper already.
    for (const field of ['#passphrase', '#passphrase-repeat']) assert.equal(await visit.value(field), fresh);
    await visit.radio('passphrase-choice', 'generated');
    assert.equal(await visit.read('#generated-passphrase'), shown);
    await visit.radio('passphrase-choice', 'own');
    await visit.fill('#passphrase', fresh);
    await visit.fill('#passphrase-repeat', fresh);
    await visit.fill('#passphrase-old', passphrase);
    await visit.click('#passphrase-submit');
    await visit.notice('notice-passphrase-changed');
    await visit.says('event-passphrase-changed', {}, '#journal');
    await visit.says('save-unsaved', {}, '#save-panel');
    const again = await visit.download(() => visit.click('#dossier-download'));
    const [old, changed] = [readDossier(file.bytes), checkDossier(again.bytes, fresh, subjects())];
    for (const product of PRODUCTS) {
      assert.equal(changed.requests[product].csr.toString(), old.requests[product].csr.toString());
      assert.equal(opens(changed.requests[product].key, passphrase), false);
      assert.equal(opens(changed.requests[product].key, fresh), true);
    }
  }));

  test(`${titled(place)}: a passphrase is checked on every key, and nothing changes`, () => world.visit(place, async (visit) => {
    await openDropped(visit);
    await visit.go('#/dossier');
    const check = async (words) => {
      await visit.fill('#passphrase-check', words);
      await visit.page.keyboard.press('Enter');
    };
    for (const wrong of [`${passphrase}x`, 'court', '']) {
      await check(wrong);
      await visit.says('failure-wrong-passphrase', {}, '#passphrase-check-notes');
      await until('focus', async () => await visit.focused() === 'passphrase-check');
      assert.equal(await visit.has('#passphrase-checked'), false);
    }
    await check(passphrase);
    await visit.says('check-opens', { count: 2 }, '#passphrase-checked');
    await until('focus', async () => await visit.focused() === 'passphrase-checked');
    assert.equal(await visit.read('#passphrase-check-notes'), '');
    assert.equal(await visit.saysNow('check-closed', {}, '#passphrase-checked'), false);
    assert.equal(await visit.value('#passphrase-check'), '');
    assert.equal(await visit.has('#save-panel strong'), false, 'nothing to save');
    const again = await visit.download(() => visit.click('#dossier-download'));
    assert.equal(unzip(again.bytes).get('dossier.json').toString(), unzip(file.bytes).get('dossier.json').toString());
  }));

  test(`${titled(place)}: a lost passphrase leads to new keys, and all the rest stays`, () => world.visit(place, async (visit) => {
    await openDropped(visit);
    await visit.go('#/demandes');
    await visit.click('main a[href="#/dossier"]');
    await visit.click('#passphrase-lost summary');
    await visit.click('#passphrase-lost-start');
    await visit.says('make-lost', {}, '.make');
    // Found after all: as before.
    await visit.click('#passphrase-found');
    await visit.sees('#passphrase-existing');
    assert.equal(await visit.has('#save-panel strong'), false, 'nothing has changed');

    await visit.go('#/dossier');
    await visit.click('#passphrase-lost summary');
    await visit.click('#passphrase-lost-start');
    const fresh = await visit.make();
    await visit.go('#/dossier');
    const again = await visit.download(() => visit.click('#dossier-download'));
    const [old, now] = [readDossier(file.bytes), checkDossier(again.bytes, fresh, subjects())];
    assert.ok(now.document.journal.some(({ event }) => event.type === 'passphrase-lost'));
    assert.deepEqual(now.document.establishment, old.document.establishment);
    for (const [index, product] of PRODUCTS.entries()) {
      const { requests } = now.document.orders[index];
      assert.deepEqual(requests.map((request) => request['passphrase-lost']), [true, undefined]);
      assert.equal(now.members.get(requests[0].key.name).toString(), old.requests[product].key.toString(), 'the old key stays');
    }

    // The new one opens the new keys and tells which it does not open; the old one, found again, its own.
    for (const words of [fresh, passphrase]) {
      await visit.fill('#passphrase-check', words);
      await visit.click('#passphrase-check-submit');
      const others = (words === fresh ? old : now).document.orders.map((order) => order.requests.at(-1)['key-id'].slice(0, 8));
      await until('the keys that it does not open', async () => {
        const told = await visit.has('#passphrase-checked') ? await visit.read('#passphrase-checked') : '';
        return others.every((key) => told.includes(key));
      });
      await visit.says('check-opens', { count: 2 }, '#passphrase-checked');
    }
    // The old keys are asked about, the new ones are not. What is made next is under the new one, and sealed with it.
    await visit.sees('#seal-changes');
    assert.equal(await visit.has('#seal-changes dt.alarm'), false);
    assert.equal(await visit.has('#seal [role="alert"]'), false);
    await visit.acceptAll();
    await visit.go('#/demandes');
    await visit.choose('#org-sign-plan', 'same-key');
    await visit.fill('#passphrase-existing', fresh);
    await visit.click('#passphrase-submit');
    await visit.loses('#job-progress');
    assert.equal(await visit.read('#passphrase-existing-notes'), '');
  }));

  test(`${titled(place)}: the page asks before it is left as long as something is unsaved`, async () => {
    const visit = await world.tab(place);
    await visit.open();
    await visit.describe();
    visit.answer = false;
    await visit.page.close({ runBeforeUnload: true });
    await until('the question', () => visit.dialogs.length > 0);
    assert.match(visit.dialogs[0], /^beforeunload/);
    assert.equal(await visit.read('h1'), visit.text('requests-title'), 'the page is still there');
    await visit.make();
    const download = await visit.download(() => visit.click(place.browser === 'chromium' ? '#save-download' : '#save'));
    await visit.give('#save-verify', download.name, download.bytes);
    await visit.both('ready');
    visit.dialogs.length = 0;
    await visit.page.close({ runBeforeUnload: true });
    await until('the page is closed', () => visit.page.isClosed());
    assert.deepEqual(visit.dialogs, []);
    await visit.page.browserContext().close();
  });

  test(`${titled(place)}: another dossier takes the place of unsaved work only when the user agrees`, () => world.visit(place, async (visit) => {
    await visit.describe({ ...HOSPITAL, name: 'À garder' });
    visit.answer = false;
    await visit.drop(file.name, file.bytes);
    await until('the question', () => visit.dialogs.length === 1);
    assert.match(plain(visit.dialogs[0]), pattern(place.language, 'confirm-replace'));
    await visit.go('#/etablissement');
    assert.equal(await visit.value('#name'), 'À garder');
    visit.answer = true;
    await openDropped(visit);
    await assertWholeState(visit);
    assert.equal(visit.dialogs.length, 2);
  }));

  test(`${titled(place)}: a file that is another dossier, or an older state, does not unlock the requests`, () => world.visit(place, async (visit) => {
    await visit.describe();
    const empty = await visit.download(() => visit.click(place.browser === 'chromium' ? '#save-download' : '#save'));
    await visit.make();
    await visit.download(() => visit.click(place.browser === 'chromium' ? '#save-download' : '#save'));
    await visit.give('#save-verify', empty.name, empty.bytes);
    await visit.sees('#notice p');
    assert.equal(await visit.saysNow('notice-verified', {}, '#notice'), false, 'the keys are not in that file');
    await visit.assertLocked();
    visit.answer = false;
    await visit.drop(file.name, file.bytes);
    await until('the question', () => visit.dialogs.length === 1);
    await visit.assertLocked();
  }));
}

for (const place of only({ origin: ['localhost', 'intranet'], language: 'fr' })) {
  test(`${titled(place)}: keys of 3072 and 4096 bits on request`, () => world.visit(place, async (visit) => {
    await visit.describe();
    for (const [product, bits] of [['org-auth-cli', '3072'], ['org-sign', '4096']]) {
      await visit.click(`.${product} summary`);
      await visit.choose(`#${product}-size`, bits);
    }
    const ours = await visit.make();
    const saved = await visit.save();
    const { requests } = checkDossier(saved.bytes, ours, subjects());
    assert.deepEqual(PRODUCTS.map((product) => bitsOf(requests[product].csr)), [3072, 4096]);
  }));
}

test('chromium, file://: a changed establishment makes the requests old, and the same key asks again', () => world.visit(SCRIPTED, async (visit) => {
  const ours = await visit.wholeRun();
  const before = readDossier(ours.file.bytes);
  const renamed = { ...HOSPITAL, name: 'Hôpital renommé' };
  await visit.go('#/etablissement');
  await visit.fill('#name', renamed.name);
  await visit.go('#/demandes');
  for (const product of PRODUCTS) await visit.says('request-outdated', {}, `#${product}-state`);
  await visit.fill('#passphrase-existing', ours.passphrase);
  await visit.click('#passphrase-submit');
  const again = await visit.savedWith('the new name in a request', (bytes) => readDossier(bytes).requests['org-sign'].csr.toString() !== before.requests['org-sign'].csr.toString());
  const dossier = checkDossier(again.bytes, ours.passphrase, subjects(renamed));
  for (const product of PRODUCTS) {
    assert.equal(publicKeyOf(dossier.requests[product].csr), publicKeyOf(before.requests[product].csr));
  }
}));
