//! The subject name of an IGC-Santé ORG certificate.
//!
//! Profile read on issued certificates: `C`, `ST`, `O`, `OU`, `CN`, in this order, one each.

use core::fmt;

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

/// An attribute type of the subject, in the order of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Attribute {
    /// countryName (`C`)
    Country,
    /// stateOrProvinceName (`ST`)
    State,
    /// organizationName (`O`)
    Organization,
    /// organizationalUnitName (`OU`)
    OrganizationalUnit,
    /// commonName (`CN`)
    CommonName,
}

impl Attribute {
    /// The short name of RFC 4514, section 3 (or of common use where it has none).
    pub const fn short_name(self) -> &'static str {
        match self {
            Self::Country => "C",
            Self::State => "ST",
            Self::Organization => "O",
            Self::OrganizationalUnit => "OU",
            Self::CommonName => "CN",
        }
    }
}

impl Subject {
    /// The attributes in the order in which they are encoded.
    pub fn attributes(&self) -> [(Attribute, &str); 5] {
        [
            (Attribute::Country, COUNTRY),
            (Attribute::State, &self.state),
            (Attribute::Organization, &self.organization),
            (Attribute::OrganizationalUnit, &self.organizational_unit),
            (Attribute::CommonName, &self.common_name),
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
            write!(f, "{}=", attribute.short_name())?;
            write_escaped(f, value)?;
        }
        Ok(())
    }
}

/// Writes a value as RFC 4514, section 2.4 escapes it.
pub(crate) fn write_escaped(f: &mut fmt::Formatter<'_>, value: &str) -> fmt::Result {
    let last = value.chars().count().saturating_sub(1);
    for (index, c) in value.chars().enumerate() {
        let special = matches!(c, '"' | '+' | ',' | ';' | '<' | '>' | '\\')
            || (index == 0 && matches!(c, '#' | ' '))
            || (index == last && c == ' ');
        match c {
            '\0' => f.write_str("\\00")?,
            _ if special => write!(f, "\\{c}")?,
            _ => write!(f, "{c}")?,
        }
    }
    Ok(())
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
