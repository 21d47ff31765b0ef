// What OpenSSL says of the files that the page hands over.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { folder } from './environment.mjs';
import { unzip } from './zip.mjs';

function openssl(...args) {
  const { status, stdout, stderr, error } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (error) throw error;
  return { ok: status === 0, stdout, words: stdout + stderr };
}

function must(...args) {
  const result = openssl(...args);
  assert.ok(result.ok, `openssl ${args.join(' ')}\n${result.words}`);
  return result;
}

function file(name, bytes) {
  const made = path.join(folder('openssl'), name);
  writeFileSync(made, bytes);
  return made;
}

/** Checks a request (PEM or DER bytes): signature and subject name, as one line of OpenSSL. */
export function checkRequest(bytes, subject) {
  const form = bytes[0] === 0x30 ? 'DER' : 'PEM';
  const at = file('request.csr', bytes);
  const { words } = must('req', '-inform', form, '-in', at, '-noout', '-verify', '-subject',
    '-nameopt', 'sep_comma_plus,utf8,sname');
  assert.match(words, /verify OK/);
  assert.equal(/^subject=(.*)$/m.exec(words)[1], subject);
}

/** The public key in a request, PEM. */
export function publicKeyOf(request) {
  const form = request[0] === 0x30 ? 'DER' : 'PEM';
  return must('req', '-inform', form, '-in', file('request.csr', request), '-noout', '-pubkey').stdout;
}

/** Whether the passphrase opens the key. */
export function opens(key, passphrase) {
  return openssl('pkey', '-in', file('key.pem', key), '-passin', `pass:${passphrase}`, '-noout').ok;
}

/** The key is whole, is the request's, and signs. */
export function checkKey(key, passphrase, request) {
  assert.match(key.toString(), /^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
  // Opened once: each time takes all the rounds.
  const opened = must('pkey', '-in', file('key.pem', key), '-passin', `pass:${passphrase}`, '-check');
  assert.match(opened.words, /Key is valid/);
  const clear = file('clear.pem', opened.stdout);
  const publicKey = must('pkey', '-in', clear, '-pubout').stdout;
  assert.equal(publicKey, publicKeyOf(request));
  const message = file('message', 'what is signed');
  const signature = path.join(folder('openssl'), 'signature');
  must('dgst', '-sha256', '-sign', clear, '-out', signature, message);
  const verified = must('dgst', '-sha256', '-verify', file('public.pem', publicKey), '-signature', signature, message);
  assert.match(verified.words, /Verified OK/);
}

/** The size of a request's key in bits. */
export function bitsOf(request) {
  const at = file('public.pem', publicKeyOf(request));
  return Number(/\((\d+) bit\)/.exec(must('pkey', '-pubin', '-in', at, '-noout', '-text').words)[1]);
}

/** A dossier's `dossier.json`, and each current request with its sealed key, by product. */
export function readDossier(bytes) {
  const members = unzip(bytes);
  const document = JSON.parse(members.get('dossier.json'));
  const requests = {};
  for (const order of document.orders) {
    const current = order.requests.at(-1);
    if (current) {
      requests[order.product] = { key: members.get(current.key.name), csr: members.get(current.csr.name) };
    }
  }
  return { members, document, requests };
}

/** Every key of the dossier opens, goes with its request, and signs. Returns what was read. */
export function checkDossier(bytes, passphrase, subjects) {
  const dossier = readDossier(bytes);
  for (const [product, { key, csr }] of Object.entries(dossier.requests)) {
    checkKey(key, passphrase, csr);
    if (subjects) checkRequest(csr, subjects[product]);
  }
  return dossier;
}

/** A key that is not the hospital's: its id, sealed under a passphrase of its own, and a request with this subject (PEM). */
export function foreignRequest(subject, passphrase) {
  const at = folder('foreign');
  const name = (file) => path.join(at, file);
  must('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-utf8', '-keyout', name('key'), '-out', name('csr'), '-subj', subject);
  must('pkcs8', '-topk8', '-in', name('key'), '-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256', '-iter', '10000',
    '-passout', `pass:${passphrase}`, '-out', name('sealed'));
  must('pkey', '-in', name('key'), '-pubout', '-outform', 'DER', '-out', name('public'));
  const [sealed, csr, spki] = ['sealed', 'csr', 'public'].map((file) => readFileSync(name(file)));
  return { id: sha256(spki), sealed, csr };
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * Checks the seal as docs/dossier.md says, with OpenSSL: the signature over the statement, and what it says of each member.
 * Returns the statement.
 */
export function checkSeal(bytes) {
  const members = unzip(bytes);
  const [statement, signature, key] = ['sceau.json', 'sceau.sig', 'sceau.pub.pem'].map((name) => file(name, members.get(name)));
  assert.match(must('dgst', '-sha256', '-verify', key, '-signature', signature, statement).words, /Verified OK/);
  const sealed = JSON.parse(members.get('sceau.json'));
  for (const { name, sha256: sum } of sealed.members) {
    assert.equal(sha256(members.get(`scelle/${name}`) ?? members.get(name)), sum, name);
  }
  return sealed;
}
