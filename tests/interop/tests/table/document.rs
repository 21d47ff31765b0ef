//! The text of docs/interop.md.

use std::fmt::Write;

use super::readers::Reader;
use super::servers;
use super::{CONTAINERS, Cell, Shown, Written};

const HEAD: &str = "\
# What opens what

The tests write this page: `cargo xtask test interop` tries every pair below and records the result here, and CI fails
if the page says otherwise. Each file holds a key, its certificate and two authorities; each pair is tried with and
without accents in the names and the alias. \"Yes\" means that everything was found and the key is the right one; \"no\",
that the program refused the file; a dash, that the program does not take such files at all. Passwords are ASCII, as in
everything that CertiROC makes.
";

const READ: &str = "
## CertiROC's files, opened by others
";

const READ_REMARK: &str = "
Java before 11.0.12 reports a wrong password for a modern file, which is why \"Java 11\" is offered the compatible one
first. OpenSSL needs `-legacy` for none of them. A key in PEM or PKCS #12 is read back and compared; from NSS it comes
back through `pk12util -o`.
";

const WRITTEN: &str = "
## Others' files, opened by CertiROC
";

const WRITTEN_REMARK: &str = "
The tests `foreign` and `pkcs12` open files of Windows, macOS and Firefox and every algorithm of OpenSSL, with passwords
that are empty or have accents; the test `pbmac1` opens those with PBMAC1.
";

const SHOWN: &str = "
## A TLS server that demands a certificate

nginx (with our PEM files and `ssl_password_file`) and Java (with our PKCS #12 file and our trust store) demand a
certificate of the test authority. They let in the programs below, and refuse a client that shows no certificate or
another authority's. Both servers give the same results. curl is called with the lines of its recipe; Apache, nginx and
HAProxy are set up with theirs and pass a request on. Where the recipe was made without a trust store they refuse the
server, since the system does not trust the test authority.
";

const DOCUMENTED: &str = "
## Documented, not run

These targets could not be run here. What CertiROC offers them rests on these sources.

| Target | Takes | Does not take | Source |
|---|---|---|---|
| Java 8 before update 301 | PKCS #12 compatible and as the platform, JKS | PKCS #12 modern, \"password was incorrect\": as 11.0.9 above | JDK-8267701 |
| Java 8, update 301 and later | all of them: as 11.0.13 above | | JDK-8267701 |
| Windows Server 2012 and 2016 | PKCS #12 compatible | PKCS #12 modern, \"the specified network password is not correct\" | ansible-collections/ansible.windows#582, openssl/openssl#27035 |
| Windows Server 2019 and later | PKCS #12 compatible and modern | | openssl/openssl#27035 |
| .NET on Windows | as that Windows: `X509Certificate2` leaves it the file | | openssl/openssl#27035 |
| macOS (Keychain, `security import`) | PKCS #12 compatible | PKCS #12 modern, and any with a MAC of SHA-256, \"wrong password\"; macOS 26 takes it by `security import -f pkcs12` | chris2511/xca#474, ruby/openssl#654, tauri-apps/tauri#15844 |

The commands for `PowerShell`, the Windows console and macOS, and the lines of C#, were not run either: they rest on the
documentation of Import-PfxCertificate, certutil, icacls, `X509ChainPolicy` and `security`. How words are quoted in them
is tested by the documented rules of each shell.
";

fn word(cell: Cell) -> &'static str {
    match cell {
        Some(true) => "yes",
        Some(false) => "**no**",
        None => "–",
    }
}

fn line<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for cell in cells {
        write!(text, "| {cell} ").unwrap();
    }
    text.push_str("|\n");
}

fn head<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    let cells: Vec<_> = cells.into_iter().collect();
    text.push('\n');
    line(text, cells.iter().copied());
    text.push_str(&"|---".repeat(cells.len()));
    text.push_str("|\n");
}

/// The page for what was found.
pub fn text(opened: &[(Reader, [Cell; 6])], written: &[Written], shown: &[Shown]) -> String {
    let mut text = HEAD.to_owned();

    text.push_str(READ);
    let labels: Vec<_> = opened.iter().map(|(reader, _)| reader.label()).collect();
    head(
        &mut text,
        ["File"].into_iter().chain(labels.iter().map(String::as_str)),
    );
    for (index, (_, container)) in CONTAINERS.iter().enumerate() {
        let cells = opened.iter().map(|(_, cells)| word(cells[index]));
        line(&mut text, std::iter::once(*container).chain(cells));
    }
    text.push_str(READ_REMARK);

    text.push_str(WRITTEN);
    head(&mut text, ["Program", "How", "CertiROC opens it"]);
    for ((program, how), read) in written {
        line(&mut text, [program.as_str(), how, word(Some(*read))]);
    }
    text.push_str(WRITTEN_REMARK);

    text.push_str(SHOWN);
    head(
        &mut text,
        ["Client"]
            .into_iter()
            .chain(servers::SHOWN.map(|(_, label)| label)),
    );
    for (client, [cells, _]) in shown {
        line(&mut text, std::iter::once(client.as_str()).chain(cells.map(word)));
    }

    text.push_str(DOCUMENTED);
    text
}
