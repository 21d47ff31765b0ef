#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// Which of the two IGC-Santé.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Environment {
    /// The real one.
    #[default]
    Production,
    /// The test one, whose structures are fictitious and bear numbers without a key.
    Test,
}

impl Environment {
    /// Both, the real one first.
    pub const ALL: [Self; 2] = [Self::Production, Self::Test];

    /// The word for it in files and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Test => "test",
        }
    }
}

/// One certificate of an authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// The name under which the ANS publishes the certificate, without its suffix: `ACR-EL`.
    pub file_stem: &'static str,
    /// The common name in its subject.
    pub common_name: &'static str,
    /// Its hierarchy.
    pub environment: Environment,
    /// Whether it is a root (ACR), which signed itself, or an intermediate authority (ACI).
    pub root: bool,
    /// SHA-256 of the whole certificate in DER.
    pub sha256: [u8; 32],
}

/// All known authorities: production then test, each by product line (EL, ST, FO), root first.
///
/// The test root of the product line FO and its authority are not among them: no copy was found.
pub const AUTHORITIES: [Authority; 13] = [
    Authority {
        file_stem: "ACR-EL",
        common_name: "AC RACINE IGC-SANTE ELEMENTAIRE",
        environment: Environment::Production,
        root: true,
        sha256: hex("2d9e22ca19f777c6b745257c723ecb8df3c35fa6f1f6ec36b83600c97346967f"),
    },
    Authority {
        file_stem: "ACI-EL-ORG",
        common_name: "AC IGC-SANTE ELEMENTAIRE ORGANISATIONS",
        environment: Environment::Production,
        root: false,
        sha256: hex("d834ee5b40686b73573f60547bf6052c6d404d942a5665cdb2c0b9137b5d27b2"),
    },
    Authority {
        file_stem: "ACI-EL-PP",
        common_name: "AC IGC-SANTE ELEMENTAIRE PERSONNES",
        environment: Environment::Production,
        root: false,
        sha256: hex("19c1eaeab477b6fbc233cda3b53fbdbc3f4e9bf6cf6973e46f7dfaef89c06c6c"),
    },
    Authority {
        file_stem: "ACR-ST",
        common_name: "AC RACINE IGC-SANTE STANDARD",
        environment: Environment::Production,
        root: true,
        sha256: hex("5891815e864506c662afb32f8de5b8de38bffa1af721780b69e19a0c050386c3"),
    },
    Authority {
        file_stem: "ACI-ST-ORG",
        common_name: "AC IGC-SANTE STANDARD ORGANISATIONS",
        environment: Environment::Production,
        root: false,
        sha256: hex("c0520a2b14fb68836a807bf86ab2b3e07d1b6061d91bc9c7b86a6f8de4b5638e"),
    },
    Authority {
        file_stem: "ACI-ST-PP",
        common_name: "AC IGC-SANTE STANDARD PERSONNES",
        environment: Environment::Production,
        root: false,
        sha256: hex("6c339ebcb3e1b0102b143c9694225c2a4ab2ef6fedf7d364da8db305e7f7d997"),
    },
    Authority {
        file_stem: "ACR-FO",
        common_name: "AC RACINE IGC-SANTE FORT",
        environment: Environment::Production,
        root: true,
        sha256: hex("53d30a19570826bde0c0762501f1f1c7a659f976c6c023123df5239df34a4eea"),
    },
    Authority {
        file_stem: "ACI-FO-PP",
        common_name: "AC IGC-SANTE FORT PERSONNES",
        environment: Environment::Production,
        root: false,
        sha256: hex("38284e4f6107456e70c7439c85da7d564d0fe1fe1a968c9eb6d43e1fc0d63c3a"),
    },
    Authority {
        file_stem: "ACR-EL-TEST",
        common_name: "TEST AC RACINE IGC-SANTE ELEMENTAIRE",
        environment: Environment::Test,
        root: true,
        sha256: hex("01325aeb193871eec90fa89556804e4185cb362e0ca87a3d79939c71186da805"),
    },
    Authority {
        file_stem: "ACI-EL-ORG-TEST",
        common_name: "TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS",
        environment: Environment::Test,
        root: false,
        sha256: hex("dc528e3788691b3f7950164076f95b02c64334c68662bdede5750b4e0e5338f6"),
    },
    Authority {
        file_stem: "ACI-EL-PP-TEST",
        common_name: "TEST AC IGC-SANTE ELEMENTAIRE PERSONNES",
        environment: Environment::Test,
        root: false,
        sha256: hex("67be67df1673552a6c2c110f6603309c4b68fd7b7a2bba847ec87dc5d7c71b1f"),
    },
    Authority {
        file_stem: "ACR-ST-TEST",
        common_name: "TEST AC RACINE IGC-SANTE STANDARD",
        environment: Environment::Test,
        root: true,
        sha256: hex("d6059a88efd603feb05405197215ccade2a8b389c6f872f9d343e5f53bfbb426"),
    },
    Authority {
        file_stem: "ACI-ST-PP-TEST",
        common_name: "TEST AC IGC-SANTE STANDARD PERSONNES",
        environment: Environment::Test,
        root: false,
        sha256: hex("d4562312535334d8f7c885c6f5a8b3df0cf7bb3cd0b32954ec0ce4d82939a3f2"),
    },
];

impl Authority {
    /// The authority whose certificate has this SHA-256, computed over its DER.
    pub fn by_sha256(fingerprint: &[u8]) -> Option<&'static Self> {
        static KNOWN: [Authority; AUTHORITIES.len()] = AUTHORITIES;
        KNOWN.iter().find(|authority| authority.sha256 == fingerprint)
    }
}

/// 64 hexadecimal digits as 32 bytes; anything else stops the compilation.
const fn hex(text: &str) -> [u8; 32] {
    const fn digit(digit: u8) -> u8 {
        match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => panic!("not a lower-case hexadecimal digit"),
        }
    }
    let text = text.as_bytes();
    assert!(text.len() == 64, "a SHA-256 has 64 hexadecimal digits");
    let mut bytes = [0; 32];
    let mut index = 0;
    while index < 32 {
        bytes[index] = digit(text[2 * index]) << 4 | digit(text[2 * index + 1]);
        index += 1;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{AUTHORITIES, Authority, Environment};

    #[test]
    fn an_authority_is_found_by_its_fingerprint_only() {
        let authority = &AUTHORITIES[0];
        assert_eq!(Authority::by_sha256(&authority.sha256), Some(authority));
        let mut other = authority.sha256;
        other[31] ^= 1;
        assert_eq!(Authority::by_sha256(&other), None);
        assert_eq!(Authority::by_sha256(&authority.sha256[..31]), None);
    }

    #[test]
    fn the_table_agrees_with_itself() {
        for (index, authority) in AUTHORITIES.iter().enumerate() {
            assert_eq!(
                authority.root,
                authority.common_name.contains("RACINE"),
                "{authority:?}"
            );
            assert_eq!(
                authority.root,
                authority.file_stem.starts_with("ACR-"),
                "{authority:?}"
            );
            let test = authority.environment == Environment::Test;
            assert_eq!(test, authority.common_name.starts_with("TEST "), "{authority:?}");
            assert_eq!(test, authority.file_stem.ends_with("-TEST"), "{authority:?}");
            assert!(
                AUTHORITIES[..index]
                    .iter()
                    .all(|other| other.sha256 != authority.sha256)
            );
        }
    }
}
