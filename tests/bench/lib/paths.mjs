// A path of three certificates, from DER to a verdict: ours in WASM, PKI.js with WebCrypto, and OpenSSL.

import { LIBRARIES, inWorker } from './in_worker.mjs';
import { timed } from './openssl.mjs';
import { GLUE, WASM } from './program.mjs';
import { ENOUGH } from './stats.mjs';

/** Validations in one worker, of which the mean is a sample. */
const IN_ONE = 20;
/** Validations of OpenSSL in one process more than in another, of which the difference is a sample. */
const OF_OPENSSL = 200;

/**
 * Samples in milliseconds a validation: `ours`, `pkijs`, `openssl`; `oursFirst` and `pkijsFirst`, the first one in
 * a new worker.
 */
export async function measurePaths({ name, browser, addresses, pki, say }, { rounds, seconds }) {
  const samples = { ours: [], oursFirst: [], pkijs: [], pkijsFirst: [], openssl: [] };
  const certificates = ['leaf', 'aci', 'acr'].map((which) => pki[which].der.toString('base64'));
  const wasm = WASM.toString('base64');
  const verify = (count) => timed([
    'verify', '-CAfile', pki.acr.pem, '-untrusted', pki.aci.pem, ...Array(count).fill(pki.leaf.pem),
  ]);
  const end = performance.now() + seconds * 1000;
  for (let round = 0; round < rounds && (round < ENOUGH || performance.now() < end); round += 1) {
    const keep = (series, { first, mean }) => {
      samples[`${series}First`].push(first);
      samples[series].push(mean);
    };
    keep('ours', await inWorker(
      browser, addresses.blank, { library: GLUE }, validated, certificates, IN_ONE, wasm,
    ));
    keep('pkijs', await inWorker(
      browser, addresses.blank, { library: LIBRARIES.pkijs }, validatedByPkijs, certificates, IN_ONE,
    ));
    const less = verify(1);
    samples.openssl.push((verify(1 + OF_OPENSSL) - less) / OF_OPENSSL);
  }
  say(`${name}, paths: ${samples.pkijs.length} rounds`);
  return samples;
}

// The glue declares `wasm_bindgen` for the whole worker, not on `self`.
/* global wasm_bindgen */
async function validated(certificates, count, wasm) {
  const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  await wasm_bindgen({ module_or_path: bytes(wasm) });
  const [leaf, authority, root] = certificates.map(bytes);
  const now = Math.floor(Date.now() / 1000);
  const once = () => {
    const begin = performance.now();
    if (!wasm_bindgen.holds(leaf, authority, root, now)) throw new Error('our code refuses the path');
    return performance.now() - begin;
  };
  const first = once();
  const begin = performance.now();
  for (let turn = 0; turn < count; turn += 1) once();
  return { first, mean: (performance.now() - begin) / count };
}

async function validatedByPkijs(certificates, count) {
  const { Certificate, CertificateChainValidationEngine } = self.pkijs;
  const ders = certificates.map((base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);
  const once = async () => {
    const begin = performance.now();
    const [leaf, authority, root] = ders.map((der) => Certificate.fromBER(der));
    const engine = new CertificateChainValidationEngine({ trustedCerts: [root], certs: [authority, leaf] });
    const { result, resultMessage, certificatePath } = await engine.verify();
    if (!result || certificatePath.length !== 3) throw new Error(`PKI.js refuses the path: ${resultMessage}`);
    return performance.now() - begin;
  };
  const first = await once();
  const begin = performance.now();
  for (let turn = 0; turn < count; turn += 1) await once();
  return { first, mean: (performance.now() - begin) / count };
}
