// A tab with the page in it, and what a user does there.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { folder } from './environment.mjs';
import { HOSPITAL, PRODUCTS } from './establishment.mjs';
import { hasPicker, ORIGINS } from './matrix.mjs';
import { opfsPicker, readOpfs, scriptedPicker } from './pickers.mjs';
import { pattern, plain, text } from './texts.mjs';
import { until } from './until.mjs';

export const base64 = (bytes) => Buffer.from(bytes).toString('base64');

export class Visit {
  /** Errors that nobody caught on the page. */
  errors = [];

  /** Questions that the browser asked: `type message`. They are answered with `answer`. */
  dialogs = [];

  answer = true;

  /** What the scripted picker writes to. */
  disk = folder('disk');

  constructor({ page, place, address, downloads }) {
    this.page = page;
    this.place = place;
    this.language = place.language;
    this.address = address;
    this.downloads = downloads;
    page.on('pageerror', (error) => this.errors.push(String(error?.stack ?? error)));
    page.on('dialog', (dialog) => {
      this.dialogs.push(`${dialog.type()} ${dialog.message()}`);
      // The dialog goes with its page when the page is closed under it.
      (this.answer ? dialog.accept() : dialog.dismiss()).catch(() => {});
    });
  }

  // Opening

  /** Replaces the pickers, where the browser has them. */
  async replacePickers() {
    if (!hasPicker(this.place)) return;
    if (this.place.origin === 'localhost') {
      await this.page.evaluateOnNewDocument(opfsPicker);
      return;
    }
    await this.page.exposeFunction('diskFirst', () => readdirSync(this.disk)[0]);
    await this.page.exposeFunction('diskRead', (name) => (
      readdirSync(this.disk).includes(name) ? readFileSync(path.join(this.disk, name), 'base64') : null));
    await this.page.exposeFunction('diskWrite', (name, content) => this.putOnDisk(name, Buffer.from(content, 'base64')));
    await this.page.evaluateOnNewDocument(scriptedPicker);
  }

  /** As a file system does: beside, then in place. */
  putOnDisk(name, bytes) {
    const beside = path.join(folder('beside'), name);
    writeFileSync(beside, bytes);
    renameSync(beside, path.join(this.disk, name));
  }

  /** Loads the page and puts it in the language of the run. */
  async open(hash = '') {
    await this.load(hash);
    await this.started();
    await this.speak();
  }

  /** Puts the page in the language of the run. */
  async speak() {
    await this.click(`#language-${this.language}`);
    await until('language', () => this.$eval('html', (root) => root.lang).then((lang) => lang === this.language));
  }

  async load(hash = '') {
    await this.page.goto(`${this.address}${hash}`, { waitUntil: 'load' });
  }

  started() {
    return until('page started', () => this.page.evaluate(() =>
      document.documentElement.dataset.boot === 'started' && document.getElementById('page-title') !== null));
  }

  // Looking

  $eval(selector, look, ...args) {
    return this.page.$eval(selector, look, ...args);
  }

  has(selector) {
    return this.page.evaluate((wanted) => document.querySelector(wanted) !== null, selector);
  }

  sees(selector) {
    return until(selector, () => this.has(selector));
  }

  loses(selector) {
    return until(`no ${selector}`, async () => !(await this.has(selector)));
  }

  /** What a reader sees there. */
  async read(selector = 'body') {
    return plain(await this.$eval(selector, (element) => element.innerText));
  }

  value(selector) {
    return this.$eval(selector, (control) => control.value);
  }

  focused() {
    return this.page.evaluate(() => document.activeElement?.id ?? '');
  }

  /** Waits until message `id` stands in `selector`. */
  async says(id, values = {}, selector = 'body') {
    const wanted = pattern(this.language, id, values);
    let last = '';
    await until(`${id} ${wanted} in ${selector}`, async () => {
      last = plain(await this.page.evaluate((where) => document.querySelector(where)?.innerText ?? '', selector));
      return wanted.test(last);
    }).catch((error) => {
      throw new Error(`${error.message}; there: ${last}`);
    });
  }

  /** Whether message `id` stands in `selector` now. */
  async saysNow(id, values = {}, selector = 'body') {
    return pattern(this.language, id, values).test(await this.read(selector));
  }

  text(id) {
    return text(this.language, id);
  }

  route() {
    return this.page.evaluate(() => location.hash);
  }

  // Doing

  /**
   * Presses the middle of `selector`, once it stands there and is not greyed. A page that scrolls by itself between
   * puppeteer's scroll and its look for that middle makes it say « not clickable », with nothing
   * pressed: it tries again.
   */
  async click(selector) {
    await until(`${selector} can be pressed`, async () => {
      if (await this.page.evaluate((wanted) => document.querySelector(wanted)?.disabled, selector)) return false;
      return this.page.click(selector).then(() => true, (error) => {
        if (/not clickable|No (element|node) found/.test(error.message)) return false;
        throw error;
      });
    });
  }

  /**
   * Puts `value` into a text field in the place of what is there, in one piece. Letter by letter is what a `Keyboard` types
   * (lib/keyboard.mjs).
   */
  async fill(selector, value) {
    // The page may take the focus elsewhere after the click: what is typed then would land there.
    await until(`the focus in ${selector}`, async () => {
      await this.click(selector);
      return this.page.evaluate((field, text) => {
        if (!document.activeElement?.matches(field)) return false;
        document.execCommand('selectAll');
        document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
        return true;
      }, selector, value);
    });
  }

  async choose(selector, value) {
    await this.sees(selector);
    await this.page.select(selector, value);
  }

  radio(name, value) {
    return this.click(`input[name="${name}"][value="${value}"]`);
  }

  /**
   * Goes to a page by the navigation. A page that moves under the pointer takes the press elsewhere: it tries again, once
   * the page has had its time, since a second press would take the focus from the title.
   */
  async go(hash) {
    const arrives = (wait) => this.page.evaluate(async (wanted, turns) => {
      const isThere = () => location.hash === wanted
        && document.querySelector(`nav a[href="${wanted}"]`)?.getAttribute('aria-current') === 'page';
      for (let turn = 0; turn < turns && !isThere(); turn += 1) await new Promise((done) => { setTimeout(done, 20); });
      return isThere();
    }, hash, wait);
    await until(`page ${hash}`, async () => {
      if (await arrives(0)) return true;
      await this.click(`nav a[href="${hash}"]`);
      return arrives(250);
    });
  }

  /** Gives the page a file through an `<input type="file">`. */
  give(selector, name, bytes) {
    return this.giveAll(selector, { [name]: bytes });
  }

  /** Gives several files at once in that way, by their names. */
  async giveAll(selector, files) {
    const paths = Object.entries(files).map(([name, bytes]) => {
      const at = path.join(folder('given'), name);
      writeFileSync(at, bytes);
      return at;
    });
    await this.sees(selector);
    const input = await this.page.$(selector);
    await input.uploadFile(...paths);
    await input.dispose();
  }

  /** Drops a file anywhere on the page. */
  drop(name, bytes) {
    return this.dropAll({ [name]: bytes });
  }

  /** Drops several files at once, by their names. */
  async dropAll(files) {
    const given = Object.entries(files).map(([name, bytes]) => [name, base64(bytes)]);
    const prevented = await this.page.evaluate((all) => {
      const transfer = new DataTransfer();
      for (const [name, content] of all) {
        const decoded = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([decoded], name));
      }
      const options = { dataTransfer: transfer, bubbles: true, cancelable: true };
      const target = document.querySelector('h1');
      target.dispatchEvent(new DragEvent('dragover', options));
      return !target.dispatchEvent(new DragEvent('drop', options));
    }, given);
    assert.ok(prevented, 'the page takes the drop; otherwise the browser would leave it');
  }

  /** The one file that `action` downloads: its name and its bytes. */
  async download(action) {
    await action();
    const unfinished = /\.(part|crdownload|tmp|wkdownload)$/;
    const name = await until('a download', () => {
      const files = readdirSync(this.downloads);
      if (files.some((file) => unfinished.test(file))) return null;
      return files.find((file) => statSync(path.join(this.downloads, file)).size > 0);
    });
    const kept = path.join(folder('downloaded'), name);
    renameSync(path.join(this.downloads, name), kept);
    return { name, bytes: readFileSync(kept) };
  }

  // The job

  async describe(hospital = HOSPITAL) {
    await this.go('#/etablissement');
    await this.fill('#name', hospital.name);
    await this.choose('#department', hospital.department);
    await this.radio('identifier-kind', hospital.kind);
    await this.fill('#identifier', hospital.identifier);
    await this.radio('contract-level', hospital.contract);
    await this.click('#establishment-continue');
    await this.acceptHttp();
    await this.sees('#passphrase-submit');
  }

  /** Says that production keys are made over http, where the page asks for that before it makes any. */
  async acceptHttp() {
    if (ORIGINS[this.place.origin].secure) return;
    await until('the keys, or what stands before them', async () => await this.has('#http-accept') || this.has('#passphrase-submit'));
    if (await this.has('#http-accept')) await this.click('#http-accept');
  }

  /** Types the passphrase that is shown and asks for the keys. Returns it. */
  async order() {
    const passphrase = await this.read('#generated-passphrase');
    await this.fill('#passphrase-repeat', passphrase);
    await this.click('#passphrase-submit');
    return passphrase;
  }

  /** Waits until both requests are in this state: `locked` or `ready`. */
  async both(state) {
    for (const product of PRODUCTS) await this.sees(`#${product}-state.${state}`);
  }

  async make() {
    const passphrase = await this.order();
    await this.both('locked');
    // The first key brings the seal.
    await this.says('seal-verified', {}, '#seal-state');
    return passphrase;
  }

  /** No request is shown, nor anything that would hand one over. */
  async assertLocked() {
    await this.both('locked');
    for (const product of PRODUCTS) {
      for (const part of ['raw', 'copy', 'pem', 'der']) assert.equal(await this.has(`#${product}-${part}`), false);
    }
    assert.doesNotMatch(await this.page.content(), /BEGIN CERTIFICATE REQUEST/);
  }

  /** Saves by the means of the place, and waits until the requests are handed over. */
  async save({ stated = false } = {}) {
    if (hasPicker(this.place)) {
      await this.click('#save');
      await this.says('save-done-in', {}, '#save-panel');
      return this.saved();
    }
    const file = await this.download(() => this.click('#save'));
    if (stated) await this.click('#save-stated');
    else await this.give('#save-verify', file.name, file.bytes);
    await this.loses('#save-stated');
    return file;
  }

  /** The file that the picker's handle has written last; null while there is none. */
  async saved() {
    if (this.place.origin === 'localhost') {
      const [file] = await this.page.evaluate(readOpfs);
      return file ? { name: file[0], bytes: Buffer.from(file[1], 'base64') } : null;
    }
    const [name] = readdirSync(this.disk);
    return name ? { name, bytes: readFileSync(path.join(this.disk, name)) } : null;
  }

  /** Waits until the handle has written a file that satisfies `test`. */
  savedWith(what, test) {
    return until(what, async () => {
      try {
        const file = await this.saved();
        return file && test(file.bytes) ? file : null;
      } catch {
        // While it is being replaced it cannot be read, or is read before it is whole.
        return null;
      }
    });
  }

  /** Types the passphrase where the dossier is verified. */
  async verify(passphrase) {
    await this.click('#seal-verify summary');
    await this.fill('#verify-passphrase', passphrase);
    await this.click('#verify-submit');
    await this.loses('#seal-verify');
  }

  /** Accepts whatever differs from the seal and can be accepted. */
  acceptAll() {
    return this.#decideAll('accept');
  }

  /** Puts back whatever differs from the seal and is no alarm. */
  restoreAll() {
    return this.#decideAll('restore');
  }

  async #decideAll(way) {
    const left = () => this.page.$$eval(`#seal-changes button[id$="-${way}"]`, (all) => all.map((button) => button.id));
    for (let before = await left(); before.length > 0; before = await left()) {
      await this.click(`#${before[0]}`);
      await until('one less', async () => (await left()).length < before.length);
    }
  }

  /** From nothing to a saved dossier on the requests' page. */
  async wholeRun() {
    await this.describe();
    const passphrase = await this.make();
    const file = await this.save();
    await this.both('ready');
    return { passphrase, file };
  }

  /** The text of a request, as it stands on the page. */
  raw(product) {
    return this.$eval(`#${product}-raw`, (element) => element.textContent);
  }

  /** A message of the page about the last action. */
  notice(id, values) {
    return this.says(id, values, '#notice');
  }

  async setTheme(theme) {
    await this.choose('#theme', theme);
    await until('theme', () => this.$eval('html', (root, name) => root.dataset.theme === name, theme));
  }

  /** Nothing went wrong that nobody caught. */
  assertQuiet() {
    assert.deepEqual(this.errors, []);
  }

  async close() {
    await this.page.close();
  }
}
