//! Windows: the key in the machine's store for one account, and the other side's authorities for as few programs as can be.

use super::{RecipeStep, StepKind, Writer, step};
use crate::package::FileRole;
use crate::shell;

/// What stands for the program's account on Windows: that of a pool of applications.
pub(super) const ACCOUNT: &str = r"IIS AppPool\ROC";

/// A string of `PowerShell`: the texts here are plain, and have one.
fn quoted(text: &str) -> String {
    shell::powershell(text).unwrap_or_default()
}

impl Writer<'_> {
    pub(super) fn windows(&self) -> Vec<RecipeStep> {
        let name = self.name(FileRole::Store);
        let file = quoted(&format!(r".\{name}"));
        let item = quoted(&format!(r"Cert:\LocalMachine\My\{}", self.thumbprint));
        let reader = quoted(&format!("{ACCOUNT}:R"));
        let mut steps = vec![
            // The key cannot be taken out again, it is with the newer provider, which signs with SHA-256, and the root of
            // our own certificate is nobody's business: whoever is to be believed is a matter of the trust store.
            step(
                StepKind::ImportAsAdministrator,
                [format!(
                    r#"certutil -csp "Microsoft Software Key Storage Provider" -importPFX My {name} NoExport,NoRoot"#
                )],
            ),
            // Without -Exportable the key cannot be taken out either.
            step(
                StepKind::ImportPowerShell,
                [format!(
                    r"Import-PfxCertificate -FilePath {file} -CertStoreLocation 'Cert:\LocalMachine\My' -Password (Read-Host -AsSecureString)"
                )],
            ),
            // Its file is found by the name that the provider gave it, the newer provider or the older one.
            step(
                StepKind::KeyReader,
                [
                    format!("$certificate = Get-Item {item}"),
                    "$key = [Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($certificate)".into(),
                    "$names = $key.Key.UniqueName, $key.CspKeyContainerInfo.UniqueKeyContainerName".into(),
                    format!(
                        r#"Get-ChildItem -Force "$env:ProgramData\Microsoft\Crypto\Keys", "$env:ProgramData\Microsoft\Crypto\RSA\MachineKeys" | Where-Object Name -in $names | ForEach-Object {{ icacls $_.FullName /grant {reader} }}"#
                    ),
                ],
            ),
            step(
                StepKind::CheckPowerShell,
                [format!(
                    "Get-Item {item} | Format-List HasPrivateKey,FriendlyName,Subject,Issuer,NotAfter"
                )],
            ),
        ];
        steps.extend(self.trust_on_windows());
        steps
    }

    /// Roots among the roots, the others among the intermediate authorities.
    fn trust_on_windows(&self) -> Option<RecipeStep> {
        self.trust_by(StepKind::TrustAsAdministrator, |role, name| match role {
            FileRole::TrustedRoot => Some(format!("certutil -addstore Root {name}")),
            FileRole::TrustedIntermediate => Some(format!("certutil -addstore CA {name}")),
            _ => None,
        })
    }

    pub(super) fn dot_net(&self) -> Vec<RecipeStep> {
        let name = self.name(FileRole::Store);
        let file = quoted(&format!(r".\{name}"));
        let reader = quoted(&format!("{ACCOUNT}:R"));
        let mut steps = vec![
            step(
                StepKind::Code,
                [
                    format!(
                        r#"var certificate = new X509Certificate2("{name}", password, X509KeyStorageFlags.MachineKeySet);"#
                    ),
                    "var handler = new HttpClientHandler();".into(),
                    "handler.ClientCertificates.Add(certificate);".into(),
                ],
            ),
            // Administrators, the system and that account, in every language of Windows.
            step(
                StepKind::KeyReader,
                [format!(
                    "icacls {file} /inheritance:r /grant '*S-1-5-32-544:F' '*S-1-5-18:F' {reader}"
                )],
            ),
            step(
                StepKind::CheckPowerShell,
                [format!(
                    "Get-PfxCertificate -FilePath {file} | Format-List Subject,Issuer,NotAfter,Thumbprint"
                )],
            ),
        ];
        steps.extend(self.trust_in_code());
        steps.extend(self.trust_on_windows());
        steps
    }

    /// The authorities for one program: a root among them is where a path must end.
    fn trust_in_code(&self) -> Option<RecipeStep> {
        let added = self.trust_by(StepKind::TrustCode, |role, name| {
            let store = match role {
                FileRole::TrustedRoot => "CustomTrustStore",
                FileRole::TrustedIntermediate => "ExtraStore",
                _ => return None,
            };
            Some(format!(
                r#"    chain.ChainPolicy.{store}.Add(new X509Certificate2("{name}"));"#
            ))
        })?;
        let has_root = self
            .trust
            .iter()
            .any(|output| output.role == FileRole::TrustedRoot);
        let before = [
            "handler.ServerCertificateCustomValidationCallback = (request, server, chain, errors) =>",
            "{",
            // Another name than the one that was asked for, or no certificate.
            "    if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;",
            "    chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;",
        ];
        let after = ["    return chain.Build(server);", "};"];
        let lines = before.into_iter().map(String::from).chain(added.lines);
        has_root.then(|| step(StepKind::TrustCode, lines.chain(after.map(String::from))))
    }
}
