//! What CertiROC packs, opened by the programs that it is packed for.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::sync::LazyLock;

use certiroc_core::package::{
    Container, Delivery, FileNaming, NamedAuthority, PackageRequest, StepKind, Target, TrustKind, Written,
    make, recipe, trust_store,
};
use certiroc_interop::{JAVA, KEYTOOL, OPENSSL, SAMPLES, Tool, java_program, rng};
use certiroc_pki::key::ExportPassword;
use certiroc_pki::pkcs12::Pkcs12Profile;
use certiroc_pki::x509::Certificate;
use tempfile::TempDir;
use time::macros::datetime;

const NOW: time::OffsetDateTime = datetime!(2026-11-25 10:20:30 UTC);
const STEM: &str = "org-sign_1210780581_2026-11-25";
const SHELL: Tool = Tool::new("sh", "dash");

/// The certificate of the first sample, whose name has accents, by two authorities whose names have some.
struct Pki {
    leaf: Certificate,
    chain: [Certificate; 2],
}

static PKI: LazyLock<Pki> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let csr = SAMPLES[0].path("csr.pem");
    let run = |command: &str| {
        let arguments = command.split(' ').map(|word| match word.strip_prefix('@') {
            Some("csr.pem") => csr.to_str().unwrap().to_owned(),
            Some(name) => path(name),
            None => word.to_owned(),
        });
        let answer = OPENSSL.run(arguments);
        assert!(answer.success, "{command}: {}", answer.text);
    };
    fs::write(path("ca.cnf"), "basicConstraints=critical,CA:TRUE\n").unwrap();
    run(
        "req -x509 -utf8 -newkey rsa:2048 -nodes -keyout @acr.key -out @acr.pem -subj /O=Santé/CN=ACR -days 30",
    );
    run("req -new -utf8 -newkey rsa:2048 -nodes -keyout @aci.key -out @aci.csr -subj /O=Santé/CN=ACI -batch");
    run(
        "x509 -req -in @aci.csr -CA @acr.pem -CAkey @acr.key -CAcreateserial -extfile @ca.cnf -out @aci.pem -days 30",
    );
    run("x509 -req -in @csr.pem -CA @aci.pem -CAkey @aci.key -CAcreateserial -out @leaf.pem -days 30");
    let read = |name: &str| {
        run(&format!("x509 -in @{name}.pem -outform DER -out @{name}.cer"));
        Certificate::from_der(&fs::read(path(&format!("{name}.cer"))).unwrap()).unwrap()
    };
    Pki {
        leaf: read("leaf"),
        chain: [read("aci"), read("acr")],
    }
});

/// Passwords that hold every character allowed, and the shortest and longest.
static PASSWORDS: LazyLock<Vec<ExportPassword>> = LazyLock::new(|| {
    let all: String = (' '..='~').collect();
    [format!("x{all}x"), "sixsix".into(), "~".repeat(128)]
        .iter()
        .map(|text| ExportPassword::parse(text).unwrap())
        .collect()
});

/// The aliases tried, with accents and without.
const ALIASES: [&str; 3] = ["roc-org-sign", "Clé d'Été €", "L'alias \"cité\" $HOME"];

/// A folder with the files of a delivery and with the password in a file.
struct Delivered {
    folder: TempDir,
    files: Vec<Written>,
}

impl Delivered {
    fn new(container: Container, alias: &str, password: &ExportPassword) -> Self {
        let chain = PKI.chain.each_ref().map(Certificate::der);
        let request = PackageRequest {
            delivery: Delivery::new(Target::Vendor, container).unwrap(),
            secret: Some((&SAMPLES[0].key, password)),
            leaf: PKI.leaf.der(),
            chain: &chain,
            alias,
            stem: STEM,
        };
        Self::of(make(&request, NOW, &mut rng()).unwrap(), password)
    }

    fn of(files: Vec<Written>, password: &ExportPassword) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in &files {
            fs::write(folder.path().join(&file.output.name), &file.bytes).unwrap();
        }
        fs::write(folder.path().join("password"), password.as_str()).unwrap();
        Self { folder, files }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// The path of the only file.
    fn file(&self) -> String {
        self.path(&self.files[0].output.name)
    }

    fn password(&self) -> String {
        format!("file:{}", self.path("password"))
    }

    /// What `ListStore` takes.
    fn argument(&self, kind: &str) -> String {
        format!("{kind}:{}:{}", self.file(), self.path("password"))
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// The lines of `ListStore` for these stores.
fn listed(arguments: &[String]) -> Vec<String> {
    let program = java_program("ListStore.java").to_str().unwrap().to_owned();
    let answer = JAVA.run([&[program], arguments].concat());
    assert!(answer.success, "{}", answer.text);
    let text = String::from_utf8(answer.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// What `ListStore` says of a key with its whole chain.
fn whole(alias: &str) -> String {
    let hash = |certificate: &Certificate| hexadecimal(&certificate.sha256());
    let [aci, acr] = PKI.chain.each_ref().map(hash);
    let name = hexadecimal(alias.to_lowercase().as_bytes());
    format!("{name} key {} {aci} {acr} pair", hash(&PKI.leaf))
}

const STORES: [(Container, &str); 4] = [
    (Container::Pkcs12(Pkcs12Profile::Compatible), "PKCS12"),
    (Container::Pkcs12(Pkcs12Profile::Modern), "PKCS12"),
    (Container::Pkcs12(Pkcs12Profile::Platform), "PKCS12"),
    (Container::Jks, "JKS"),
];

#[test]
fn java_opens_every_store_with_its_alias_chain_and_key() {
    let mut stores = Vec::new();
    let mut expected = Vec::new();
    for (container, kind) in STORES {
        for alias in ALIASES {
            for password in PASSWORDS.iter() {
                let delivered = Delivered::new(container, alias, password);
                let unnamed = container == Container::Pkcs12(Pkcs12Profile::Platform);
                expected.push(whole(if unnamed { "1" } else { alias }));
                stores.push((delivered, kind));
            }
        }
    }
    let arguments: Vec<_> = stores
        .iter()
        .map(|(delivered, kind)| delivered.argument(kind))
        .collect();
    assert_eq!(listed(&arguments), expected);
}

#[test]
fn java_trusts_every_authority_of_a_trust_store() {
    let aliases = ["ACI d'essai €", "acr"];
    let authorities: Vec<_> = aliases
        .iter()
        .zip(&PKI.chain)
        .map(|(alias, certificate)| NamedAuthority {
            alias,
            der: certificate.der(),
        })
        .collect();
    let expected: BTreeSet<_> = aliases
        .iter()
        .zip(&PKI.chain)
        .map(|(alias, certificate)| {
            let name = hexadecimal(alias.to_lowercase().as_bytes());
            format!("{name} trusted {}", hexadecimal(&certificate.sha256()))
        })
        .collect();
    for (kind, name) in [
        (TrustKind::Pkcs12(Pkcs12Profile::Compatible), "PKCS12"),
        (TrustKind::Pkcs12(Pkcs12Profile::Modern), "PKCS12"),
        (TrustKind::Pkcs12(Pkcs12Profile::Platform), "PKCS12"),
        (TrustKind::Jks, "JKS"),
    ] {
        for password in PASSWORDS.iter() {
            let files = trust_store(kind, &authorities, "osi", Some(password), NOW, &mut rng()).unwrap();
            let delivered = Delivered::of(files, password);
            let lines: BTreeSet<_> = listed(&[delivered.argument(name)]).into_iter().collect();
            assert_eq!(lines, expected, "{kind:?}");
        }
    }
}

/// The blocks of a text of OpenSSL's: its certificates as DER, in their order.
fn certificates(text: &[u8]) -> Vec<Vec<u8>> {
    let blocks = pem::parse_many(text).unwrap().into_iter();
    blocks
        .filter(|block| block.tag() == "CERTIFICATE")
        .map(pem::Pem::into_contents)
        .collect()
}

fn all() -> Vec<Vec<u8>> {
    let chain = PKI.chain.iter().map(Certificate::der);
    core::iter::once(PKI.leaf.der())
        .chain(chain)
        .map(<[u8]>::to_vec)
        .collect()
}

#[test]
fn openssl_opens_every_pkcs12_without_its_legacy_provider() {
    for profile in Pkcs12Profile::ALL {
        for alias in ALIASES {
            for password in PASSWORDS.iter() {
                let delivered = Delivered::new(Container::Pkcs12(profile), alias, password);
                let (file, source) = (delivered.file(), delivered.password());
                let answer = OPENSSL.run(["pkcs12", "-in", &file, "-passin", &source, "-nodes"]);
                assert!(answer.success, "{profile:?}: {}", answer.text);
                assert_eq!(certificates(&answer.stdout), all());
                let key = pem::parse_many(&answer.stdout).unwrap();
                let key = key.iter().find(|block| block.tag() == "PRIVATE KEY").unwrap();
                assert_eq!(key.contents(), SAMPLES[0].key.pkcs8_der());
                // On the leaf and on the key; OpenSSL shows the low byte of each character.
                let name = alias.encode_utf16().map(|unit| unit.to_be_bytes()[1]);
                let line: Vec<u8> = b"    friendlyName: "
                    .iter()
                    .copied()
                    .chain(name)
                    .chain(*b"\n")
                    .collect();
                let names = answer
                    .stdout
                    .windows(line.len())
                    .filter(|window| *window == line)
                    .count();
                assert_eq!(names, if profile == Pkcs12Profile::Platform { 0 } else { 2 });
                let wrong = OPENSSL.run(["pkcs12", "-in", &file, "-passin", "pass:wrong!", "-noout"]);
                assert!(!wrong.success);
            }
        }
    }
}

#[test]
fn pkcs7_keeps_its_order_in_openssl_and_keytool() {
    let delivered = Delivered::new(Container::Pkcs7, "", &PASSWORDS[0]);
    let answer = OPENSSL.run(["pkcs7", "-in", &delivered.file(), "-print_certs"]);
    assert!(answer.success, "{}", answer.text);
    assert_eq!(certificates(&answer.stdout), all());
    let answer = KEYTOOL.run(["-printcert", "-rfc", "-file", &delivered.file()]);
    assert!(answer.success, "{}", answer.text);
    assert_eq!(certificates(&answer.stdout), all());
}

/// The command of the recipe, run by a shell, leaves the password for its owner alone, as curl's manual has it quoted.
#[test]
fn the_recipe_leaves_the_password_to_curl() {
    use std::os::unix::fs::PermissionsExt;

    for password in PASSWORDS.iter() {
        let container = Container::Pkcs12(Pkcs12Profile::Modern);
        let delivered = Delivered::new(container, ALIASES[0], password);
        let naming = FileNaming::new(STEM, &PKI.chain).unwrap();
        let delivery = Delivery::new(Target::OpenSsl, container).unwrap();
        let steps = recipe(delivery, &naming, ALIASES[0], &PKI.leaf.sha1(), &[]);
        let step = steps.iter().find(|step| step.kind == StepKind::PasswordFile);
        let command = &step.unwrap().lines[0];
        // `stty` fails where there is no terminal.
        SHELL.run_with_input(
            [
                "-c",
                &format!("cd {} && {command}", delivered.folder.path().display()),
            ],
            format!("{}\n", password.as_str()).as_bytes(),
        );
        let made = delivered.path(&format!("{STEM}.curlrc"));
        let quoted = password.as_str().replace('\\', r"\\").replace('"', "\\\"");
        assert_eq!(
            fs::read_to_string(&made).unwrap(),
            format!("pass = \"{quoted}\"\n")
        );
        let permissions = fs::metadata(&made).unwrap().permissions();
        assert_eq!(permissions.mode() & 0o777, 0o600);
    }
}

/// The command of the recipe, run by a shell, leaves the key in clear for its owner alone.
#[test]
fn the_recipe_decrypts_the_key() {
    use std::os::unix::fs::PermissionsExt;

    let delivered = Delivered::new(Container::Pem, "", &PASSWORDS[0]);
    let naming = FileNaming::new(STEM, &PKI.chain).unwrap();
    let step = recipe(Target::OpenSsl.preferred(), &naming, "", &PKI.leaf.sha1(), &[])
        .into_iter()
        .find(|step| step.kind == StepKind::Decrypt)
        .unwrap();
    // Where a user would be asked, a file answers.
    let command = step.lines[0].replace("openssl pkey", "openssl pkey -passin file:password");
    let answer = SHELL.run([
        "-c",
        &format!("cd {} && {command}", delivered.folder.path().display()),
    ]);
    assert!(answer.success, "{}", answer.text);
    let made = delivered.path(&format!("{STEM}.key"));
    let key = pem::parse(fs::read(&made).unwrap()).unwrap();
    assert_eq!(key.contents(), SAMPLES[0].key.pkcs8_der());
    let permissions = fs::metadata(&made).unwrap().permissions();
    assert_eq!(permissions.mode() & 0o777, 0o600);
}

/// Java opens both stores of the recipe by the file that its commands write, and no list of processes shows a password.
#[test]
fn the_recipe_leaves_the_passwords_to_java() {
    use std::os::unix::fs::PermissionsExt;

    for (target, suffix) in [(Target::Java17, "options"), (Target::Java8Old, "properties")] {
        for password in PASSWORDS.iter() {
            let container = Container::Pkcs12(Pkcs12Profile::Compatible);
            let delivered = Delivered::new(container, ALIASES[0], password);
            let [aci, acr] = PKI.chain.each_ref().map(Certificate::der);
            let authorities = [("aci", aci), ("acr", acr)].map(|(alias, der)| NamedAuthority { alias, der });
            let kind = TrustKind::Pkcs12(Pkcs12Profile::Compatible);
            let store = trust_store(kind, &authorities, "trust", Some(password), NOW, &mut rng()).unwrap();
            fs::write(delivered.path(&store[0].output.name), &store[0].bytes).unwrap();
            let naming = FileNaming::new(STEM, &PKI.chain).unwrap();
            let delivery = Delivery::new(target, container).unwrap();
            let trust = [store[0].output.clone()];
            let steps = recipe(delivery, &naming, ALIASES[0], &PKI.leaf.sha1(), &trust);
            let folder = delivered.folder.path().display().to_string();
            for kind in [StepKind::JavaFile, StepKind::TrustJavaFile] {
                let step = steps.iter().find(|step| step.kind == kind).unwrap();
                let command = step.lines[0].replace("/etc/roc", &folder);
                // `stty` fails where there is no terminal.
                SHELL.run_with_input(["-c", &command], format!("{}\n", password.as_str()).as_bytes());
            }
            let made = delivered.path(&format!("{STEM}.{suffix}"));
            assert_eq!(fs::metadata(&made).unwrap().permissions().mode() & 0o777, 0o640);
            let program = java_program("SystemStores.java");
            let program = program.to_str().unwrap();
            let runs = if suffix == "options" {
                let variable = format!("JDK_JAVA_OPTIONS=@{made}");
                assert!(steps.iter().any(|step| {
                    step.kind == StepKind::JavaOptions
                        && step.lines == [variable.replace(&folder, "/etc/roc")]
                }));
                vec![
                    JAVA.run([format!("@{made}").as_str(), program]),
                    Tool::new("env", "coreutils").run([variable.as_str(), "java", program]),
                ]
            } else {
                vec![JAVA.run([program, made.as_str()])]
            };
            for answer in runs {
                assert!(answer.success, "{}", answer.text);
                let printed = String::from_utf8(answer.stdout).unwrap();
                let mut lines = printed.lines();
                assert_eq!(
                    lines.next(),
                    Some("key roc-org-sign 3, trusted 2"),
                    "{}",
                    answer.text
                );
                let arguments = lines.next().unwrap();
                assert!(arguments.contains("SystemStores"), "{arguments}");
                assert!(!arguments.contains(password.as_str()), "{arguments}");
                assert!(!answer.text.contains(password.as_str()));
            }
        }
    }
}

/// Shells take each word for what it was made of, and for nothing else.
#[test]
fn no_text_leaves_its_quotes_in_a_shell() {
    use certiroc_core::shell::{posix, powershell};

    let special: Vec<char> = "'\"‘’‚‛`$(){}[];&|<>^%!~*?#=@-\\ aé€\u{a0}".chars().collect();
    // Every pair of special signs, between two letters and alone; and what attacks look like.
    let pairs = special
        .iter()
        .flat_map(|first| special.iter().map(move |second| format!("{first}{second}")));
    let texts: Vec<String> = pairs
        .flat_map(|pair| [format!("x{pair}y"), pair])
        .chain(
            [
                "$(reboot)",
                "`reboot`",
                "';reboot;'",
                "\";reboot;\"",
                "'$(echo a)'",
                "!!",
                "!1",
                "~root",
                "*",
                "-n",
                "--",
                "%PATH%",
                "a&&b",
                "a||b",
                ">x",
                "${HOME}",
                "\\",
                "\\\\'",
                "' -or '1",
                "’; Get-Date; ‘",
                "@(1)",
                "",
            ]
            .map(String::from),
        )
        .collect();
    let run = |tool: &Tool, arguments: &[&str], word: fn(&str) -> Option<String>, write: &str| {
        let words = texts.iter().map(|text| word(text).unwrap());
        let script: Vec<_> = words.map(|word| format!("{write} {word}\n")).collect();
        let answer = tool.run_with_input(arguments, script.concat().as_bytes());
        assert!(
            answer.success,
            "{}",
            answer.text.chars().take(500).collect::<String>()
        );
        let printed = String::from_utf8(answer.stdout).unwrap();
        for (line, text) in printed.lines().zip(&texts) {
            assert_eq!(line, format!("<{text}>"));
        }
        assert_eq!(printed.lines().count(), texts.len());
    };
    let print = "printf '<%s>\\n'";
    run(&SHELL, &["-s"], posix, print);
    run(&Tool::new("dash", "dash"), &["-s"], posix, print);
    let bash = Tool::new("bash", "bash");
    run(&bash, &["-s"], posix, print);
    // As it is typed: with the history, which `!` calls up.
    run(&bash, &["--noprofile", "--norc", "-i"], posix, print);
    // No registry that the tests reach has it.
    if std::process::Command::new("pwsh")
        .arg("-Version")
        .output()
        .is_ok()
    {
        let pwsh = Tool::new("pwsh", "none: PowerShell's makers'");
        run(
            &pwsh,
            &["-NoProfile", "-NonInteractive", "-Command", "-"],
            powershell,
            "'<{0}>' -f",
        );
    }
}
