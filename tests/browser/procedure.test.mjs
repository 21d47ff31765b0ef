// The procedure on the page: five hospitals from the first question to the last task, and what each
// page lets its user do.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { HOSPITAL } from './lib/establishment.mjs';
import { Keyboard } from './lib/keyboard.mjs';
import { EACH_ONCE, inBoth, titled } from './lib/matrix.mjs';
import { follow, HOSPITALS } from './lib/procedure.mjs';
import { pattern, plain } from './lib/texts.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';
import { unzip, zip } from './lib/zip.mjs';

const world = new World();
after(() => world.close());

const json = (file) => JSON.parse(unzip(file.bytes).get('dossier.json'));

/** The same dossier, saved before CertiROC knew the procedure. */
function ofFormat1(bytes) {
  const archive = unzip(bytes);
  const document = JSON.parse(archive.get('dossier.json'));
  document.format = 1;
  delete document.course;
  for (const entry of document.journal) delete entry.by;
  return zip(archive.set('dossier.json', Buffer.from(JSON.stringify(document))));
}

for (const place of EACH_ONCE) {
  for (const [name, hospital] of Object.entries(HOSPITALS)) {
    test(`${titled(place)}: ${name}`, () => world.visit(place, async (visit) => {
      const came = await follow(visit, hospital);
      for (const word of hospital.comes) assert.ok(came.includes(word), `${word} in ${came}`);
      for (const word of hospital.spared) assert.ok(!came.includes(word), `${word} in ${came}`);
      assert.equal(came.at(-1), 'installation');
      await visit.go('#/parcours');
      await visit.says('next-finished', {}, '#next-step');
      const isDone = (bytes) => json({ bytes }).course.records.install?.done;
      const file = await visit.has('#save') ? await visit.save({ stated: true }) : await visit.savedWith('the end', isDone);
      const { course, journal } = json(file);
      assert.ok(course.records.install.done);
      assert.equal(journal.filter(({ event }) => event.type === 'answered').length, Object.keys(hospital.answers).length);
    }));
  }
}

for (const place of inBoth('file', 'fr')) {
  test(`${titled(place)}: a hospital with the keyboard alone`, () => world.visit(place, async (visit) => {
    const keyboard = new Keyboard(visit);
    const hospital = HOSPITALS['the vendor as technical administrator'];
    const came = await follow(visit, hospital, keyboard);
    assert.equal(came.at(-1), 'installation');
    await visit.says('next-finished', {}, '#next-step');
  }));
}

for (const place of EACH_ONCE) {
  test(`${titled(place)}: an answer says what it changes, and changes it`, () => world.visit(place, async (visit) => {
    await visit.go('#/parcours');
    await visit.click('a[href="#/questions/contrat"]');
    await visit.click('#question-continue');
    await visit.says('question-choose', {}, '#choice-notes');
    await visit.radio('choice', 'no');
    await visit.says('task-contrat-title', {}, '#consequence');
    await visit.click('#question-continue');
    await until('the next question', async () => await visit.route() === '#/questions/plusieurs-eg');
    await visit.radio('choice', 'no');
    await visit.says('advice-single-eg', {}, '#consequence');
    await visit.go('#/parcours');
    await visit.click('a[href="#/questions/contrat"]');
    await visit.radio('choice', 'yes');
    await visit.says('question-changes', {}, '#consequence');
    await visit.says('task-niveau-title', {}, '#consequence');
    // Left without going on: nothing has changed.
    await visit.go('#/parcours');
    await visit.says('choice-no', {}, '.answers');
  }));

  test(`${titled(place)}: sent, waiting, reminded, answered`, () => world.visit(place, async (visit) => {
    await visit.describe({ ...HOSPITAL });
    await visit.go('#/parcours');
    await visit.click('a[href="#/fiche/habilitation"]');
    await visit.says('status-blocked', {}, '#task-state');
    const body = await visit.read('#letter-body');
    assert.ok(body.includes(plain(HOSPITAL.name)), body);
    const mail = new URL(await visit.$eval('#letter-mail', (link) => link.href));
    assert.equal(mail.protocol, 'mailto:');
    assert.equal(plain(mail.searchParams.get('subject')), await visit.read('#letter-subject'));
    assert.equal(plain(mail.searchParams.get('body')), body);

    await visit.page.$eval('#mark-date', (input) => { input.value = ''; input.dispatchEvent(new InputEvent('input', { bubbles: true })); });
    await visit.click('#mark-sent');
    await visit.says('marks-no-date', {}, '#mark-date-notes');
    await visit.page.$eval('#mark-date', (input) => { input.value = '2999-01-01'; input.dispatchEvent(new InputEvent('input', { bubbles: true })); });
    await visit.click('#mark-sent');
    await visit.says('marks-date-ahead', {}, '#mark-date-notes');
    await visit.fill('#mark-by', 'Camille Martin');
    await visit.page.$eval('#mark-date', (input) => { input.value = '2026-09-01'; input.dispatchEvent(new InputEvent('input', { bubbles: true })); });
    await visit.click('#mark-sent');
    // The question that decides whether it applies has no answer yet.
    await visit.go('#/parcours');
    await visit.click('a[href="#/questions/habilitation"]');
    await visit.radio('choice', 'no');
    await visit.click('#question-continue');
    await visit.go('#/parcours');
    await visit.says('task-habilitation-title', {}, '#reminders');
    await visit.click('#reminders a');
    await visit.says('letter-title-reminder', {}, '#letter-title');
    await visit.click('#mark-reminded');
    await visit.says('mark-reminded', {}, '#marks');
    await visit.click('#mark-done');
    await visit.says('status-done-on', {}, '#task-state');
    await visit.click('#unmark-done');
    await visit.says('status-waiting', {}, '#task-state');

    await visit.go('#/dossier');
    const file = await visit.download(() => visit.click('#journal-export'));
    const lines = file.bytes.toString().split('\r\n');
    assert.ok(lines[0].startsWith('\uFEFF"'));
    assert.ok(lines.some((line) => line.endsWith('"Camille Martin"')), file.bytes.toString());
  }));

  test(`${titled(place)}: people stand on the form, the sheet and the report; what is saved opens again`, () => world.visit(place, async (visit) => {
    await visit.describe();
    await visit.go('#/parcours');
    await visit.click('a[href="#/personnes"]');
    await visit.fill('#representant-legal-name', 'Dominique Durand');
    await visit.fill('#representant-legal-mail', 'dominique');
    await visit.page.keyboard.press('Tab');
    await visit.says('people-mail-wrong', {}, '#representant-legal-mail-notes');
    await visit.fill('#representant-legal-mail', 'dominique@hopital.example');
    const shows = async (href, selector = 'main') => {
      await visit.go('#/parcours');
      await visit.click(`main a[href="${href}"]`);
      await until(href, async () => await visit.route() === href);
      await until('the name', async () => (await visit.read(selector)).includes('Dominique Durand'));
    };
    await shows('#/formulaire/413');
    await visit.sees('#text-box');
    assert.equal(await visit.$eval('#text-box', (element) => element.lang), 'fr');
    await visit.says('form-identity', {}, '#identity');
    await shows('#/etat');
    await shows('#/feuille/representant-legal');
    const sheet = await visit.download(() => visit.click('#save-sheet'));
    assert.equal(sheet.name, 'certiroc-representant-legal.html');
    const saved = sheet.bytes.toString();
    assert.ok(saved.startsWith('<!DOCTYPE html>') && saved.includes('Dominique Durand'));

    await visit.go('#/parcours');
    await visit.fill('#remind-after', '0');
    await visit.says('course-remind-wrong', {}, '#remind-after-notes');
    await visit.fill('#remind-after', '15');
    const file = await visit.save({ stated: true });
    assert.equal(json(file).course['remind-after'], 15);
    assert.equal(json(file).course.people['legal-representative'].mail, 'dominique@hopital.example');
    await visit.page.reload();
    await visit.started();
    await visit.go('#/dossier');
    await visit.give('#open-file', file.name, file.bytes);
    await visit.notice('notice-opened', { name: file.name });
    await shows('#/etat');

    await visit.page.reload();
    await visit.started();
    await visit.go('#/dossier');
    await visit.give('#open-file', 'ancien.zip', ofFormat1(file.bytes));
    await visit.notice('notice-opened', { name: 'ancien.zip' });
    await visit.go('#/etablissement');
    assert.equal(await visit.value('#name'), HOSPITAL.name);
  }));

  test(`${titled(place)}: a person is erased from the roles and the journal, which keeps the act`, () => world.visit(place, async (visit) => {
    await visit.go('#/dossier');
    await visit.fill('#user', 'Alix Petit');
    await visit.go('#/parcours');
    await visit.click('main a[href="#/questions/contrat"]');
    await visit.radio('choice', 'yes');
    await visit.click('#question-continue');
    await visit.go('#/parcours');
    await visit.click('a[href="#/personnes"]');
    await visit.fill('#representant-legal-name', 'Dominique Durand, alix petit');
    await visit.fill('#representant-legal-mail', 'dominique@hopital.example, alix@hopital.example');
    await until('both are listed', async () => (await visit.page.$$('#people-named li')).length === 2);

    const erase = () => visit.click('#people-named li:nth-child(2) button');
    visit.answer = false;
    await erase();
    await until('the question', () => visit.dialogs.length === 1);
    assert.match(plain(visit.dialogs[0]), pattern(visit.language, 'people-erase-confirm', { name: 'alix petit' }));
    assert.equal((await visit.page.$$('#people-named li')).length, 2);
    visit.answer = true;
    await erase();
    await until('focus', async () => await visit.focused() === 'people-kept');
    assert.equal(await visit.value('#representant-legal-name'), 'Dominique Durand');
    assert.equal(await visit.value('#representant-legal-mail'), '', 'whose the addresses are is not known');

    const file = await visit.save({ stated: true });
    assert.doesNotMatch(unzip(file.bytes).get('dossier.json').toString(), /alix|petit/i);
    const { journal } = json(file);
    assert.equal(journal.find(({ event }) => event.type === 'answered').by, undefined);
    assert.ok(journal.some(({ event }) => event.type === 'person-erased'));
    await visit.go('#/dossier');
    await visit.says('event-person-erased', {}, '#journal');
    assert.equal(await visit.value('#user'), '', 'who uses the page was the one');
  }));

  test(`${titled(place)}: the list shows one person's tasks`, () => world.visit(place, async (visit) => {
    await visit.go('#/parcours');
    const count = () => visit.$eval('main', (main) => main.querySelectorAll('.tasks > li').length);
    const all = await count();
    await visit.click('#filter-administrateur-technique');
    await until('fewer', async () => await count() < all);
    assert.equal(await visit.has('.tasks a[href="#/fiche/contrat"]'), false);
    await visit.click('#filter-tous');
    await until('all', async () => await count() === all);
  }));
}
