// What the vault's keys are measured beside. Each function runs once and returns milliseconds.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIBRARIES, inWorker } from './in_worker.mjs';
import { openssl, timed } from './openssl.mjs';
import { PASSPHRASE, SUBJECT } from './vault.mjs';

export const ROUNDS = 600_000;

/** OpenSSL on the command line: a new key, not sealed, and its request, to files in `folder`. */
export function opensslKeyAndRequest(folder, bits) {
  const name = Object.entries({
    C: 'FR', ST: SUBJECT.state, O: SUBJECT.organization, OU: SUBJECT.organizational_unit, CN: SUBJECT.common_name,
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
  return inWorker(browser, address, {}, webCryptoInWorker, bits, ROUNDS);
}

/** node-forge, JavaScript alone, in a worker on `address`: `{ total }`, a key and its request. */
export function forge(browser, address, bits) {
  return inWorker(browser, address, { library: LIBRARIES.forge }, forgeInWorker, bits, SUBJECT);
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
    { shortName: 'OU', value: subject.organizational_unit },
    { shortName: 'CN', value: subject.common_name },
  ]);
  request.sign(keys.privateKey, forge.md.sha256.create());
  forge.pki.certificationRequestToPem(request);
  return { total: performance.now() - begin };
}
