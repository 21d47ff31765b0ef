// Drives the page's own vault as the page does: its glue and worker texts, its compiled program, a job,
// the files beside it.
//
// Each sample opens the page in a new tab, for this is how the user meets it: the program is not
// warm. Stages are told by the vault as they begin, so the time between two messages is the stage's.

import { giveFile, inNewTab } from './browsers.mjs';
import { watch } from './navigation.mjs';
import { makeJob, readReply } from './postcard.mjs';

export const SUBJECT = {
  state: 'Rhône (69)',
  organization: 'CENTRE HOSPITALIER DE LA MESURE',
  organizationalUnit: '1690781810',
  commonName: 'Client_ROC_Annuaire_AMC',
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
  const told = await ask(browser, address, makeJob({ bits, subject: SUBJECT, passphrase: PASSPHRASE }));
  if (told.webCrypto !== webCrypto) {
    throw new Error(`${address}: WebCrypto is ${told.webCrypto ? 'present' : 'absent'}, against expectation`);
  }
  const { replies } = told;
  const stages = replies.slice(0, -1).map(({ stage }) => stage);
  if (stages.join() !== STAGES.join()) throw new Error(`the vault told other stages: ${stages.join(', ')}`);
  const [key, seal, csr, end] = replies.map(({ at }) => at);
  return {
    start: told.ready,
    key: seal - key,
    seal: csr - seal,
    csr: end - csr,
    inside: webCrypto ? told.inside : null,
    made: replies.at(-1).made[0],
  };
}

/**
 * One job about a file on disk, which the vault reads by itself:
 *
 * - `time`: milliseconds of the last stage that the vault told, to its answer
 * - `memory`: the size of the worker's WASM memory then, in bytes; it never shrinks
 * - `reply`: the answer
 */
export async function runVaultOnFile(browser, address, job, file) {
  const { replies, memory } = await ask(browser, address, job, file);
  const [last, reply] = replies.slice(-2);
  return { time: reply.at - last.at, memory, reply };
}

/** Gives the vault a job in a new tab, and tells what it said and when, what inPage tells as well. */
async function ask(browser, address, job, file) {
  const told = await inNewTab(
    browser,
    address,
    async (page) => {
      if (file) await giveFile(page, file);
      return page.evaluate(inPage, Buffer.from(job).toString('base64'));
    },
    async (page) => {
      await page.evaluateOnNewDocument(watch, TITLE);
      await page.evaluateOnNewDocument(keepModule);
    },
  );
  const replies = told.messages.map(({ at, bytes }) => ({ at, ...readReply(Buffer.from(bytes, 'base64')) }));
  const last = replies.at(-1);
  if (last.kind === 'Failed') throw new Error(`the vault failed: ${last.words}`);
  return { ...told, replies };
}

/** Before the page's scripts: keeps the program that the page compiles, which each of its workers gets. */
function keepModule() {
  const { compile } = WebAssembly;
  WebAssembly.compile = (bytes) => {
    window.benchModule = compile.call(WebAssembly, bytes);
    return window.benchModule;
  };
}

/** On the page: as crates/web/src/browser/worker.rs and vault/client.rs do. */
async function inPage(job) {
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
  const told = { messages: [] };
  const worker = new Worker(address);
  try {
    await new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || 'the vault worker stopped'));
      worker.onmessage = ({ data }) => {
        const at = performance.now();
        if (data instanceof Uint8Array) {
          told.messages.push({ at, data });
          // Reply::Progress is 0; anything else ends the job.
          if (data[0] !== 0) worker.postMessage('memory');
        } else if (data === 'ready') {
          told.ready = at - begin;
          const bytes = Uint8Array.from(atob(job), (letter) => letter.charCodeAt(0));
          const files = document.getElementById('bench-file')?.files ?? [];
          worker.postMessage([bytes, ...files], [bytes.buffer]);
        } else if (data.failed) {
          reject(new Error(data.failed));
        } else {
          Object.assign(told, data);
          if ('memory' in data) resolve();
        }
      };
      worker.postMessage({ module });
    });
  } finally {
    worker.terminate();
    URL.revokeObjectURL(address);
  }
  told.messages = told.messages.map(({ at, data }) => ({ at, bytes: btoa(String.fromCharCode(...data)) }));
  return told;
}
