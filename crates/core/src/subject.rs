//! The subject name of an IGC-Santé ORG certificate.
//!
//! Profile taken from issued certificates: `C`, `ST`, `O`, `OU`, `CN`, in this order, one each.

use core::fmt;

use certiroc_pki::x509::{AttributeType, Escaped};
use serde::{Deserialize, Serialize};

/// The subject name asked for, attribute by attribute, unescaped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// `ST`: the département as the certificates write it, such as `Rhône (69)`.
    pub state: String,
    /// `O`: the name of the establishment.
    pub organization: String,
    /// `OU`: the national structure identifier (idNat_Struct), a type digit and the number.
    pub organizational_unit: String,
    /// `CN`: the name of the service (the platform's « service applicatif »).
    pub common_name: String,
}

/// The only country of IGC-Santé subjects (ISO 3166-1 alpha-2).
pub const COUNTRY: &str = "FR";

impl Subject {
    /// The attributes in the order in which they are encoded.
    pub fn attributes(&self) -> [(AttributeType, &str); 5] {
        [
            (AttributeType::Country, COUNTRY),
            (AttributeType::State, &self.state),
            (AttributeType::Organization, &self.organization),
            (AttributeType::OrganizationalUnit, &self.organizational_unit),
            (AttributeType::CommonName, &self.common_name),
        ]
    }
}

/// RFC 4514: last attribute first, special characters escaped.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (attribute, value)) in self.attributes().into_iter().rev().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            write!(f, "{}={}", attribute.short_name(), Escaped(value))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn displays_as_rfc_4514() {
        let subject = Subject {
            state: "Côte-d'Or (21)".into(),
            organization: " Hôpital, \"Saint+Luc\"; ".into(),
            organizational_unit: "1210780581".into(),
            common_name: "#Client".into(),
        };
        assert_eq!(
            subject.to_string(),
            "CN=\\#Client,OU=1210780581,O=\\ Hôpital\\, \\\"Saint\\+Luc\\\"\\;\\ ,ST=Côte-d'Or (21),C=FR"
        );
    }
}
