//! What is done with the files.

use certiroc_core::package::{
    Container, Delivery, FileRole, OutputFile, StepKind, Target, TrustKind, recipe,
};
use certiroc_pki::pkcs12::Pkcs12Profile;

use super::{SHA1, STEM, naming, trusted};

/// The recipe's lines of one kind.
fn lines(delivery: Delivery, alias: &str, kind: StepKind) -> Vec<String> {
    let trust = trusted(TrustKind::of(delivery)).unwrap();
    let trust: Vec<_> = trust.into_iter().map(|file| file.output).collect();
    recipe(delivery, &naming(), alias, &SHA1, &trust)
        .into_iter()
        .filter(|step| step.kind == kind)
        .flat_map(|step| step.lines)
        .collect()
}

#[test]
fn each_recipe_names_the_files_that_are_made() {
    for target in Target::ALL {
        for container in target.containers() {
            let delivery = Delivery::new(target, *container).unwrap();
            let outputs = naming().outputs(*container);
            for with_trust in [false, true] {
                let trust = if with_trust {
                    trusted(TrustKind::of(delivery)).unwrap()
                } else {
                    Vec::new()
                };
                let trust: Vec<_> = trust.into_iter().map(|file| file.output).collect();
                let steps = recipe(delivery, &naming(), "roc-org-sign", &SHA1, &trust);
                let text: Vec<_> = steps.iter().flat_map(|step| &step.lines).collect();
                // Every word that is a file of ours, or made of ours on the server.
                let named: Vec<_> = text
                    .iter()
                    .flat_map(|line| line.split([' ', '/', '\\', '=', '"', '\'', ';', ')']))
                    .filter(|word| word.starts_with("org-sign_") || word.starts_with("igc-osi"))
                    .collect();
                for name in &named {
                    let known = outputs.iter().chain(&trust).any(|output| output.name == *name);
                    let made = [
                        "proxy.pem",
                        "haproxy.pem",
                        "password",
                        "curlrc",
                        "key",
                        "options",
                        "properties",
                    ];
                    let made = made.iter().any(|suffix| format!("{STEM}.{suffix}") == *name);
                    assert!(known || made, "{target:?}, {container:?}: {name}");
                }
                assert!(!named.is_empty());
                let is_vendor = matches!(target, Target::Vendor | Target::Platform);
                for output in trust.iter().filter(|_| !is_vendor) {
                    assert!(
                        named.contains(&output.name.as_str()),
                        "{target:?}: {}",
                        output.name
                    );
                }
                // No variable, which might be unset; `PowerShell` has those that it was given there, and its own.
                for line in steps
                    .iter()
                    .filter(|step| step.kind != StepKind::KeyReader)
                    .flat_map(|step| &step.lines)
                {
                    assert!(!line.contains('$'), "{line}");
                }
                // The password is nowhere written in a line that is run, nor left to be written into one.
                assert!(text.iter().all(|line| !line.ends_with('=')));
                let verified = match target {
                    Target::Apache => Some("SSLProxyVerify require"),
                    Target::Nginx => Some("proxy_ssl_verify on;"),
                    Target::HaProxy => Some(" verify required "),
                    _ => None,
                };
                assert!(verified.is_none_or(|verify| text.iter().any(|line| line.contains(verify))));
                let system = text
                    .iter()
                    .any(|line| line.contains("/etc/ssl/certs/ca-certificates.crt"));
                assert_eq!(system, verified.is_some() && !with_trust, "{target:?}");
                // What stands for a word of the hospital's is in the steps that say so, and in no other.
                for step in &steps {
                    for kind in [
                        StepKind::Group,
                        StepKind::Run,
                        StepKind::KeyReader,
                        StepKind::JavaProperties,
                    ] {
                        let word = kind.stand_in().unwrap();
                        let there = step.lines.iter().any(|line| line.contains(word));
                        assert_eq!(there, step.kind.stand_in() == Some(word), "{target:?}: {step:?}");
                    }
                }
                // Nothing is asked of the user that has no place to be written in.
                assert!(steps.iter().all(|step| !step.lines.is_empty()));
            }
        }
    }
}

#[test]
fn recipes_of_java_are_to_the_letter() {
    let delivery = Target::Java17.preferred();
    assert_eq!(
        lines(delivery, "Clé d'été", StepKind::Check),
        [
            r"keytool -list -v -keystore /etc/roc/org-sign_1690781810_2026-11-25.p12 -storetype PKCS12 -alias 'clé d'\''été'",
            "openssl pkcs12 -in /etc/roc/org-sign_1690781810_2026-11-25.p12 -info -noout",
        ]
    );
    assert_eq!(
        lines(delivery, "clé d'été", StepKind::CheckWindows),
        [
            r#"keytool -list -v -keystore org-sign_1690781810_2026-11-25.p12 -storetype PKCS12 -alias "clé d'été""#
        ]
    );
    // What a console has no word for is left out, and every entry shown.
    assert_eq!(
        lines(delivery, "a\"&calc", StepKind::CheckWindows),
        ["keytool -list -v -keystore org-sign_1690781810_2026-11-25.p12 -storetype PKCS12"]
    );
    assert_eq!(
        lines(delivery, "roc-org-sign", StepKind::TrustJavaFile),
        [
            r#"(umask 027; printf '%s\n' '"-Djavax.net.ssl.trustStore=/etc/roc/igc-osi.p12"' '"-Djavax.net.ssl.trustStoreType=PKCS12"' >> /etc/roc/org-sign_1690781810_2026-11-25.options; stty -echo; head -n 1 | sed 's/[\\"]/\\&/g; s/.*/"-Djavax.net.ssl.trustStorePassword=&"/' >> /etc/roc/org-sign_1690781810_2026-11-25.options; stty echo)"#
        ]
    );
    assert_eq!(
        lines(delivery, "roc-org-sign", StepKind::JavaOptions),
        ["JDK_JAVA_OPTIONS=@/etc/roc/org-sign_1690781810_2026-11-25.options"]
    );
    assert_eq!(
        lines(
            Target::Java8.preferred(),
            "roc-org-sign",
            StepKind::JavaProperties
        ),
        [
            "cat /etc/roc/org-sign_1690781810_2026-11-25.properties >> /opt/application/conf/catalina.properties"
        ]
    );
    let platform = Delivery::new(Target::Java17, Container::Pkcs12(Pkcs12Profile::Platform)).unwrap();
    assert!(lines(platform, "roc-org-sign", StepKind::Check)[0].ends_with(" -alias 1"));
}

#[test]
fn recipes_of_servers_and_windows_are_to_the_letter() {
    assert_eq!(
        lines(Target::OpenSsl.preferred(), "", StepKind::Decrypt),
        [
            "(umask 077; openssl pkey -in org-sign_1690781810_2026-11-25.key.pem -out org-sign_1690781810_2026-11-25.key)"
        ]
    );
    assert_eq!(
        lines(Target::Apache.preferred(), "", StepKind::Configure),
        [
            "SSLProxyEngine on",
            "SSLProxyMachineCertificateFile /etc/apache2/roc/org-sign_1690781810_2026-11-25.proxy.pem",
            "SSLProxyMachineCertificateChainFile /etc/apache2/roc/org-sign_1690781810_2026-11-25.fullchain.pem",
        ]
    );
    assert_eq!(
        lines(Target::Apache.preferred(), "", StepKind::TrustOtherSide),
        [
            "SSLProxyCACertificateFile /etc/apache2/roc/igc-osi.pem",
            "SSLProxyVerify require",
            "SSLProxyVerifyDepth 3",
        ]
    );
    assert_eq!(
        lines(Target::Nginx.preferred(), "", StepKind::Configure),
        [
            "proxy_ssl_certificate /etc/nginx/roc/org-sign_1690781810_2026-11-25.fullchain.pem;",
            "proxy_ssl_certificate_key /etc/nginx/roc/org-sign_1690781810_2026-11-25.key.pem;",
            "proxy_ssl_password_file /etc/nginx/roc/org-sign_1690781810_2026-11-25.password;",
            "proxy_ssl_server_name on;",
        ]
    );
    let store = Delivery::new(Target::OpenSsl, Container::Pkcs12(Pkcs12Profile::Modern)).unwrap();
    assert_eq!(
        lines(store, "", StepKind::PasswordFile),
        [
            r#"(umask 077; stty -echo; head -n 1 | sed 's/[\\"]/\\&/g; s/.*/pass = "&"/' > org-sign_1690781810_2026-11-25.curlrc; stty echo)"#
        ]
    );
    assert_eq!(
        lines(store, "", StepKind::Run),
        [
            "curl -K org-sign_1690781810_2026-11-25.curlrc --cert-type P12 --cert org-sign_1690781810_2026-11-25.p12 --cacert igc-osi.pem https://amc.example/"
        ]
    );
    assert_eq!(
        lines(Target::Windows.preferred(), "", StepKind::ImportAsAdministrator),
        [
            r#"certutil -csp "Microsoft Software Key Storage Provider" -importPFX My org-sign_1690781810_2026-11-25.p12 NoExport,NoRoot"#
        ]
    );
    let thumbprint = "A5".repeat(20);
    let reader = lines(Target::WindowsOld.preferred(), "", StepKind::KeyReader);
    assert_eq!(
        reader[0],
        format!(r"$certificate = Get-Item 'Cert:\LocalMachine\My\{thumbprint}'")
    );
    assert!(reader[3].ends_with(r"icacls $_.FullName /grant 'IIS AppPool\ROC:R' }"));
    assert_eq!(
        lines(Target::DotNet.preferred(), "", StepKind::TrustCode)[4..6],
        [
            r#"    chain.ChainPolicy.ExtraStore.Add(new X509Certificate2("igc-osi-1.cer"));"#,
            r#"    chain.ChainPolicy.CustomTrustStore.Add(new X509Certificate2("igc-osi-2.cer"));"#,
        ]
    );
    assert_eq!(
        lines(Target::Windows.preferred(), "", StepKind::TrustAsAdministrator),
        [
            "certutil -addstore CA igc-osi-1.cer",
            "certutil -addstore Root igc-osi-2.cer",
        ]
    );
}

#[test]
fn a_name_that_is_none_enters_no_line() {
    let hostile = [
        "a;reboot",
        "a\"&calc",
        "$(reboot).cer",
        "-rf",
        "a b.cer",
        "..",
        "a'.pem",
    ];
    for target in Target::ALL {
        for name in hostile {
            let roles = [
                FileRole::Trust,
                FileRole::TrustedRoot,
                FileRole::TrustedIntermediate,
            ];
            let trust = roles.map(|role| OutputFile {
                role,
                name: name.into(),
                media_type: "",
            });
            let steps = |trust: &[OutputFile]| recipe(target.preferred(), &naming(), "roc", &SHA1, trust);
            assert_eq!(steps(&trust), steps(&[]), "{target:?}: {name}");
        }
    }
}
