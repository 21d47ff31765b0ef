// Certificates as IGC-Santé's, made by OpenSSL: a root (ACR) and an authority (ACI) with RSA 4096, and a
// certificate with RSA 2048. Made anew for each run.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openssl } from './openssl.mjs';

const CONFIG = `
[req]
distinguished_name = name
[name]
[acr]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[aci]
basicConstraints = critical, CA:true, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 2.5.29.32.0
[leaf]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 1.2.250.1.213.1.3.3.1
crlDistributionPoints = URI:http://igc.test/crl/ACI-ORG.crl
`;
const SUBJECTS = {
  acr: '/C=FR/O=ASIP-SANTE/OU=0002 187512751/CN=AC RACINE DE MESURE',
  aci: '/C=FR/O=ASIP-SANTE/OU=0002 187512751/CN=AC DE MESURE POUR LES ORGANISATIONS',
  leaf: '/C=FR/ST=Rhône (69)/O=CENTRE HOSPITALIER DE LA MESURE/OU=1690781810/CN=Client_ROC_Annuaire_AMC',
};

/** Serial numbers of 16 bytes, as IGC-Santé's; this one is the certificate's. */
export const LEAF_SERIAL = '5f0123456789abcdef0123456789abcd';

/**
 * `{ acr, aci, leaf }`, each `{ key, pem, cer }`, the paths of the key (PKCS #8, PEM) and the certificate (PEM,
 * DER), and `der`. With `keyDer`, the path of the certificate's key in DER, in clear, and `keyId`, its id.
 */
export function makePki(folder) {
  const config = join(folder, 'pki.conf');
  writeFileSync(config, CONFIG);
  const pki = {};
  for (const [name, issuer, bits, days, serial] of [
    ['acr', null, 4096, 7300, '01'], ['aci', 'acr', 4096, 3650, '02'], ['leaf', 'aci', 2048, 1095, LEAF_SERIAL],
  ]) {
    const at = (suffix) => join(folder, `${name}.${suffix}`);
    openssl(['genpkey', '-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`, '-out', at('key.pem')]);
    const request = ['req', '-new', '-sha256', '-utf8', '-config', config, '-subj', SUBJECTS[name], '-key', at('key.pem')];
    openssl([...request, '-out', at('csr.pem')]);
    const signer = issuer
      ? ['-CA', pki[issuer].pem, '-CAkey', pki[issuer].key]
      : ['-signkey', at('key.pem')];
    openssl([
      'x509', '-req', '-sha256', '-in', at('csr.pem'), '-set_serial', `0x${serial}`, '-days', String(days),
      '-extfile', config, '-extensions', name, '-out', at('pem'), ...signer,
    ]);
    openssl(['x509', '-in', at('pem'), '-outform', 'DER', '-out', at('cer')]);
    pki[name] = { key: at('key.pem'), pem: at('pem'), cer: at('cer'), der: readFileSync(at('cer')) };
  }
  const keyDer = join(folder, 'leaf.key.der');
  openssl(['pkcs8', '-topk8', '-nocrypt', '-in', pki.leaf.key, '-outform', 'DER', '-out', keyDer]);
  const spki = openssl(['pkey', '-in', pki.leaf.key, '-pubout', '-outform', 'DER'], { encoding: 'buffer' });
  const chain = join(folder, 'chain.pem');
  writeFileSync(chain, readFileSync(pki.aci.pem, 'utf8') + readFileSync(pki.acr.pem, 'utf8'));
  return { ...pki, keyDer, keyId: createHash('sha256').update(spki).digest('hex'), chain };
}
