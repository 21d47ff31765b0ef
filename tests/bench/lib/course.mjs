// From a saved dossier to the task list, and from one page to the next: the time between the user's
// act and the page that shows it, the thread having taken its next task. That holds the browser's own
// work besides the script's. Chromium tells the script's time alone; elsewhere the whole stands for it.
// And a letter typed into a dossier that has grown for years, where the browser tells the script's time.

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { changed } from '../../browser/lib/zip.mjs';
import { inNewTab } from './browsers.mjs';
import { script } from './opening.mjs';
import { openssl } from './openssl.mjs';

const ANSWERS = {
  contrat: 'yes', niveau: 'ej', 'nouveau-representant': 'no', 'carte-representant': 'yes', mandataire: 'no-mandataire',
  administrateur: 'employee', 'carte-administrateur': 'yes', habilitation: 'no', cles: 'own-csr',
};

/** The pages between which it is measured: those with most on them. */
const PAGES = ['#/parcours', '#/fiche/habilitation', '#/formulaire/413', '#/etat', '#/questions/contrat'];

/** What a dossier holds after years: lines of its journal, and certificates of each of its two keys. */
const GROWN = { journal: 5000, certificates: 4 };

/** What is typed, a letter each tenth of a second, and how long the page then has to come to rest, in milliseconds. */
const TYPING = { text: 'hospices civils de l', delay: 100, rest: 1000 };

/**
 * Samples in milliseconds: `open`, a dossier with answers, two keys and two requests; `change`, a page;
 * the same as `openScript` and `changeScript` for the script alone; `typing`, the script's time for a letter, the saving
 * of what was typed included.
 */
export async function measureCourse({ name, browser, addresses, folder, pki, say }, { rounds }) {
  const { dossier, passphrase } = await savedDossier(browser, addresses);
  const samples = { open: [], change: [], openScript: [], changeScript: [], typing: [] };
  const full = grown(dossier, folder, pki);
  for (let round = 0; round <= rounds; round += 1) {
    await inNewTab(browser, `${addresses.page}#/parcours`, async (page) => {
      await page.waitForSelector('#course-count');
      const sample = async (series, act) => {
        const before = await script(page, name);
        const whole = await page.evaluate(timed, act);
        const after = await script(page, name);
        if (round === 0) return;
        samples[series].push(whole);
        samples[`${series}Script`].push(before === null ? whole : after - before);
      };
      await sample('open', { drop: dossier, sign: '#notice .note' });
      for (const go of [...PAGES.slice(1), ...PAGES]) await sample('change', { go, sign: 'title' });
    });
    if (name !== 'Chromium') continue;
    await inNewTab(browser, addresses.page, async (page) => {
      await page.waitForSelector('#page-title');
      await page.evaluate(timed, { drop: full, sign: '#notice .note' });
      await verify(page, passphrase);
      await page.evaluate(timed, { go: '#/etablissement', sign: 'title' });
      await page.focus('#name');
      const before = await script(page, name);
      await page.keyboard.type(TYPING.text, { delay: TYPING.delay });
      await wait(TYPING.rest);
      if (round > 0) samples.typing.push((await script(page, name) - before) / TYPING.text.length);
    });
  }
  say(`${name}, dossier of ${Math.round(dossier.length * 0.75)} bytes and pages: ${samples.open.length} rounds`);
  return samples;
}

/** A dossier with answers, two keys and two requests, as base64, and its passphrase. */
export async function savedDossier(browser, addresses) {
  return inNewTab(browser, addresses.page, save, (page) => page.evaluateOnNewDocument(keepDownloads));
}

/** The dossier as it would be after years, as base64: see GROWN. */
function grown(base64, folder, pki) {
  return changed(Buffer.from(base64, 'base64'), (members) => grow(members, folder, pki)).toString('base64');
}

function grow(members, folder, pki) {
  const document = JSON.parse(members.get('dossier.json'));
  const { journal } = document;
  document.journal = Array.from({ length: GROWN.journal }, (_, line) => journal[line % journal.length]);
  for (const { requests: [request] } of document.orders) {
    const csr = join(folder, 'grown.csr.pem');
    writeFileSync(csr, members.get(request.csr.name));
    for (let number = 1; number <= GROWN.certificates; number += 1) {
      const pem = Buffer.from(openssl([
        'x509', '-req', '-sha256', '-in', csr, '-CA', pki.aci.pem, '-CAkey', pki.aci.key, '-set_serial', String(number),
        '-days', String(365 * number),
      ]));
      const name = request.csr.name.replace('csr/', 'certificats/').replace('.csr.pem', `-${number}.cert.pem`);
      members.set(name, pem);
      (request.issued ??= []).push({
        certificate: { name, sha256: createHash('sha256').update(pem).digest('hex') },
        'received-at': request['made-at'],
        revocation: { type: 'unknown' },
      });
    }
  }
  members.set('dossier.json', Buffer.from(JSON.stringify(document)));
}

/** Verifies the open dossier and accepts all that was added to it, so that each change is sealed from then on. */
async function verify(page, passphrase) {
  await page.waitForSelector('#seal-verify');
  await page.$eval('#seal-verify', (details) => { details.open = true; });
  await page.type('#verify-passphrase', passphrase);
  await page.$eval('#verify-submit', (button) => button.click());
  await page.waitForFunction(() => {
    document.querySelector('#seal-changes button[id$="-accept"]')?.click();
    return !document.getElementById('seal-verify') && !document.getElementById('seal-changes');
  }, { polling: 100 });
}

/** Goes through the questions, makes both keys and saves; gives the file as base64, and its passphrase. */
async function save(page) {
  const click = async (selector) => (await page.waitForSelector(selector)).click();
  await page.waitForSelector('#page-title');
  for (const [word, choice] of Object.entries(ANSWERS)) {
    await page.evaluate((hash) => { location.hash = hash; }, `#/questions/${word}`);
    await page.waitForSelector(`input[name="choice"][value="${choice}"]`);
    await click(`input[name="choice"][value="${choice}"]`);
    await click('#question-continue');
    await page.waitForSelector('main');
  }
  await page.evaluate(() => { location.hash = '#/etablissement'; });
  await page.waitForSelector('#name');
  await page.type('#name', 'Hospices civils de Lyon');
  await page.select('#department', '69');
  await click('input[name="identifier-kind"][value="finess-ej"]');
  await page.type('#identifier', '690781810');
  await click('#establishment-continue');
  await page.waitForSelector('#generated-passphrase');
  const passphrase = await page.$eval('#generated-passphrase', (output) => output.textContent);
  await page.type('#passphrase-repeat', passphrase);
  await click('#passphrase-submit');
  await page.waitForSelector('#org-sign-state.locked', { timeout: 60_000 });
  await page.evaluate(() => { location.hash = '#/dossier'; });
  await click('#dossier-download');
  return { dossier: await page.evaluate(() => window.benchDownload()), passphrase };
}

/** Before the page's scripts: what it hands over as a download can be had as base64. */
function keepDownloads() {
  const create = URL.createObjectURL;
  let hand;
  const archive = new Promise((resolve) => { hand = resolve; });
  // By its content: the page's guard gives every download the same type.
  const look = async (blob) => {
    if (await blob.slice(0, 2).text() === 'PK') hand(blob);
  };
  URL.createObjectURL = (blob) => {
    look(blob);
    return create.call(URL, blob);
  };
  window.benchDownload = async () => {
    const bytes = new Uint8Array(await (await archive).arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
  };
}

/** In the page: milliseconds from the act until `sign` has changed and the next task runs. */
function timed({ drop, go, sign }) {
  return new Promise((resolve, reject) => {
    const look = () => document.querySelector(sign)?.textContent ?? '';
    const before = look();
    setTimeout(() => reject(new Error(`${go ?? 'drop'}: ${sign} has not changed`)), 20_000);
    let started;
    const observer = new MutationObserver(() => {
      if (look() === before) return;
      observer.disconnect();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - started);
      port2.postMessage(null);
    });
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    const transfer = new DataTransfer();
    if (drop) transfer.items.add(new File([Uint8Array.from(atob(drop), (c) => c.charCodeAt(0))], 'certiroc.zip'));
    started = performance.now();
    if (drop) document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    else location.hash = go;
  });
}
