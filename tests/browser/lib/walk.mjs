// Every screen and every state worth looking at, one after the other.

import { launch } from './browsers.mjs';
import { pageText } from './environment.mjs';
import { HOSPITAL, PRODUCTS } from './establishment.mjs';
import { hasPicker } from './matrix.mjs';
import { Pki } from './pki.mjs';
import { Simulator } from './simulator.mjs';
import { until } from './until.mjs';
import { damage, withJson } from './zip.mjs';

/** The page with a byte of its program missing. */
const damagedPage = () => pageText().replace(/(id="wasm"[^>]*>.{2000})..../, '$1');

/** A request whose signature is wrong, from one that is right. */
function tampered(pem) {
  const lines = pem.trim().split('\n');
  const line = lines.at(-3);
  lines[lines.length - 3] = (line[0] === 'A' ? 'B' : 'A') + line.slice(1);
  return lines.join('\n');
}

/**
 * Walks through the page in a place and theme; `look(name, visit)` is called at each stop.
 * The vault that shows progress is held at its start, so that it can be looked at.
 */
export async function walk(world, place, theme, look) {
  const options = { started: await world.browser(place.browser) };
  await world.visit(place, async (visit) => {
    const stop = (name) => look(name, visit);
    await visit.setTheme(theme);
    await stop('home');

    await procedure(visit, stop);
    await visit.go('#/etablissement');
    await stop('establishment-empty');
    await visit.click('#establishment-continue');
    await visit.sees('#error-summary');
    await stop('establishment-refused');
    await visit.go('#/demandes');
    await visit.sees('#make-blocked');
    await stop('requests-blocked');
    await visit.describe({ ...HOSPITAL, name: "Établissement public de santé de l'Île-d'Été" });
    await visit.go('#/etablissement');
    await visit.click('#name');
    await visit.click('#identifier');
    await visit.says('finding-name-cut', {}, '#name-notes');
    await stop('establishment-filled');

    await visit.go('#/demandes');
    await visit.click('.org-sign summary');
    await visit.choose('#org-sign-size', '4096');
    await visit.says('key-size-undocumented', {}, '#org-sign-size-notes');
    await stop('requests-details');
    await visit.choose('#org-sign-size', '2048');
    await visit.click('.org-sign summary');
    await visit.radio('passphrase-choice', 'own');
    await visit.fill('#passphrase', 'accentué');
    await visit.click('#passphrase-submit');
    await visit.says('passphrase-not-ascii', {}, '#passphrase-notes');
    await stop('requests-own-passphrase-refused');
    await visit.fill('#passphrase', 'tout a fait juste');
    await visit.says('strength-weak', {}, '#passphrase-strength');
    await stop('requests-own-passphrase-weak');
    await visit.radio('passphrase-choice', 'generated');
    await visit.sees('#generated-passphrase');
    await stop('requests-generated-passphrase');

    await visit.page.evaluate(() => {
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = () => {};
      self.letGo = () => { Worker.prototype.postMessage = post; };
    });
    await visit.order();
    await visit.sees('#job-progress');
    await stop('requests-progress');
    await visit.click('#job-cancel');
    await visit.loses('#job-progress');
    await visit.page.evaluate(() => self.letGo());

    const passphrase = await visit.make();
    await stop('requests-locked');
    const file = await visit.download(() => visit.click(hasPicker(place) ? '#save-download' : '#save'));
    await visit.sees('#save-stated');
    await stop('requests-download-to-confirm');
    await visit.give('#save-verify', file.name, file.bytes);
    await visit.both('ready');
    await stop('requests-ready');
    await visit.fill('#passphrase-existing', `${passphrase}x`);
    await visit.choose('#org-sign-plan', 'same-key');
    await visit.click('#passphrase-submit');
    await visit.says('failure-wrong-passphrase', {}, '#passphrase-existing-notes');
    await stop('requests-wrong-passphrase');
    const raw = await visit.raw(PRODUCTS[0]);

    await visit.go('#/verification');
    await stop('verification-empty');
    for (const [name, text, wanted] of [
      ['good', raw, 'joined-good'], ['bad', tampered(raw), 'compare-signature-invalid'], ['unreadable', 'bonjour', 'problem-unrecognized'],
    ]) {
      await visit.page.$eval('#verification-text', (area, content) => { area.value = content; }, text);
      await visit.click('#verification-read');
      await visit.says(wanted, {}, '#verification-outcome');
      await stop(`verification-${name}`);
    }

    await certificates(visit, stop, passphrase, raw);

    await reader(visit, stop);

    await visit.go('#/dossier');
    await visit.fill('#passphrase-check', passphrase);
    await visit.click('#passphrase-check-submit');
    await visit.says('check-opens', { count: 2 }, '#passphrase-checked');
    await stop('dossier-checked');
    await visit.click('#passphrase-change');
    await visit.click('#passphrase-lost summary');
    await visit.sees('#generated-passphrase');
    await stop('dossier-passphrase');
    await visit.click('#passphrase-lost-start');
    await visit.sees('#passphrase-found');
    await stop('requests-lost');
    await visit.click('#passphrase-found');
    await visit.go('#/dossier');
    await visit.give('#open-file', file.name, damage(file.bytes, /key\.pem$/));
    await visit.notice('notice-open-failed', { name: file.name });
    await stop('dossier');
    const present = await visit.download(() => visit.click('#dossier-download'));
    await visit.go('#/etablissement');
    await visit.fill('#name', 'Hôpital de l’Île-d’Été');
    await visit.go('#/dossier');
    await visit.give('#open-file', 'collegue.zip', withJson(present.bytes, (document) => {
      document.establishment.name = 'Centre hospitalier de l’Île-d’Été';
    }));
    await visit.sees('#conflicts');
    await stop('dossier-conflicts');
    await visit.go('#/dossier');
    await visit.click('#dossier-new');
    await visit.drop('touche.zip', withJson(present.bytes, (document) => {
      document.establishment.name = 'Hôpital de quelqu’un d’autre';
      document.orders[0].requests.pop();
      document.course['remind-after'] += 1;
    }));
    await visit.click('#seal-verify summary');
    await stop('seal-unverified');
    await visit.click('#seal-verify summary');
    await visit.verify(passphrase);
    await visit.sees('#seal-restore-alarms');
    await stop('seal-changes');
    await visit.go('#/a-propos');
    await stop('about');

    await visit.page.evaluate(() => { setTimeout(() => window.certiroc.panic('shown on purpose'), 0); });
    await until('the panic screen', () => visit.page.evaluate(() => !document.getElementById('panic').hidden));
    await stop('panic');
  }, options);

  const broken = await world.tab(place, { html: damagedPage() });
  try {
    await broken.load();
    await until('the failure screen', () => broken.page.evaluate(() => !document.getElementById('boot-failure').hidden));
    await broken.page.evaluate((language) => { document.documentElement.lang = language; }, place.language);
    await look('boot-failure', broken);
  } finally {
    await broken.page.browserContext().close();
  }
}

/** The procedure's pages, before anything is described. */
async function procedure(visit, stop) {
  const to = async (href) => {
    await visit.go('#/parcours');
    await visit.click(`main a[href="${href}"]`);
    await until(href, async () => await visit.route() === href && !(await visit.has('#course-count')));
  };
  await visit.go('#/parcours');
  await stop('course-empty');
  await to('#/questions/contrat');
  await visit.click('#question-continue');
  await stop('question-refused');
  await visit.radio('choice', 'no');
  await stop('question-consequence');
  for (const [word, value] of [['contrat', 'no'], ['plusieurs-eg', 'no'], ['niveau', 'ej'], ['carte-representant', 'no'], ['mandataire', 'to-designate-without-card']]) {
    await until(word, async () => await visit.read('h1') === visit.text(`question-${word}-title`));
    await visit.radio('choice', value);
    await visit.click('#question-continue');
  }
  await to('#/fiche/contrat');
  await stop('task-blocked');
  await to('#/fiche/identification');
  await visit.click('#mark-done');
  await visit.says('status-done-on', {}, '#task-state');
  await to('#/fiche/contrat');
  await visit.$eval('#mark-date', (input) => { input.value = '2026-09-01'; input.dispatchEvent(new InputEvent('input', { bubbles: true })); });
  await visit.click('#mark-sent');
  await visit.says('letter-title-reminder', {}, '#letter-title');
  await stop('task-waiting');
  for (const word of ['niveau', 'administrateur', 'habilitation', 'commande', 'renouvellement']) {
    await to(`#/fiche/${word}`);
    await stop(`task-${word}`);
  }
  await to('#/personnes');
  await visit.fill('#representant-legal-name', 'Dominique Durand');
  await visit.fill('#representant-legal-mail', 'dominique');
  await visit.page.keyboard.press('Tab');
  await visit.says('people-mail-wrong', {}, '#representant-legal-mail-notes');
  await stop('people');
  await visit.fill('#representant-legal-mail', 'dominique@hopital.example');
  await visit.go('#/parcours');
  await stop('course');
  for (const [name, href] of Object.entries({
    'form-413': '#/formulaire/413', 'form-502': '#/formulaire/502', sheet: '#/feuille/representant-legal', report: '#/etat', annexes: '#/annexes',
  })) {
    await to(href);
    await stop(name);
  }
}

/** What comes back: certificates, their file for a target, their revocation, files of every kind. */
async function certificates(visit, stop, passphrase, raw) {
  const pki = new Pki();
  await visit.go('#/certificats');
  await stop('certificates-empty');
  const certificate = pki.issue(raw, PRODUCTS[1]);
  await visit.dropAll({ 'recu.cer': certificate, 'chaine.pem': pki.chain });
  await visit.says('found-swapped', {}, '#org-auth-cli-0-verdict');
  await stop('certificates-swapped');
  await visit.drop('recu.cer', pki.issue(raw, PRODUCTS[0], 40));
  await visit.says('filed-another', {}, '#given-filed');
  await visit.click('#org-auth-cli-0-details summary');
  await stop('certificates-details');
  await visit.click('#org-auth-cli-0-deliver');
  await visit.sees('#delivery-submit');
  await stop('delivery');
  await visit.choose('#delivery-target', 'windows-old');
  await visit.fill('#delivery-password', 'trop court');
  await visit.click('#delivery-submit');
  await visit.says('export-too-short-for-old', {}, '#delivery-password-notes');
  await stop('delivery-short');
  await visit.choose('#delivery-target', 'nginx');
  await visit.fill('#delivery-password', 'motdepassé');
  await visit.click('#delivery-submit');
  await visit.says('passphrase-not-ascii', {}, '#delivery-password-notes');
  await stop('delivery-refused');
  await visit.fill('#delivery-password', '');
  await visit.fill('#delivery-passphrase', passphrase);
  await visit.click('#delivery-submit');
  await visit.sees('#delivery-files');
  await stop('delivery-made');
  await visit.go('#/certificats');
  await visit.click('#org-auth-cli-0-revoke');
  await visit.sees('#revoke-reason');
  await stop('revocation');
  await visit.go('#/verification');
  await visit.drop('liste.crl', pki.crl(certificate));
  await visit.says('row-crl', {}, '#verification-outcome');
  await stop('inspector-list');
  await visit.drop('asip.p12', pki.platformFile(PRODUCTS[1], 'azerty12'));
  await visit.says('problem-password-needed', {}, '#verification-outcome');
  await stop('inspector-locked');
  await visit.fill('#unlock-0', 'azerty12');
  await visit.click('#unlock-0-submit');
  await visit.says('row-key', { bits: 2048 }, '#verification-outcome');
  await visit.click('.adopt summary');
  await stop('inspector-opened');
  await visit.dropAll({ 'page.cer': '<!DOCTYPE html><html><body>403</body></html>', 'cle.pem': pki.read('online.key'), 'coupe.cer': pki.read('online.pem').subarray(0, 400) });
  await visit.says('problem-html', {}, '#verification-outcome');
  await stop('inspector-problems');
}

/** Cards: what the workstation offers, a card from its files, a made-up one, and what the page refuses. */
async function reader(visit, stop) {
  await visit.go('#/lecteur');
  await stop('reader');
  const simulator = new Simulator('--kind', 'cpe');
  try {
    await visit.dropAll(await simulator.files());
  } finally {
    await simulator.close();
  }
  await visit.sees('#card');
  await visit.radio('stated-0', 'cpe');
  await visit.says('evidence-stated-cpe', {}, '#card');
  await stop('reader-card');
  await visit.drop('note.txt', 'bonjour');
  await visit.says('problem-unrecognized', {}, '#reader-given');
  await stop('reader-not-a-card');
  await visit.click('#reader-demonstration');
  await visit.sees('#card-demonstration');
  await stop('reader-demonstration');
  await visit.click('#card-remove');
}

/** A browser whose system is dark, for the screens that come without the page's own theme. */
export const launchDark = (name) => launch(name, name === 'firefox'
  ? { preferences: { 'ui.systemUsesDarkTheme': 1, 'layout.css.prefers-color-scheme.content-override': 0 } }
  : { args: ['--force-dark-mode'] });
