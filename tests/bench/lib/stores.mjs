// PKCS #12: a key, its certificate and two of authorities, written and read by the vault, by node-forge and by
// OpenSSL, in turns. All read the same file, which OpenSSL made.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIBRARIES, inWorker } from './in_worker.mjs';
import { openssl, timed } from './openssl.mjs';
import { ENOUGH } from './stats.mjs';
import { runVaultOnFile } from './vault.mjs';

const PASSWORD = 'mesure-mesure';
const ALIAS = 'roc-org-auth-cli';

/** The algorithms and rounds of crates/core/src/pkcs12/write.rs, in each tool's words. */
export const PROFILES = {
  compatible: {
    rounds: 2048,
    openssl: ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
    forge: { algorithm: '3des' },
  },
  modern: {
    rounds: 100_000,
    openssl: ['-keypbe', 'AES-256-CBC', '-certpbe', 'AES-256-CBC', '-macalg', 'sha256'],
    forge: { algorithm: 'aes256', prfAlgorithm: 'sha256' },
  },
};

/** Samples in milliseconds of each profile: `write` and `read`, each of `page`, `forge` and `openssl`. */
export async function measureStores({ name, browser, addresses, folder, pki, say }, { rounds, seconds }) {
  const samples = {};
  for (const [profile, settings] of Object.entries(PROFILES)) {
    const series = () => ({ page: [], forge: [], openssl: [] });
    const kept = { write: series(), read: series() };
    samples[profile] = kept;
    const [made, opened] = [join(folder, `${profile}.p12`), join(folder, `${profile}.pem`)];
    const write = [
      'pkcs12', '-export', '-inkey', pki.leaf.key, '-in', pki.leaf.pem, '-certfile', pki.chain, '-name', ALIAS,
      ...settings.openssl, '-iter', String(settings.rounds), '-passout', `pass:${PASSWORD}`, '-out', made,
    ];
    const read = ['pkcs12', '-in', made, '-noenc', '-passin', `pass:${PASSWORD}`, '-out', opened];
    const der = ({ der: bytes }) => [...bytes];
    const pack = {
      Pack: {
        key: { InFile: [pki.keyId, []] }, delivery: ['vendor', { pkcs12: profile }],
        leaf: der(pki.leaf), chain: [der(pki.aci), der(pki.acr)], alias: ALIAS, stem: 'bench', password: PASSWORD, short_password: true,
      },
    };
    const readAgain = { ReadFiles: { passwords: [PASSWORD], certificates: [], serial_numbers: [] } };
    const pem = ({ pem: path }) => readFileSync(path, 'utf8');
    const forge = (task, ...values) => inWorker(
      browser, addresses.blank, { library: LIBRARIES.forge }, task, ...values, PASSWORD,
    );
    const end = performance.now() + seconds * 1000;
    for (let round = 0; round < rounds && (round < ENOUGH || performance.now() < end); round += 1) {
      kept.write.openssl.push(timed(write));
      kept.read.openssl.push(timed(read));

      const written = await runVaultOnFile(browser, addresses.page, pack, pki.keyDer);
      kept.write.page.push(written.time);
      if (round === 0) openedByOpenssl(folder, written.done[0].bytes);
      const { time, done: [received] } = await runVaultOnFile(browser, addresses.page, readAgain, made);
      const kinds = received.Ok.report.rows.map(({ entry }) => Object.keys(entry)[0]).sort().join();
      if (kinds !== 'Certificate,Certificate,Certificate,Key') throw new Error(`the vault found ${kinds}`);
      kept.read.page.push(time);

      const certificates = [pki.leaf, pki.aci, pki.acr].map(pem);
      const options = { ...settings.forge, count: settings.rounds, friendlyName: ALIAS };
      kept.write.forge.push(await forge(forgeWrites, readFileSync(pki.leaf.key, 'utf8'), certificates, options));
      kept.read.forge.push(await forge(forgeReads, readFileSync(made, 'base64')));
    }
    say(`${name}, PKCS #12 ${profile}: ${kept.write.page.length} rounds`);
  }
  return samples;
}

/** Throws unless OpenSSL opens the vault's file and finds four things in it. */
function openedByOpenssl(folder, bytes) {
  const text = openssl(['pkcs12', '-noenc', '-passin', `pass:${PASSWORD}`], { input: Buffer.from(bytes) });
  const found = text.match(/^-----BEGIN (CERTIFICATE|PRIVATE KEY)-----/gm)?.length;
  if (found !== 4) throw new Error(`OpenSSL finds ${found} things in the vault's PKCS #12`);
}

function forgeWrites(keyPem, certificatePems, options, password) {
  const { forge } = self;
  const key = forge.pki.privateKeyFromPem(keyPem);
  const certificates = certificatePems.map((pem) => forge.pki.certificateFromPem(pem));
  const begin = performance.now();
  forge.asn1.toDer(forge.pkcs12.toPkcs12Asn1(key, certificates, password, options)).getBytes();
  return performance.now() - begin;
}

function forgeReads(base64, password) {
  const { forge } = self;
  const bytes = atob(base64);
  const begin = performance.now();
  const store = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(bytes), true, password);
  const bags = (bagType) => store.getBags({ bagType })[bagType];
  const [keys, certificates] = [bags(forge.pki.oids.pkcs8ShroudedKeyBag), bags(forge.pki.oids.certBag)];
  if (!keys[0].key || certificates.length !== 3) throw new Error('node-forge did not find all');
  return performance.now() - begin;
}
