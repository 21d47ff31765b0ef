// A PKI like the test one of IGC-Santé, made by OpenSSL: the same names and profiles, other keys, so that the page
// calls it by its name and does not trust it.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { folder } from './environment.mjs';

const CONFIGURATION = `
[req]
prompt = no
utf8 = yes
string_mask = utf8only
distinguished_name = root_name
[root_name]
C = FR
O = ASIP-SANTE
0.OU = 0002 187512751
1.OU = IGC-SANTE TEST
CN = TEST AC RACINE IGC-SANTE ELEMENTAIRE
[issuing_req]
prompt = no
utf8 = yes
string_mask = utf8only
distinguished_name = issuing_name
[issuing_name]
C = FR
O = ASIP-SANTE
0.OU = 0002 187512751
1.OU = IGC-SANTE TEST
CN = TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
certificatePolicies = 2.5.29.32.0
[issuing]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 2.5.29.32.0
[org-auth-cli]
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
[org-sign]
keyUsage = critical, digitalSignature, nonRepudiation
extendedKeyUsage = emailProtection
[card]
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
1.2.250.1.71.1.2.2 = DER:02:01:02
1.2.250.1.71.1.2.3 = ASN1:PRINTABLESTRING:8025000001/2900000009
1.2.250.1.71.1.2.5 = DER:04:01:80
[ca]
default_ca = authority
[authority]
database = index
crlnumber = crlnumber
default_md = sha256
default_crl_days = 6
crl_extensions = list
unique_subject = no
[list]
authorityKeyIdentifier = keyid
`;

/** What every leaf bears beside its usages. */
const COMMON = `
basicConstraints = CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 1.2.250.1.213.1.7.2.1.1.1.1
1.2.250.1.71.1.2.5 = DER:04:01:83
crlDistributionPoints = URI:http://igc-sante.example/CRL/ACI-EL-ORG-TEST.crl
authorityInfoAccess = OCSP;URI:http://ocsp.example, caIssuers;URI:http://igc-sante.example/ACI-EL-ORG-TEST.cer
`;

export class Pki {
  #at = folder('pki');

  #serial = 0;

  constructor() {
    const configuration = CONFIGURATION.replace(/(\[org-[a-z-]+\]\n)/g, `$1${COMMON.trim()}\n`);
    this.#write('cnf', configuration);
    for (const name of ['root', 'issuing']) {
      this.#openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', `${name}.key`);
    }
    this.#openssl('req', '-config', 'cnf', '-x509', '-new', '-key', 'root.key', '-extensions', 'root', '-days', '7000', '-out', 'root.pem');
    this.#openssl('req', '-config', 'cnf', '-section', 'issuing_req', '-new', '-key', 'issuing.key', '-out', 'issuing.csr');
    this.#openssl('x509', '-req', '-in', 'issuing.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-set_serial', '2',
      '-extfile', 'cnf', '-extensions', 'issuing', '-days', '6000', '-out', 'issuing.pem');
    this.#write('index', '');
    this.#write('crlnumber', '01\n');
  }

  #write(name, content) {
    writeFileSync(path.join(this.#at, name), content);
  }

  #openssl(...args) {
    const { status, stdout, stderr, error } = spawnSync('openssl', args, { cwd: this.#at, encoding: 'utf8' });
    if (error) throw error;
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}\n${stderr}`);
    return stdout;
  }

  read(name) {
    return readFileSync(path.join(this.#at, name));
  }

  /** Both authorities, PEM. */
  get chain() {
    return Buffer.concat([this.read('issuing.pem'), this.read('root.pem')]);
  }

  /** The certificate for a request (PEM), with the profile of a product, for so many days from now. PEM. */
  issue(request, product, days = 1095) {
    this.#serial += 1;
    const serial = `0x4A00112233445566778899AABBCC${String(this.#serial).padStart(4, '0')}`;
    this.#write('leaf.csr', request);
    this.#openssl('x509', '-req', '-in', 'leaf.csr', '-CA', 'issuing.pem', '-CAkey', 'issuing.key', '-set_serial', serial,
      '-sha256', '-extfile', 'cnf', '-extensions', product, '-days', String(days), '-out', 'leaf.pem');
    return this.read('leaf.pem');
  }

  /** The certificate of a card, PEM. */
  card() {
    this.#openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-utf8', '-keyout', 'card.key', '-out', 'card.csr',
      '-subj', '/C=FR/O=CLINIQUE DES ESSAIS/OU=1690042171/title=Personnel/GN=CAMILLE+SN=ESSAI+CN=3690042171\\/0001');
    return this.issue(this.read('card.csr'), 'card');
  }

  /** A revocation list that names these certificates (PEM), DER. */
  crl(...revoked) {
    for (const certificate of revoked) {
      this.#write('revoked.pem', certificate);
      this.#openssl('ca', '-config', 'cnf', '-revoke', 'revoked.pem', '-cert', 'issuing.pem', '-keyfile', 'issuing.key', '-crl_reason', 'keyCompromise');
    }
    this.#openssl('ca', '-config', 'cnf', '-gencrl', '-cert', 'issuing.pem', '-keyfile', 'issuing.key', '-out', 'list.pem');
    this.#openssl('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.crl');
    return this.read('list.crl');
  }

  /** A key, its certificate and the chain (or none) as the platform packs them: PKCS #12. */
  platformFile(product, password, { chain = true } = {}) {
    this.#openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-utf8', '-keyout', 'online.key', '-out', 'online.csr',
      '-subj', '/C=FR/ST=Rhône (69)/O=HOSPICES/OU=1690042171/CN=Client_ROC_WebServices_AMC');
    this.#write('online.pem', this.issue(this.read('online.csr'), product));
    this.#write('chain.pem', this.chain);
    this.#write('password', password);
    this.#openssl('pkcs12', '-export', '-certpbe', 'NONE', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1', '-inkey', 'online.key',
      '-in', 'online.pem', ...(chain ? ['-certfile', 'chain.pem'] : []), '-passout', 'file:password', '-out', 'online.p12');
    return this.read('online.p12');
  }
}
