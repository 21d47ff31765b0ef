//! Where the certificate goes, and in which forms it can go there.

use serde::{Deserialize, Serialize};

use certiroc_pki::key::{ExportPassword, PassphraseError};
use certiroc_pki::pkcs12::Pkcs12Profile;

/// What uses the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Java 8 before update 301.
    Java8Old,
    /// Java 8, update 301 and later.
    Java8,
    /// Java 11, any update.
    Java11,
    /// Java 17.
    Java17,
    /// Java 21 and later.
    Java21,
    /// Windows Server 2012 and 2016.
    WindowsOld,
    /// Windows Server 2019 and later, Windows 10 1809 and later.
    Windows,
    /// .NET, on any Windows.
    DotNet,
    /// Apache, as a client of the other side (`mod_proxy`).
    Apache,
    /// nginx, likewise.
    Nginx,
    /// `HAProxy`, likewise.
    HaProxy,
    /// OpenSSL and curl.
    OpenSsl,
    /// macOS.
    MacOs,
    /// Whatever takes what IGC-Santé's platform makes.
    Platform,
    /// What a vendor asked for.
    Vendor,
}

/// The form of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Container {
    /// PKCS #12: key and certificates in one file.
    Pkcs12(Pkcs12Profile),
    /// PEM: the key encrypted, the certificates in files of their own.
    Pem,
    /// PKCS #7: the certificates in one file, without the key.
    Pkcs7,
    /// Java's old key store: key and certificates in one file.
    Jks,
    /// DER: a file for each certificate, without the key.
    Der,
}

const COMPATIBLE: Container = Container::Pkcs12(Pkcs12Profile::Compatible);
const MODERN: Container = Container::Pkcs12(Pkcs12Profile::Modern);
const PLATFORM: Container = Container::Pkcs12(Pkcs12Profile::Platform);

impl Target {
    /// Every target, in the order in which they are offered.
    pub const ALL: [Self; 15] = [
        Self::Java8Old,
        Self::Java8,
        Self::Java11,
        Self::Java17,
        Self::Java21,
        Self::WindowsOld,
        Self::Windows,
        Self::DotNet,
        Self::Apache,
        Self::Nginx,
        Self::HaProxy,
        Self::OpenSsl,
        Self::MacOs,
        Self::Platform,
        Self::Vendor,
    ];

    /// The word for it in files and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Java8Old => "java8-old",
            Self::Java8 => "java8",
            Self::Java11 => "java11",
            Self::Java17 => "java17",
            Self::Java21 => "java21",
            Self::WindowsOld => "windows-old",
            Self::Windows => "windows",
            Self::DotNet => "dot-net",
            Self::Apache => "apache",
            Self::Nginx => "nginx",
            Self::HaProxy => "ha-proxy",
            Self::OpenSsl => "open-ssl",
            Self::MacOs => "mac-os",
            Self::Platform => "platform",
            Self::Vendor => "vendor",
        }
    }

    /// Whether no machine of the project's could try it: what it takes is known from its documentation alone.
    pub const fn is_documented_only(self) -> bool {
        matches!(
            self,
            Self::Java8Old | Self::Java8 | Self::WindowsOld | Self::Windows | Self::DotNet | Self::MacOs
        )
    }

    /// What it takes, the one to be preferred first.
    pub const fn containers(self) -> &'static [Container] {
        match self {
            // PBES2 and HmacPBESHA256 came with 8u301 and 11.0.12 (JDK-8267701): "Java 11" may be older.
            Self::Java8Old | Self::Java11 => &[COMPATIBLE, PLATFORM, Container::Jks],
            Self::Java8 | Self::Java17 | Self::Java21 => &[MODERN, COMPATIBLE, PLATFORM, Container::Jks],
            // Windows before Server 2019 takes AES for a wrong password; .NET leaves PKCS #12 to Windows, whichever
            // it is. macOS takes a MAC of SHA-256 for a wrong password.
            Self::WindowsOld | Self::DotNet | Self::MacOs => &[COMPATIBLE, PLATFORM],
            Self::Windows => &[MODERN, COMPATIBLE, PLATFORM],
            Self::Apache | Self::Nginx | Self::HaProxy => &[Container::Pem],
            Self::OpenSsl => &[Container::Pem, MODERN, COMPATIBLE, PLATFORM],
            Self::Platform => &[PLATFORM],
            Self::Vendor => &[
                COMPATIBLE,
                MODERN,
                PLATFORM,
                Container::Pem,
                Container::Jks,
                Container::Pkcs7,
                Container::Der,
            ],
        }
    }

    /// The delivery in the container to be preferred.
    pub const fn preferred(self) -> Delivery {
        Delivery {
            target: self,
            container: self.containers()[0],
        }
    }
}

impl Container {
    /// The word for it in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pkcs12(Pkcs12Profile::Compatible) => "pkcs12-compatible",
            Self::Pkcs12(Pkcs12Profile::Modern) => "pkcs12-modern",
            Self::Pkcs12(Pkcs12Profile::Platform) => "pkcs12-platform",
            Self::Pem => "pem",
            Self::Pkcs7 => "pkcs7",
            Self::Jks => "jks",
            Self::Der => "der",
        }
    }

    /// Whether it names the key.
    pub const fn has_alias(self) -> bool {
        matches!(
            self,
            Self::Jks | Self::Pkcs12(Pkcs12Profile::Compatible | Pkcs12Profile::Modern)
        )
    }

    /// Whether the key is in it, and so a password is needed.
    pub const fn has_key(self) -> bool {
        !matches!(self, Self::Pkcs7 | Self::Der)
    }

    /// Whether whoever has the file tries passwords fast: JKS hashes each with SHA-1, a few times; the old profiles of
    /// PKCS #12 derive from it some thousand times.
    pub const fn is_guessed_fast(self) -> bool {
        matches!(
            self,
            Self::Jks | Self::Pkcs12(Pkcs12Profile::Compatible | Pkcs12Profile::Platform)
        )
    }

    /// Checks the password that somebody thought of for the file, against one who knows the words `known`. `imposed`: the
    /// target takes no longer one.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check_password(
        self,
        text: &str,
        known: &[String],
        imposed: bool,
    ) -> Result<ExportPassword, PassphraseError> {
        if self.is_guessed_fast() && !imposed {
            ExportPassword::parse_for_old_format(text, known)
        } else {
            ExportPassword::parse(text)
        }
    }
}

/// A target with a container that it takes. Serialised as the pair, checked again when read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(Target, Container)", into = "(Target, Container)")]
pub struct Delivery {
    target: Target,
    container: Container,
}

/// The target does not take the container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{target:?} does not take {container:?}")]
pub struct Refused {
    /// The target.
    pub target: Target,
    /// The container.
    pub container: Container,
}

impl Delivery {
    /// A delivery.
    ///
    /// # Errors
    /// [`Refused`] when it is none of [`Target::containers`].
    pub fn new(target: Target, container: Container) -> Result<Self, Refused> {
        if target.containers().contains(&container) {
            Ok(Self { target, container })
        } else {
            Err(Refused { target, container })
        }
    }

    /// Where it goes.
    pub const fn target(self) -> Target {
        self.target
    }

    /// In which form.
    pub const fn container(self) -> Container {
        self.container
    }
}

impl TryFrom<(Target, Container)> for Delivery {
    type Error = Refused;

    fn try_from((target, container): (Target, Container)) -> Result<Self, Refused> {
        Self::new(target, container)
    }
}

impl From<Delivery> for (Target, Container) {
    fn from(delivery: Delivery) -> Self {
        (delivery.target, delivery.container)
    }
}
