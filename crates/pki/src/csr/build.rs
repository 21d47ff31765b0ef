//! Makes a request from a key and a subject name.

use rcgen::string::PrintableString;
use rcgen::{CertificateParams, DistinguishedName, DnType, DnValue, PKCS_RSA_SHA256};
use ring::rand::SystemRandom;
use ring::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};

use crate::key::PrivateKey;
use crate::x509::AttributeType;

/// Why no request was made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// An attribute without a value.
    #[error("{} is empty", .attribute.short_name())]
    Empty {
        /// Which one.
        attribute: AttributeType,
    },
    /// A value longer than RFC 5280, appendix A.1 allows.
    #[error("{} has {found} characters, more than {limit}", .attribute.short_name())]
    TooLong {
        /// Which one.
        attribute: AttributeType,
        /// Its number of characters.
        found: usize,
        /// The upper bound of RFC 5280.
        limit: usize,
    },
    /// A control character in a value.
    #[error("{} holds a control character", .attribute.short_name())]
    ControlCharacter {
        /// Which one.
        attribute: AttributeType,
    },
    /// A country that is not a `PrintableString` (RFC 5280, appendix A.1).
    #[error("{} holds a character that no country code has", .attribute.short_name())]
    NotPrintable {
        /// Which one.
        attribute: AttributeType,
    },
    /// An attribute type given twice: a subject name has at most one of each.
    #[error("{} comes twice", .attribute.short_name())]
    Repeated {
        /// Which one.
        attribute: AttributeType,
    },
    /// The key did not sign. Every [`PrivateKey`] has been checked, so this is not known to happen.
    #[error("the request could not be signed")]
    Signature,
}

/// Builds a DER `CertificationRequest` (RFC 2986) for a subject name made of these attributes, in this order, one
/// relative distinguished name each: the country as a `PrintableString` and the others as `UTF8String`. It has no
/// request attributes, and is signed with sha256WithRSAEncryption.
///
/// # Errors
/// The first attribute that RFC 5280 does not allow, or that is given twice.
pub fn build(key: &PrivateKey, subject: &[(AttributeType, &str)]) -> Result<Vec<u8>, BuildError> {
    let mut name = DistinguishedName::new();
    for (index, &(attribute, value)) in subject.iter().enumerate() {
        check(attribute, value)?;
        // rcgen would silently replace the first of two.
        if subject[..index].iter().any(|(earlier, _)| *earlier == attribute) {
            return Err(BuildError::Repeated { attribute });
        }
        let (kind, value) = match attribute {
            AttributeType::Country => {
                let value =
                    PrintableString::try_from(value).map_err(|_| BuildError::NotPrintable { attribute })?;
                (DnType::CountryName, DnValue::PrintableString(value))
            }
            AttributeType::State => (DnType::StateOrProvinceName, value.into()),
            AttributeType::Organization => (DnType::OrganizationName, value.into()),
            AttributeType::OrganizationalUnit => (DnType::OrganizationalUnitName, value.into()),
            AttributeType::CommonName => (DnType::CommonName, value.into()),
        };
        name.push(kind, value);
    }
    let mut params = CertificateParams::default();
    params.distinguished_name = name;
    let signer = RsaKeyPair::from_pkcs8(key.pkcs8_der()).map_err(|_| BuildError::Signature)?;
    let request = params
        .serialize_request(&Signer(signer))
        .map_err(|_| BuildError::Signature)?;
    Ok(request.der().to_vec())
}

/// Checks a value against the upper bounds of RFC 5280, appendix A.1.
fn check(attribute: AttributeType, value: &str) -> Result<(), BuildError> {
    let limit = attribute.limit();
    match value.chars().count() {
        0 => return Err(BuildError::Empty { attribute }),
        found if found > limit => {
            return Err(BuildError::TooLong {
                attribute,
                found,
                limit,
            });
        }
        _ => {}
    }
    if value.chars().any(char::is_control) {
        return Err(BuildError::ControlCharacter { attribute });
    }
    Ok(())
}

/// rcgen's own `KeyPair` would keep a second copy of the key in clear, never wiped.
struct Signer(RsaKeyPair);

impl rcgen::PublicKeyData for Signer {
    fn der_bytes(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl rcgen::SigningKey for Signer {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        // PKCS #1 v1.5 signatures are deterministic; ring only blinds with this randomness.
        self.0
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| rcgen::Error::RingUnspecified)?;
        Ok(signature)
    }
}
