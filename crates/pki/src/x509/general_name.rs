//! General names (RFC 5280, section 4.2.1.6) and the subtrees of name constraints.

use x509_parser::extensions::GeneralName as Parsed;

use super::Name;

/// The name in an alternative name, an address or a constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeneralName {
    /// `rfc822Name`: a mailbox; in a constraint also a host, or a domain that begins with a period.
    Mail(String),
    /// `dNSName`
    Dns(String),
    /// `directoryName`
    Directory(Name),
    /// `uniformResourceIdentifier`
    Uri(String),
    /// `iPAddress`: 4 or 16 bytes; in a constraint 8 or 32, the address and its mask.
    Ip(Vec<u8>),
    /// `registeredID`, dotted.
    RegisteredId(String),
    /// `otherName` of this type, dotted.
    Other(String),
    /// `x400Address` or `ediPartyName`, which nobody uses.
    Obsolete,
    /// Bytes that its type does not allow.
    Malformed,
}

/// One subtree of a name constraint. `minimum` and `maximum` are fixed by the profile of RFC 5280.
pub type Subtree = GeneralName;

impl GeneralName {
    pub(super) fn read(name: &Parsed<'_>) -> Self {
        match name {
            Parsed::RFC822Name(mail) => Self::Mail((*mail).to_owned()),
            Parsed::DNSName(host) => Self::Dns((*host).to_owned()),
            Parsed::DirectoryName(name) => Self::Directory(Name::read(name)),
            Parsed::URI(uri) => Self::Uri((*uri).to_owned()),
            Parsed::IPAddress(bytes) => Self::Ip(bytes.to_vec()),
            Parsed::RegisteredID(oid) => Self::RegisteredId(oid.to_id_string()),
            Parsed::OtherName(oid, _) => Self::Other(oid.to_id_string()),
            Parsed::X400Address(_) | Parsed::EDIPartyName(_) => Self::Obsolete,
            Parsed::Invalid(..) => Self::Malformed,
        }
    }

    /// Whether both name the same (RFC 5280, section 7): hosts, and what stands before the path of a URI, in any case.
    pub(crate) fn matches(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Directory(one), Self::Directory(other)) => one.matches(other),
            (Self::Dns(one), Self::Dns(other)) => one.eq_ignore_ascii_case(other),
            (Self::Uri(one), Self::Uri(other)) => {
                let (host, path) = one.split_at(path_start(one));
                let (other_host, other_path) = other.split_at(path_start(other));
                host.eq_ignore_ascii_case(other_host) && path == other_path
            }
            _ => self == other,
        }
    }

    /// Whether a certificate may bear it as an alternative name: a host name of RFC 1034 in ASCII, its
    /// first label perhaps `*`; a mailbox in ASCII; an address of 4 or 16 bytes.
    pub fn is_well_formed(&self) -> bool {
        match self {
            Self::Dns(host) => is_host(host.strip_prefix("*.").unwrap_or(host)),
            Self::Mail(mail) => mailbox(mail).is_some(),
            Self::Ip(bytes) => matches!(bytes.len(), 4 | 16),
            Self::Uri(uri) => uri.is_ascii(),
            Self::Malformed => false,
            Self::Directory(_) | Self::RegisteredId(_) | Self::Other(_) | Self::Obsolete => true,
        }
    }
}

/// Where the path of a URI begins; without a host, at its beginning.
fn path_start(uri: &str) -> usize {
    let Some((scheme, rest)) = uri.split_once("://") else {
        return 0;
    };
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    scheme.len() + 3 + host
}

/// The local part and the host of a mailbox. A text with spaces, quotes or several `@` is not one.
pub(crate) fn mailbox(text: &str) -> Option<(&str, &str)> {
    let (local, host) = text.split_once('@')?;
    let plain = local.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
    (plain && !local.is_empty() && is_host(host)).then_some((local, host))
}

/// RFC 1034, section 3.5, as changed by RFC 1123, section 2.1: a label may begin with a digit, and the last
/// one is not a number, so that no name reads as an address.
pub(crate) fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        matches!(label.len(), 1..=63)
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= 253 && text.split('.').all(label) && !text.rsplit('.').next().is_none_or(number)
}
