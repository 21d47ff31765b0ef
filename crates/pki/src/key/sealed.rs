//! A private key encrypted under a passphrase: the form in which keys are kept and handed over.

use aes::Aes256;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7};
use pkcs8::EncryptedPrivateKeyInfo;
use pkcs8::der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use pkcs8::der::{self, Decode, Encode, ErrorKind, Reader, SliceReader};
use pkcs8::pkcs5::pbes2::{self, AES_256_CBC_OID, PBES2_OID, PBKDF2_OID, Pbkdf2Params, Pbkdf2Prf};
use pkcs8::spki::AlgorithmIdentifierRef;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Kdf, KdfError, Kek, KeyError, PrivateKey};
use crate::pem;

/// The PEM label (RFC 7468, section 11).
const PEM_LABEL: &str = "ENCRYPTED PRIVATE KEY";
/// The largest DER read, in bytes: RSA 4096 takes 2,500.
const MAX_LEN: usize = 16 * 1024;
/// The block and the initialisation vector of AES, in bytes.
const BLOCK_LEN: usize = 16;

/// A DER `EncryptedPrivateKeyInfo` (RFC 5958, section 3) whose parameters have been checked.
///
/// The algorithm is always PBES2 (RFC 8018, section 6.2) of PBKDF2-HMAC-SHA-256 and AES-256-CBC, which
/// OpenSSL, GnuTLS and Java open. To open one: [`kdf`](Self::kdf), derive, [`open`](Self::open).
/// Serialised as the bytes of the DER, checked again when read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub struct SealedKey {
    der: Vec<u8>,
    kdf: Kdf,
    iv: [u8; BLOCK_LEN],
    ciphertext: Vec<u8>,
}

/// Why bytes are not a [`SealedKey`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealedKeyError {
    /// The text is not PEM (RFC 7468).
    #[error("not PEM")]
    Pem,
    /// PEM of something else.
    #[error("PEM of {found}")]
    Label {
        /// Its label.
        found: String,
    },
    /// More than 16 KiB.
    #[error("too large")]
    TooLarge,
    /// The DER is not an `EncryptedPrivateKeyInfo`, or bytes follow it.
    #[error("not an EncryptedPrivateKeyInfo")]
    Malformed,
    /// An algorithm other than those of [`SealedKey`].
    #[error("algorithm {oid} is not supported")]
    Algorithm {
        /// Its object identifier, dotted.
        oid: String,
    },
    /// Parameters of PBKDF2 that are refused.
    #[error(transparent)]
    Kdf(#[from] KdfError),
    /// A key length that is not that of AES-256.
    #[error("a key of {found} bytes")]
    KeyLength {
        /// The length, in bytes.
        found: u16,
    },
}

/// Why a sealed key did not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The passphrase is a different one. (CBC does not authenticate: damage to the ciphertext may look the same. The
    /// dossier tells the two apart by the SHA-256 that it keeps of each member.)
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The passphrase is right, but what was sealed is not a key that we can use.
    #[error("decrypted, but {0}")]
    Key(#[source] KeyError),
}

impl SealedKey {
    /// Encrypts a key with `kek`, which must have been derived with `kdf`, under a fresh initialisation
    /// vector.
    pub fn seal(key: &PrivateKey, kdf: &Kdf, kek: &Kek, rng: &mut impl CryptoRng) -> Self {
        let mut iv = [0; BLOCK_LEN];
        rng.fill_bytes(&mut iv);
        let ciphertext = cbc::Encryptor::<Aes256>::new(kek.as_bytes().into(), &iv.into())
            .encrypt_padded_vec::<Pkcs7>(key.pkcs8_der());
        let der = encode(kdf, iv, &ciphertext);
        Self {
            der,
            kdf: kdf.clone(),
            iv,
            ciphertext,
        }
    }

    /// Reads the DER, to the last byte.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_der(der: Vec<u8>) -> Result<Self, SealedKeyError> {
        if der.len() > MAX_LEN {
            return Err(SealedKeyError::TooLarge);
        }
        let malformed = |_| SealedKeyError::Malformed;
        let (scheme, ciphertext) = SliceReader::new(&der)
            .and_then(|mut reader| {
                let parts = reader.sequence(|info| {
                    Ok::<_, der::Error>((
                        AlgorithmIdentifierRef::decode(info)?,
                        <&OctetStringRef>::decode(info)?,
                    ))
                })?;
                reader.finish()?;
                Ok(parts)
            })
            .map_err(malformed)?;
        let (kdf, cipher) = parameters(&scheme, PBES2_OID)?
            .sequence(|scheme| {
                Ok::<_, der::Error>((
                    AlgorithmIdentifierRef::decode(scheme)?,
                    AlgorithmIdentifierRef::decode(scheme)?,
                ))
            })
            .map_err(malformed)?;
        let kdf = read_kdf(parameters(&kdf, PBKDF2_OID)?)?;
        let iv = parameters(&cipher, AES_256_CBC_OID)?
            .decode_as::<&OctetStringRef>()
            .map_err(malformed)?;
        let iv = iv.as_bytes().try_into().map_err(|_| SealedKeyError::Malformed)?;
        let ciphertext = ciphertext.as_bytes();
        if ciphertext.is_empty() || ciphertext.len() % BLOCK_LEN != 0 {
            return Err(SealedKeyError::Malformed);
        }
        Ok(Self {
            kdf,
            iv,
            ciphertext: ciphertext.to_vec(),
            der,
        })
    }

    /// Reads the PEM form, which may have other text around it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_pem(text: &str) -> Result<Self, SealedKeyError> {
        let block = pem::decode(text.as_bytes()).and_then(|blocks| blocks.into_iter().next());
        let block = block.ok_or(SealedKeyError::Pem)?;
        if block.label != PEM_LABEL {
            return Err(SealedKeyError::Label { found: block.label });
        }
        Self::from_der(block.der)
    }

    /// The PEM form (RFC 7468), lines ending with LF.
    pub fn to_pem(&self) -> String {
        pem::encode(PEM_LABEL, &self.der)
    }

    /// The DER.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// The parameters for deriving the key-encryption key.
    pub fn kdf(&self) -> &Kdf {
        &self.kdf
    }

    /// Decrypts and checks the key.
    ///
    /// # Errors
    /// [`OpenError::WrongPassphrase`] also if the padding is right by chance (1 in 256) but the content is not
    /// PKCS #8.
    pub fn open(&self, kek: &Kek) -> Result<PrivateKey, OpenError> {
        let mut buffer = Zeroizing::new(self.ciphertext.clone());
        let len = cbc::Decryptor::<Aes256>::new(kek.as_bytes().into(), &self.iv.into())
            .decrypt_padded::<Pkcs7>(&mut buffer)
            .map_err(|_| OpenError::WrongPassphrase)?
            .len();
        buffer.truncate(len);
        PrivateKey::from_pkcs8_der(buffer).map_err(|error| match error {
            KeyError::NotPkcs8 => OpenError::WrongPassphrase,
            error => OpenError::Key(error),
        })
    }
}

/// The parameters of the only algorithm expected at this place.
fn parameters<'a>(
    algorithm: &AlgorithmIdentifierRef<'a>,
    expected: ObjectIdentifier,
) -> Result<AnyRef<'a>, SealedKeyError> {
    if algorithm.oid != expected {
        return Err(SealedKeyError::Algorithm {
            oid: algorithm.oid.to_string(),
        });
    }
    algorithm.parameters.ok_or(SealedKeyError::Malformed)
}

/// Reads PBKDF2-params (RFC 8018, appendix A.2).
fn read_kdf(parameters: AnyRef<'_>) -> Result<Kdf, SealedKeyError> {
    let parameters = Pbkdf2Params::try_from(parameters).map_err(|error| match error.kind() {
        ErrorKind::OidUnknown { oid } => SealedKeyError::Algorithm { oid: oid.to_string() },
        _ => SealedKeyError::Malformed,
    })?;
    if parameters.prf != Pbkdf2Prf::HmacWithSha256 {
        return Err(SealedKeyError::Algorithm {
            oid: parameters.prf.oid().to_string(),
        });
    }
    if let Some(found) = parameters.key_length.filter(|len| usize::from(*len) != Kek::LEN) {
        return Err(SealedKeyError::KeyLength { found });
    }
    Ok(Kdf::from_parts(
        parameters.salt.as_bytes(),
        parameters.iteration_count,
    )?)
}

/// Writes the `EncryptedPrivateKeyInfo`. `pkcs5` writes the prf with its NULL parameters, as OpenSSL does.
fn encode(kdf: &Kdf, iv: [u8; BLOCK_LEN], ciphertext: &[u8]) -> Vec<u8> {
    const FITS: &str = "a salt within bounds and a key of a few kilobytes fit";
    let scheme = pbes2::Parameters {
        kdf: Pbkdf2Params {
            salt: kdf.salt().try_into().expect(FITS),
            iteration_count: kdf.rounds(),
            key_length: None,
            prf: Pbkdf2Prf::HmacWithSha256,
        }
        .into(),
        encryption: pbes2::EncryptionScheme::Aes256Cbc { iv },
    };
    EncryptedPrivateKeyInfo {
        encryption_algorithm: scheme.into(),
        encrypted_data: OctetStringRef::new(ciphertext).expect(FITS),
    }
    .to_der()
    .expect(FITS)
}

impl From<SealedKey> for Vec<u8> {
    fn from(key: SealedKey) -> Self {
        key.der
    }
}

impl TryFrom<Vec<u8>> for SealedKey {
    type Error = SealedKeyError;

    fn try_from(der: Vec<u8>) -> Result<Self, SealedKeyError> {
        Self::from_der(der)
    }
}
