// Revocation lists: read to the end, the signature checked, and a certificate found in the last entry, by the
// vault, PKI.js and jsrsasign from a file that the page was given. OpenSSL checks the signature.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { writeCrl } from './crl.mjs';
import { LIBRARIES, OverTime, inWorker, onThread } from './in_worker.mjs';
import { peakMemory, timed } from './openssl.mjs';
import { LEAF_SERIAL } from './pki.mjs';
import { ENOUGH } from './stats.mjs';
import { runVaultOnFile } from './vault.mjs';

const OTHERS = { pkijs: readByPkijs, jsrsasign: readByJsrsasign };

/** Writes the lists, `{ entries: path }`. */
export function makeLists(folder, sizes, pki) {
  return Object.fromEntries(sizes.map((entries) => {
    const path = join(folder, `${entries}.crl`);
    writeCrl(path, entries, pki.aci, LEAF_SERIAL);
    return [entries, path];
  }));
}

/**
 * For each number of entries:
 *
 * - `bytes`, the length of the file
 * - `time`: samples in milliseconds of `page`, `pkijs`, `jsrsasign`, `openssl`
 * - `memory`: bytes, likewise: the WASM memory of the vault's worker; once, what the page's heap has grown by where
 *   the others read there, and the browser tells it; once, the most that OpenSSL's process had
 * - `gaveUp`: why `pkijs` or `jsrsasign` has no samples: it takes longer than `limit` seconds, or fails. It is not
 *   tried with more entries then.
 */
export async function measureLists({ name, browser, addresses, pki, lists, say }, { rounds, seconds, limit }) {
  const found = {};
  const gaveUp = {};
  const known = [pki.leaf, pki.aci].map(({ der }) => der.toString('base64'));
  const certificates = [pki.leaf, pki.aci].map(({ der }) => [...der]);
  const job = { ReadFiles: { passwords: [], certificates, serial_numbers: [] } };
  for (const [entries, file] of Object.entries(lists)) {
    const series = () => ({ page: [], pkijs: [], jsrsasign: [], openssl: [] });
    const [time, memory] = [series(), series()];
    const verify = ['crl', '-inform', 'DER', '-in', file, '-noout', '-verify', '-CAfile', pki.aci.pem];
    const peak = await peakMemory(verify);
    if (peak) memory.openssl.push(peak);
    let left = seconds * 1000;
    const share = { pkijs: left / 3, jsrsasign: left / 3 };
    for (let round = 0; round < rounds && (round < ENOUGH || left > 0); round += 1) {
      const begin = performance.now();
      const ours = await runVaultOnFile(browser, addresses.page, job, file);
      checked(ours.done, Number(entries));
      time.page.push(ours.time);
      memory.page.push(ours.memory);
      time.openssl.push(timed(verify));
      left -= performance.now() - begin;
      for (const [library, task] of Object.entries(OTHERS)) {
        // Where one is slow it has fewer samples.
        if (gaveUp[library] || share[library] <= 0) continue;
        const options = { library: LIBRARIES[library], file, seconds: limit };
        const before = performance.now();
        try {
          const read = await inWorker(browser, addresses.blank, options, task, known, Number(entries));
          time[library].push(read.time);
          if (round === 0 && name === 'Chromium') {
            const { heap } = await onThread(browser, addresses.blank, options, task, known, Number(entries));
            memory[library].push(heap);
          }
        } catch (error) {
          const words = error instanceof OverTime ? error.message : String(error.message).split('\n')[0];
          gaveUp[library] = { entries: Number(entries), words };
        }
        share[library] -= performance.now() - before;
      }
    }
    found[entries] = { bytes: statSync(file).size, time, memory, gaveUp: { ...gaveUp } };
    say(`${name}, list of ${entries} entries: ${time.page.length} rounds`);
  }
  return found;
}

/** Throws unless the vault read the whole list, relied on it, and found the certificate. */
function checked([received], entries) {
  const [{ entry: { Crl: list } }] = received.Ok.report.rows;
  const verdicts = list.verdicts.map(([, verdict]) => Object.keys(verdict.Ok)[0]);
  if (list.entries !== entries || !list.signed_by || verdicts.join() !== 'Revoked') {
    throw new Error(`the vault read ${JSON.stringify(list)} in a list of ${entries}`);
  }
}

async function readByPkijs([leaf, authority], entries, file) {
  const { Certificate, CertificateRevocationList, asn1js } = self.pkijs;
  const heap = () => performance.memory?.usedJSHeapSize ?? null;
  const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
  const [certificate, issuerCertificate] = [leaf, authority].map((base64) => Certificate.fromBER(bytes(base64)));
  const before = heap();
  const begin = performance.now();
  // By itself it refuses more than 10,000 elements, and more than 16 MB.
  const limits = { maxNodes: Number.MAX_SAFE_INTEGER, maxContentLength: Number.MAX_SAFE_INTEGER };
  const { result, offset } = asn1js.fromBER(await file.arrayBuffer(), limits);
  if (offset === -1) throw new Error(result.error);
  const list = new CertificateRevocationList({ schema: result });
  const holds = await list.verify({ issuerCertificate });
  const revoked = list.isCertificateRevoked(certificate);
  const time = performance.now() - begin;
  const grown = before === null ? null : heap() - before;
  if (!holds || !revoked || list.revokedCertificates.length !== entries) throw new Error('PKI.js did not read the list');
  return { time, heap: grown };
}

async function readByJsrsasign([leaf, authority], entries, file) {
  const { ArrayBuffertohex, X509, X509CRL } = self;
  const heap = () => performance.memory?.usedJSHeapSize ?? null;
  const hex = (base64) => Array.from(atob(base64), (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  const [certificate, issuer] = [leaf, authority].map((base64) => {
    const read = new X509();
    read.readCertHex(hex(base64));
    return read;
  });
  const before = heap();
  const begin = performance.now();
  const list = new X509CRL(ArrayBuffertohex(await file.arrayBuffer()));
  const holds = list.verifySignature(issuer.getPublicKey());
  const revoked = list.findRevCertBySN(certificate.getSerialNumberHex());
  const time = performance.now() - begin;
  const grown = before === null ? null : heap() - before;
  if (!holds || !revoked || list.parsed.revcert.length !== entries) throw new Error('jsrsasign did not read the list');
  return { time, heap: grown };
}
