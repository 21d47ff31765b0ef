// What the vault is measured beside. Each function runs once and returns milliseconds.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inNewTab } from './browsers.mjs';
import { PASSPHRASE, SUBJECT } from './vault.mjs';

export const ROUNDS = 600_000;

// It puts itself on `window`, which a worker has not.
const forgeFile = createRequire(import.meta.url).resolve('node-forge/dist/forge.min.js');
const forgeText = `self.window = self;\n${readFileSync(forgeFile, 'utf8')}`;

/** OpenSSL on the command line: a new key, not sealed, and its request, to files in `folder`. */
export function opensslKeyAndRequest(folder, bits) {
  const name = Object.entries({
    C: 'FR', ST: SUBJECT.state, O: SUBJECT.organization, OU: SUBJECT.organizationalUnit, CN: SUBJECT.commonName,
  }).map(([type, value]) => `/${type}=${value}`).join('');
  return timed([
    'req', '-new', '-newkey', `rsa:${bits}`, '-nodes', '-sha256', '-utf8', '-subj', name,
    '-keyout', join(folder, 'openssl.key.pem'), '-out', join(folder, 'openssl.csr.pem'),
  ]);
}

/** OpenSSL on the command line: seals the last key of `opensslKeyAndRequest` as the vault does. */
export function opensslSeal(folder) {
  return timed([
    'pkcs8', '-topk8', '-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256', '-iter', String(ROUNDS),
    '-passout', `pass:${PASSPHRASE}`,
    '-in', join(folder, 'openssl.key.pem'), '-out', join(folder, 'openssl.sealed.pem'),
  ]);
}

/** Says whether OpenSSL verifies the request and opens the sealed key, and both have one public key. */
export function verifyMade(folder, { sealedKey, csr }) {
  const [keyFile, csrFile] = [join(folder, 'vault.key.der'), join(folder, 'vault.csr.der')];
  writeFileSync(keyFile, sealedKey);
  writeFileSync(csrFile, csr);
  openssl(['req', '-inform', 'DER', '-in', csrFile, '-verify', '-noout']);
  const ofRequest = openssl(['req', '-inform', 'DER', '-in', csrFile, '-pubkey', '-noout']);
  const ofKey = openssl(['pkey', '-inform', 'DER', '-in', keyFile, '-passin', `pass:${PASSPHRASE}`, '-pubout']);
  if (ofRequest !== ofKey) throw new Error("the vault's request is not of the key that it sealed");
}

/** Bare WebCrypto in a worker on `address`: `{ key, sign, seal }`: a key made and exported, a signature, PBKDF2. */
export function webCrypto(browser, address, bits) {
  return inNewTab(browser, address, (page) => page.evaluate(inWorker, '', String(webCryptoInWorker), bits, ROUNDS));
}

/** node-forge, JavaScript alone, in a worker on `address`: `{ total }`, a key and its request. */
export function forge(browser, address, bits) {
  return inNewTab(browser, address, (page) => page.evaluate(inWorker, forgeText, String(forgeInWorker), bits, SUBJECT));
}

function openssl(values) {
  const { status, error, stdout, stderr } = spawnSync('openssl', values, { encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`openssl ${values[0]}: ${stderr}`);
  return stdout;
}

function timed(values) {
  const begin = performance.now();
  openssl(values);
  return performance.now() - begin;
}

/** On a page: runs the text of an async function in a worker, after a library's, and returns its answer. */
async function inWorker(library, text, ...values) {
  const main = `self.onmessage = async ({ data }) => {
    try { self.postMessage({ answer: await (${text})(...data) }); }
    catch (error) { self.postMessage({ failed: String(error) }); }
  };
  self.postMessage('ready');`;
  const address = URL.createObjectURL(new Blob([library, '\n', main], { type: 'text/javascript' }));
  const worker = new Worker(address);
  try {
    return await new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || 'the worker stopped'));
      worker.onmessage = ({ data }) => {
        if (data === 'ready') worker.postMessage(values);
        else if (data.failed) reject(new Error(data.failed));
        else resolve(data.answer);
      };
    });
  } finally {
    worker.terminate();
    URL.revokeObjectURL(address);
  }
}

async function webCryptoInWorker(bits, rounds) {
  const { subtle } = self.crypto;
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: bits, publicExponent: new Uint8Array([1, 0, 1]),
  };
  const begin = performance.now();
  const { privateKey } = await subtle.generateKey(algorithm, true, ['sign']);
  await subtle.exportKey('pkcs8', privateKey);
  const made = performance.now();
  // About as much as a request has to be signed.
  await subtle.sign(algorithm.name, privateKey, new Uint8Array(bits / 8 + 200));
  const signed = performance.now();
  const secret = await subtle.importKey('raw', new Uint8Array(27).fill(109), 'PBKDF2', false, ['deriveBits']);
  const salt = self.crypto.getRandomValues(new Uint8Array(16));
  await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, secret, 256);
  return { key: made - begin, sign: signed - made, seal: performance.now() - signed };
}

function forgeInWorker(bits, subject) {
  const { forge } = self;
  // Else it would ask the browser, where the browser can make keys.
  forge.options.usePureJavaScript = true;
  const begin = performance.now();
  const keys = forge.pki.rsa.generateKeyPair({ bits, e: 0x10001 });
  const request = forge.pki.createCertificationRequest();
  request.publicKey = keys.publicKey;
  request.setSubject([
    { shortName: 'C', value: 'FR' },
    { shortName: 'ST', value: subject.state },
    { shortName: 'O', value: subject.organization },
    { shortName: 'OU', value: subject.organizationalUnit },
    { shortName: 'CN', value: subject.commonName },
  ]);
  request.sign(keys.privateKey, forge.md.sha256.create());
  forge.pki.certificationRequestToPem(request);
  return { total: performance.now() - begin };
}
