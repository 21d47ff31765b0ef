//! Every error is one that a program can pass on, from whatever thread.

use std::error::Error;

use certiroc_pki::{ber, crl, csr, jks, key, pkcs7, pkcs12, trust, x509};

const fn is_error<E: Error + Send + Sync>() {}

const _: () = {
    is_error::<ber::BerError>();
    is_error::<crl::CrlError>();
    is_error::<csr::BuildError>();
    is_error::<csr::CsrError>();
    is_error::<jks::JksError>();
    is_error::<jks::JksWriteError>();
    is_error::<jks::KeyLocked>();
    is_error::<key::KdfError>();
    is_error::<key::KeyError>();
    is_error::<key::KeyIdError>();
    is_error::<key::OpenError>();
    is_error::<key::PassphraseError>();
    is_error::<key::SealedKeyError>();
    is_error::<key::UnsupportedKeySize>();
    is_error::<pkcs12::Locked>();
    is_error::<pkcs12::PfxError>();
    is_error::<pkcs12::Pkcs12WriteError>();
    is_error::<pkcs7::Pkcs7Error>();
    is_error::<pkcs7::Pkcs7WriteError>();
    is_error::<trust::Mute>();
    is_error::<trust::PathFailure<'static>>();
    is_error::<trust::Rule>();
    is_error::<trust::Unusable>();
    is_error::<x509::CertificateError>();
};
