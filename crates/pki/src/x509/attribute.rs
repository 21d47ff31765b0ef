//! The attribute types used in requests (RFC 5280, section 4.1.2.4), and how RFC 4514 writes a value.

use core::fmt::{self, Write};

use serde::{Deserialize, Serialize};

/// The type of an attribute in the subject name of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AttributeType {
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

impl AttributeType {
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

    /// The most characters that a value may have (the upper bounds of RFC 5280, appendix A.1).
    pub const fn limit(self) -> usize {
        match self {
            Self::Country => 2,
            Self::State => 128,
            Self::Organization | Self::OrganizationalUnit | Self::CommonName => 64,
        }
    }
}

/// A value as RFC 4514, section 2.4 escapes it.
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.0.chars().count().saturating_sub(1);
        for (index, c) in self.0.chars().enumerate() {
            let special = matches!(c, '"' | '+' | ',' | ';' | '<' | '>' | '\\')
                || (index == 0 && matches!(c, '#' | ' '))
                || (index == last && c == ' ');
            match c {
                '\0' => f.write_str("\\00")?,
                _ if special => write!(f, "\\{c}")?,
                _ => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
