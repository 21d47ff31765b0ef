// Drives the page's own vault as the page does: its glue and worker texts, its compiled program, a job,
// the files beside it.
//
// Each sample opens the page in a new tab, for this is how the user meets it: the program is not
// warm. Stages are told by the vault as they begin, so the time between two messages is the stage's.

import { giveFile, inNewTab } from './browsers.mjs';
import { watch } from './navigation.mjs';
import { conversation } from './program.mjs';

export const SUBJECT = {
  state: 'Rhône (69)',
  organization: 'CENTRE HOSPITALIER DE LA MESURE',
  organizational_unit: '1690781810',
  common_name: 'Client_ROC_Annuaire_AMC',
};

export const PASSPHRASE = 'mesure-mesure-mesure-mesure';

/** The heading that the page's program shows first. */
export const TITLE = '#page-title';

/** The order in which a job of one new key tells its stages. */
const STAGES = ['GeneratingKey', 'SealingKey', 'SigningRequest'];

/**
 * One job of a new key and its request in a new tab on `address`. Times are in milliseconds:
 *
 * - `start`: from the worker's making until it takes jobs
 * - `key`, `seal`, `csr`: the stages
 * - `inside`: the part of `key` inside WebCrypto's generateKey and exportKey; null without WebCrypto
 *
 * With `made`, the sealed key and the request, in DER.
 */
export async function runVault(browser, address, bits, webCrypto) {
  const item = { product: 'org-auth-cli', subject: SUBJECT, key: { New: bits } };
  const job = { MakeRequests: { items: [item], passphrase: PASSPHRASE, check: null } };
  const told = await ask(browser, address, job);
  if (told.webCrypto !== webCrypto) {
    throw new Error(`${address}: WebCrypto is ${told.webCrypto ? 'present' : 'absent'}, against expectation`);
  }
  // A stage is its name, or its name with what it is about.
  const stages = told.stages.map(({ Progress: stage }) => (typeof stage === 'string' ? stage : Object.keys(stage)[0]));
  if (stages.join() !== STAGES.join()) throw new Error(`the vault told other stages: ${stages.join(', ')}`);
  const [key, seal, csr] = told.stages.map(({ at }) => at);
  const { at: end, Done: [made] } = told.end;
  return {
    start: told.ready,
    key: seal - key,
    seal: csr - seal,
    csr: end - csr,
    inside: webCrypto ? told.inside : null,
    made: { sealedKey: Buffer.from(made.sealed_key), csr: Buffer.from(made.csr) },
  };
}

/**
 * One job about a file on disk, which the vault reads by itself:
 *
 * - `time`: milliseconds of the last stage that the vault told, to its answer
 * - `memory`: the size of the worker's WASM memory then, in bytes; it never shrinks
 * - `done`: what came of it
 */
export async function runVaultOnFile(browser, address, job, file) {
  const { stages, end, memory } = await ask(browser, address, job, file);
  return { time: end.at - stages.at(-1).at, memory, done: end.Done };
}

/**
 * Gives the vault a job (see `conversation`) in a new tab. Tells, besides what the worker told of itself, the `stages`
 * and the `end` that the vault told, each with when (`at`).
 */
async function ask(browser, address, job, file) {
  const vault = conversation(job);
  return inNewTab(
    browser,
    address,
    async (page) => {
      if (file) await giveFile(page, file);
      await page.evaluate(start, Buffer.from(vault.job()).toString('base64'));
      const stages = [];
      for (;;) {
        const { at, bytes } = await page.evaluate(() => window.benchHear());
        const told = { at, ...vault.told(Buffer.from(bytes, 'base64')) };
        if ('Failed' in told) throw new Error(`the vault failed: ${JSON.stringify(told.Failed)}`);
        if ('Done' in told) return { stages, end: told, ...await page.evaluate(() => window.benchEnd()) };
        stages.push(told);
      }
    },
    async (page) => {
      await page.evaluateOnNewDocument(watch, TITLE);
      await page.evaluateOnNewDocument(keepModule);
    },
  );
}

/** Before the page's scripts: keeps the program that the page compiles, which each of its workers gets. */
function keepModule() {
  const { compile } = WebAssembly;
  WebAssembly.compile = (bytes) => {
    window.benchModule = compile.call(WebAssembly, bytes);
    return window.benchModule;
  };
}

/**
 * On the page: starts a vault as crates/web/src/browser/worker.rs does. Then `benchHear()` gives its next message and
 * when it came, and `benchEnd()` ends it and gives what it told of itself.
 */
async function start(job) {
  // In the worker, before the page's text: how long the calls take that only WebCrypto can answer for.
  const prelude = () => {
    const { subtle } = self.crypto;
    let inside = 0;
    for (const name of subtle ? ['generateKey', 'exportKey'] : []) {
      const call = subtle[name];
      subtle[name] = async function (...values) {
        const begin = performance.now();
        try {
          return await call.apply(subtle, values);
        } finally {
          inside += performance.now() - begin;
          self.postMessage({ inside });
        }
      };
    }
    self.postMessage({ webCrypto: Boolean(subtle) });

    const { instantiate } = WebAssembly;
    let memory;
    WebAssembly.instantiate = async (...values) => {
      const made = await instantiate.apply(WebAssembly, values);
      memory = (made.instance ?? made).exports.memory;
      return made;
    };
    self.addEventListener('message', ({ data }) => {
      if (data === 'memory') self.postMessage({ memory: memory.buffer.byteLength });
    });
  };
  await window.benchUsable;
  const inert = (id) => document.getElementById(id).textContent;
  if (!window.benchModule) throw new Error('the page did not call WebAssembly.compile: bench must follow boot.js');
  const module = await window.benchModule;
  const text = [`(${prelude})();\n`, inert('glue'), inert('worker')];
  const address = URL.createObjectURL(new Blob(text, { type: 'text/javascript' }));

  const begin = performance.now();
  const told = {};
  const worker = new Worker(address);
  const heard = [];
  let wake = () => {};
  const hear = (message) => {
    heard.push(message);
    wake();
  };
  worker.onerror = (event) => hear({ failed: event.message || 'the vault worker stopped' });
  worker.onmessage = ({ data }) => {
    const at = performance.now();
    if (data instanceof Uint8Array) {
      hear({ at, data });
    } else if (data.readsFiles !== undefined) {
      told.ready = at - begin;
      const bytes = Uint8Array.from(atob(job), (letter) => letter.charCodeAt(0));
      const files = document.getElementById('bench-file')?.files ?? [];
      worker.postMessage([bytes, ...files], [bytes.buffer]);
    } else if (data.failed) {
      hear(data);
    } else {
      Object.assign(told, data);
      wake();
    }
  };
  const until = async (met) => {
    while (!met()) await new Promise((resolve) => { wake = resolve; });
  };
  window.benchHear = async () => {
    await until(() => heard.length);
    const { failed, at, data } = heard.shift();
    if (failed) throw new Error(failed);
    return { at, bytes: btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join('')) };
  };
  window.benchEnd = async () => {
    worker.postMessage('memory');
    await until(() => 'memory' in told);
    worker.terminate();
    URL.revokeObjectURL(address);
    return told;
  };
  worker.postMessage({ module });
}
