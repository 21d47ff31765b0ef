// The establishment's form and the orders: errors block, warnings do not, nothing typed is lost.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { HOSPITAL, SERVICES, subject } from './lib/establishment.mjs';
import { EACH_ONCE, titled } from './lib/matrix.mjs';
import { pattern } from './lib/texts.mjs';
import { until } from './lib/until.mjs';
import { World } from './lib/world.mjs';

const world = new World();
after(() => world.close());

/** A FINESS number whose key is wrong by one. */
const WRONG_KEY = HOSPITAL.identifier.slice(0, 8) + ((Number(HOSPITAL.identifier[8]) + 1) % 10);

async function typed(visit) {
  return {
    name: await visit.value('#name'),
    department: await visit.value('#department'),
    kind: await visit.page.evaluate(() => document.querySelector('input[name="identifier-kind"]:checked')?.value),
    identifier: await visit.value('#identifier'),
    contract: await visit.page.evaluate(() => document.querySelector('input[name="contract-level"]:checked')?.value),
  };
}

async function refuse(visit, count) {
  await visit.click('#establishment-continue');
  await until('the summary has the focus', async () => await visit.focused() === 'error-summary');
  assert.equal(await visit.route(), '#/etablissement');
  assert.equal(await visit.$eval('#error-summary', (summary) => summary.querySelectorAll('li a').length), count);
}

for (const place of EACH_ONCE) {
  const it = (title, use) => test(`${titled(place)}: ${title}`, () => world.visit(place, use, { hash: '#/etablissement' }));

  it('an empty form is refused: the summary takes the focus, and leads to each field', async (visit) => {
    const wanted = [
      ['finding-name-missing', 'name'],
      ['finding-department-missing', 'department'],
      ['finding-kind-missing', 'identifier-kind'],
      ['finding-identifier-missing', 'identifier'],
      ['finding-contract-missing', 'contract-level'],
    ];
    await refuse(visit, wanted.length);
    for (const [index, [message, field]] of wanted.entries()) {
      await visit.says(message, {}, `#error-summary li:nth-child(${index + 1})`);
      await visit.says(message, {}, `#${field}-notes`);
      await visit.click(`#error-summary li:nth-child(${index + 1}) a`);
      await until(`focus on ${field}`, async () => await visit.focused() === field);
      assert.equal(await visit.route(), '#/etablissement');
      if (['name', 'department', 'identifier'].includes(field)) {
        const [invalid, described] = await visit.$eval(`#${field}`, (control) => [
          control.getAttribute('aria-invalid'), control.getAttribute('aria-describedby')]);
        assert.equal(invalid, 'true');
        assert.ok(described.split(' ').includes(`${field}-notes`));
      }
    }
    // A second try takes the focus again.
    await refuse(visit, wanted.length);
  });

  it('what a field is left with does not move the page under a press, however slow', async (visit) => {
    const below = `input[name="contract-level"][value="${HOSPITAL.contract}"]`;
    const top = () => visit.$eval(below, (radio) => radio.getBoundingClientRect().top);
    await visit.radio('identifier-kind', HOSPITAL.kind);
    await visit.fill('#identifier', WRONG_KEY);
    await visit.$eval(below, (radio) => radio.scrollIntoView({ block: 'center' }));
    const before = await top();
    await (await visit.page.$(below)).hover();
    await visit.page.mouse.down();
    await until('the field is left', async () => await visit.focused() !== 'identifier');
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    assert.equal(await top(), before);
    await visit.page.mouse.up();
    await visit.says('finding-finess-key', { expected: HOSPITAL.identifier }, '#identifier-notes');
    assert.equal((await typed(visit)).contract, HOSPITAL.contract);
  });

  it('a wrong FINESS key blocks, stands beside its field, and loses nothing that was typed', async (visit) => {
    await visit.fill('#name', HOSPITAL.name);
    await visit.choose('#department', HOSPITAL.department);
    await visit.radio('identifier-kind', HOSPITAL.kind);
    await visit.fill('#identifier', WRONG_KEY);
    await visit.radio('contract-level', HOSPITAL.contract);
    await visit.says('finding-finess-key', { expected: HOSPITAL.identifier }, '#identifier-notes');
    const before = await typed(visit);
    assert.deepEqual(before, {
      name: HOSPITAL.name, department: '69', kind: 'finess-ej', identifier: WRONG_KEY, contract: 'ej',
    });
    await refuse(visit, 1);
    assert.deepEqual(await typed(visit), before);
    for (const language of ['en', 'fr', place.language]) {
      await visit.click(`#language-${language}`);
      await until('language', () => visit.$eval('html', (root, lang) => root.lang === lang, language));
      assert.deepEqual(await typed(visit), before);
      assert.match(await visit.read('#identifier-notes'), pattern(language, 'finding-finess-key', { expected: HOSPITAL.identifier }));
    }
    await visit.go('#/a-propos');
    await visit.page.evaluate(() => history.back());
    await visit.sees('#establishment-form');
    assert.deepEqual(await typed(visit), before);
    await visit.go('#/demandes');
    await visit.sees('#make-blocked');
    assert.equal(await visit.has('#passphrase-submit'), false);
    await visit.go('#/etablissement');
    assert.deepEqual(await typed(visit), before);

    await visit.fill('#identifier', HOSPITAL.identifier);
    await visit.click('#establishment-continue');
    await visit.acceptHttp();
    await visit.sees('#passphrase-submit');
    assert.equal(await visit.route(), '#/demandes');
  });

  it('contract and FINESS of different levels are refused, until they agree', async (visit) => {
    await visit.describe();
    await visit.go('#/etablissement');
    await visit.radio('contract-level', 'eg');
    await visit.says('finding-contract-disagrees', {}, '#contract-level-notes');
    await refuse(visit, 1);
    await visit.radio('identifier-kind', 'finess-eg');
    await visit.loses('#error-summary');
    await visit.click('#establishment-continue');
    await until('requests', async () => await visit.route() === '#/demandes');
  });

  it('a name of 41 characters warns where it will be cut, and does not block', async (visit) => {
    const forty = "Établissement public de santé de l'Ouest";
    assert.equal([...forty].length, 40);
    await visit.describe({ ...HOSPITAL, name: `${forty}é` });
    await visit.go('#/etablissement');
    await visit.click('#name');
    await visit.click('#identifier');
    await visit.says('finding-name-cut', { found: forty }, '#name-notes');
    await visit.click('#establishment-continue');
    await until('requests', async () => await visit.route() === '#/demandes');

    await visit.go('#/etablissement');
    await visit.fill('#name', 'é'.repeat(65));
    await refuse(visit, 1);
    await visit.says('finding-name-too-long', {}, '#error-summary');
    assert.equal(await visit.value('#name'), 'é'.repeat(65));
  });

  it('the name that will be asked for follows what is typed', async (visit) => {
    const shown = (product) => visit.read(`#subject-${product} .dn`);
    assert.equal(await shown('org-sign'), 'CN=Client_ROC_WebServices_AMC,OU=,O=,ST=,C=FR');
    await visit.fill('#name', HOSPITAL.name);
    assert.ok((await shown('org-sign')).includes(`O=${HOSPITAL.name},`));
    await visit.choose('#department', HOSPITAL.department);
    await visit.radio('identifier-kind', HOSPITAL.kind);
    await visit.fill('#identifier', ` ${HOSPITAL.identifier.slice(0, 2)} ${HOSPITAL.identifier.slice(2)}`);
    for (const product of Object.keys(SERVICES)) {
      assert.equal(await shown(product), subject(product).split(',').reverse().join(','));
    }
  });

  it('a service name other than the recommended one warns, an empty one blocks', async (visit) => {
    await visit.describe();
    await visit.fill('#org-sign-service', 'Autre_Service');
    await visit.says('finding-service-other', { expected: SERVICES['org-sign'] }, '#org-sign-service-notes');
    await visit.fill('#org-sign-service', SERVICES['org-auth-cli']);
    await visit.says('finding-service-swapped', { expected: SERVICES['org-sign'] }, '#org-sign-service-notes');
    assert.equal(await visit.has('#passphrase-submit'), true);
    await visit.fill('#org-sign-service', '');
    await visit.says('finding-service-missing', {}, '#org-sign-service-notes');
    await visit.sees('#make-blocked');
    assert.equal(await visit.has('#passphrase-submit'), false);
    await visit.fill('#org-sign-service', SERVICES['org-sign']);
    await visit.sees('#passphrase-submit');
    assert.equal(await visit.read('#org-sign-service-notes'), '');
  });

  it('a passphrase that is not good is refused, and says why', async (visit) => {
    await visit.describe();
    await visit.fill('#passphrase-repeat', 'autre chose');
    await visit.click('#passphrase-submit');
    await visit.says('passphrase-differs', {}, '#passphrase-repeat-notes');
    await visit.radio('passphrase-choice', 'own');
    for (const [words, message] of [
      ['trop court', 'passphrase-too-short'],
      ['accentué, pourtant long', 'passphrase-not-ascii'],
      ['une espace après ', 'passphrase-not-ascii'],
      ['espace au bout ', 'passphrase-outer-space'],
      ['aaaaaaaaaaaa', 'guessable-repetition'],
      ['azertyuiopqs', 'guessable-run'],
      [`${HOSPITAL.identifier}-2026`, 'guessable-known'],
      ['motdepasse2026', 'guessable-common'],
    ]) {
      await visit.fill('#passphrase', words);
      await visit.fill('#passphrase-repeat', words);
      await visit.click('#passphrase-submit');
      await visit.says(message, {}, '#passphrase-notes');
      await until('focus', async () => await visit.focused() === 'passphrase');
    }
    for (const [words, message] of [
      ['motdepasse2026', 'guessable-common'], ['tout a fait juste', 'strength-weak'],
      ['girafe bleu tracteur velours', 'strength-fair'], ['girafe bleu tracteur velours oignon parapluie', 'strength-strong'],
    ]) {
      await visit.fill('#passphrase', words);
      await visit.says(message, {}, '#passphrase-strength');
      assert.equal(await visit.read('#passphrase-notes'), '', 'the old error is gone');
    }
    await visit.fill('#passphrase', 'court');
    await until('nothing said of what is too short', async () => await visit.read('#passphrase-strength') === '');
    await visit.fill('#passphrase', 'tout a fait correct');
    await visit.fill('#passphrase-repeat', 'tout a fait corect');
    await visit.click('#passphrase-submit');
    await visit.says('passphrase-differs', {}, '#passphrase-repeat-notes');
    assert.equal(await visit.has('#job-progress'), false);
    await visit.says('request-none', {}, '#org-sign-state');
  });
}
