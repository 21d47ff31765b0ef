//! The two certificates that ROC requires, as a table.

use serde::{Deserialize, Serialize};

/// A product of the IGC-Santé offer « ORG » that ROC uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Product {
    /// ORG AUTH_CLI: TLS client authentication to the directory of the AMC.
    OrgAuthCli,
    /// ORG SIGN: seals the SAML tokens sent to the services of the AMC.
    OrgSign,
}

impl Product {
    /// Both products, in the order of the procedure.
    pub const ALL: [Self; 2] = [Self::OrgAuthCli, Self::OrgSign];

    /// The name the ANS gives the product.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OrgAuthCli => "ORG AUTH_CLI",
            Self::OrgSign => "ORG SIGN",
        }
    }

    /// The name used in files and addresses: ASCII, lower case, no spaces.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::OrgAuthCli => "org-auth-cli",
            Self::OrgSign => "org-sign",
        }
    }

    /// The service name (« service applicatif ») that the ANS recommends for ROC
    /// (procedure V3.0.0 of 14/12/2022, « Génération et installation »).
    pub const fn recommended_service_name(self) -> &'static str {
        match self {
            Self::OrgAuthCli => "Client_ROC_Annuaire_AMC",
            Self::OrgSign => "Client_ROC_WebServices_AMC",
        }
    }

    /// The other product, for which a file or a name may be mistaken.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::OrgAuthCli => Self::OrgSign,
            Self::OrgSign => Self::OrgAuthCli,
        }
    }
}
