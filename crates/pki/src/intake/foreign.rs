//! Things of other kinds, known by how they begin: there is more to say of them than that they are not ours.

use serde::{Deserialize, Serialize};

/// A thing of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Foreign {
    /// A private key as OpenSSH writes it.
    OpenSsh,
    /// A public key of SSH.
    SshPublic,
    /// A key of `PuTTY`.
    Putty,
    /// A private key in one of Microsoft's own forms: PVK, or a blob of its `CryptoAPI`.
    Pvk,
    /// Keys in JSON (RFC 7517).
    Jwk,
    /// An RSA key in the XML of .NET.
    XmlKey,
    /// A key store of `BouncyCastle` (BKS, UBER).
    Bks,
    /// The database of NSS and Firefox, as any of `SQLite`.
    Nss,
    /// What Outlook makes of attachments for other programs: `winmail.dat` (TNEF).
    Winmail,
    /// A compound file: a message of Outlook (`.msg`), or an old document of Office.
    Outlook,
    /// A mail in which nothing of ours was found.
    Mail,
    /// A mail that is encrypted (S/MIME): an `EnvelopedData` (RFC 5652, section 6) or its kin.
    EncryptedMail,
    /// An archive other than ZIP, or a compressed file.
    Archive,
    /// A document or a picture.
    Document,
    /// A message or a key of PGP.
    Pgp,
    /// A file that another program encrypted: age, `openssl enc`, Ansible.
    Encrypted,
}

impl Foreign {
    /// All of them, in the order of the type.
    pub const ALL: [Self; 16] = [
        Self::OpenSsh,
        Self::SshPublic,
        Self::Putty,
        Self::Pvk,
        Self::Jwk,
        Self::XmlKey,
        Self::Bks,
        Self::Nss,
        Self::Winmail,
        Self::Outlook,
        Self::Mail,
        Self::EncryptedMail,
        Self::Archive,
        Self::Document,
        Self::Pgp,
        Self::Encrypted,
    ];

    /// A word for it, by which its text is found.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OpenSsh => "openssh",
            Self::SshPublic => "ssh-public",
            Self::Putty => "putty",
            Self::Pvk => "pvk",
            Self::Jwk => "jwk",
            Self::XmlKey => "xml-key",
            Self::Bks => "bks",
            Self::Nss => "nss",
            Self::Winmail => "winmail",
            Self::Outlook => "outlook",
            Self::Mail => "mail",
            Self::EncryptedMail => "encrypted-mail",
            Self::Archive => "archive",
            Self::Document => "document",
            Self::Pgp => "pgp",
            Self::Encrypted => "encrypted",
        }
    }

    /// What bytes that begin so are.
    pub(super) fn by_beginning(bytes: &[u8]) -> Option<Self> {
        let begins = |(offset, magic, _): &&(usize, &[u8], Self)| {
            bytes.get(*offset..).is_some_and(|rest| rest.starts_with(magic))
        };
        BEGINNINGS.iter().find(begins).map(|(.., foreign)| *foreign)
    }

    /// What a PEM block of this label is.
    pub(super) fn by_label(label: &str) -> Option<Self> {
        match label {
            "OPENSSH PRIVATE KEY" | "SSH2 ENCRYPTED PRIVATE KEY" => Some(Self::OpenSsh),
            "SSH2 PUBLIC KEY" => Some(Self::SshPublic),
            "AGE ENCRYPTED FILE" => Some(Self::Encrypted),
            _ if label.starts_with("PGP ") => Some(Self::Pgp),
            _ => None,
        }
    }

    /// What a PKCS #7 of this type is, given as its dotted object identifier.
    pub(super) fn by_content_type(oid: &str) -> Option<Self> {
        // envelopedData, authEnvelopedData
        ["1.2.840.113549.1.7.3", "1.2.840.113549.1.9.16.1.23"]
            .contains(&oid)
            .then_some(Self::EncryptedMail)
    }

    /// What a text is that says so somewhere.
    pub(super) fn by_content(text: &[u8]) -> Option<Self> {
        if super::text::contains(text, b"\"kty\"") {
            Some(Self::Jwk)
        } else if super::text::contains(text, b"<RSAKeyValue>") {
            Some(Self::XmlKey)
        } else {
            None
        }
    }
}

/// How things begin: at which byte, with what.
const BEGINNINGS: [(usize, &[u8], Foreign); 46] = [
    (0, b"openssh-key-v1\0", Foreign::OpenSsh),
    (0, b"ssh-rsa ", Foreign::SshPublic),
    (0, b"ssh-dss ", Foreign::SshPublic),
    (0, b"ssh-ed25519 ", Foreign::SshPublic),
    (0, b"ecdsa-sha2-", Foreign::SshPublic),
    (0, b"sk-ssh-", Foreign::SshPublic),
    (0, b"PuTTY-User-Key-File-", Foreign::Putty),
    (0, b"\x1e\xf1\xb5\xb0", Foreign::Pvk),
    // PRIVATEKEYBLOB, PUBLICKEYBLOB of CryptoAPI: the type, the version, nothing, an RSA algorithm.
    (0, b"\x07\x02\0\0\0", Foreign::Pvk),
    (0, b"\x06\x02\0\0\0", Foreign::Pvk),
    // BKS of versions 1 and 2, with a salt of 20 bytes; UBER begins as version 1.
    (0, b"\0\0\0\x01\0\0\0\x14", Foreign::Bks),
    (0, b"\0\0\0\x02\0\0\0\x14", Foreign::Bks),
    (0, b"SQLite format 3\0", Foreign::Nss),
    (0, b"\x78\x9f\x3e\x22", Foreign::Winmail),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign::Outlook),
    (0, b"\x1f\x8b", Foreign::Archive),
    (0, b"\x1f\x9d", Foreign::Archive),
    (0, b"7z\xbc\xaf\x27\x1c", Foreign::Archive),
    (0, b"Rar!\x1a\x07", Foreign::Archive),
    (0, b"\xfd7zXZ\0", Foreign::Archive),
    (0, b"BZh", Foreign::Archive),
    (0, b"\x28\xb5\x2f\xfd", Foreign::Archive),
    (0, b"\x04\x22\x4d\x18", Foreign::Archive),
    (0, b"LZIP", Foreign::Archive),
    (0, b"MSCF", Foreign::Archive),
    (0, b"!<arch>\n", Foreign::Archive),
    (0, b"070701", Foreign::Archive),
    (0, b"\x60\xea", Foreign::Archive),
    (2, b"-lh5-", Foreign::Archive),
    (257, b"ustar", Foreign::Archive),
    (0x8001, b"CD001", Foreign::Archive),
    (0, b"%PDF-", Foreign::Document),
    (0, b"{\\rtf", Foreign::Document),
    (0, b"\x89PNG", Foreign::Document),
    (0, b"\xff\xd8\xff", Foreign::Document),
    (0, b"GIF8", Foreign::Document),
    (0, b"II*\0", Foreign::Document),
    (0, b"MM\0*", Foreign::Document),
    // Packets of OpenPGP of one or two bytes of length, as GnuPG writes them: a public and a private key, a session
    // key.
    (0, b"\x99\x01", Foreign::Pgp),
    (0, b"\x99\x02", Foreign::Pgp),
    (0, b"\x95\x03", Foreign::Pgp),
    (0, b"\x95\x07", Foreign::Pgp),
    (0, b"\x85\x01", Foreign::Pgp),
    (0, b"age-encryption.org/", Foreign::Encrypted),
    (0, b"Salted__", Foreign::Encrypted),
    (0, b"$ANSIBLE_VAULT", Foreign::Encrypted),
];
