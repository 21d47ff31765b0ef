//! Java: its options, with the password among them, in a file.

use super::{RecipeStep, StepKind, Writer, step};
use crate::package::{Container, FileRole};
use crate::shell;

/// What stands for the group of the program's account: that of Debian's Tomcat.
pub(super) const GROUP: &str = "tomcat";

/// What stands for the folder of the program's configuration.
pub(super) const CONFIGURATION: &str = "/opt/application/conf";

/// The file that Java, or the program itself, reads its properties from.
#[derive(Clone, Copy)]
pub(super) enum PropertyFile {
    /// Of options, as `java @file` takes it: in double quotes, where a backslash stands before what is to be itself.
    Options,
    /// Of properties (`java.util.Properties`), where a backslash does so, and spaces before a value are left out.
    Properties,
}

impl PropertyFile {
    const fn suffix(self) -> &'static str {
        match self {
            Self::Options => "options",
            Self::Properties => "properties",
        }
    }

    /// The line for a property.
    fn line(self, name: &str, value: &str) -> String {
        match self {
            Self::Options => format!("\"-Djavax.net.ssl.{name}={value}\""),
            Self::Properties => format!("javax.net.ssl.{name}={value}"),
        }
    }

    /// What `sed` makes of a password: the line for it.
    fn filter(self, name: &str) -> String {
        let (special, line) = match self {
            Self::Options => (r#"\\""#, format!("s/.*/{}/", self.line(name, "&"))),
            Self::Properties => (r"\\ ", format!("s/^/{}/", self.line(name, ""))),
        };
        format!(r"s/[{special}]/\\&/g; {line}")
    }
}

impl Writer<'_> {
    pub(super) fn java(&self, file: PropertyFile) -> Vec<RecipeStep> {
        let kind = self.java_store();
        let made = self.made(file.suffix());
        // Writes the properties of a store, `keyStore` or `trustStore`, with a redirection.
        let write = |step_kind, store: &str, path: &str, redirection| {
            let lines = [file.line(store, path), file.line(&format!("{store}Type"), kind)];
            let words: Vec<_> = lines.iter().filter_map(|line| shell::posix(line)).collect();
            let filter = file.filter(&format!("{store}Password"));
            step(
                step_kind,
                [format!(
                    r"(umask 027; printf '%s\n' {} {redirection} {made}; stty -echo; head -n 1 | sed '{filter}' >> {made}; stty echo)",
                    words.join(" ")
                )],
            )
        };
        let mut steps = vec![
            self.copy(&[FileRole::Store]),
            write(StepKind::JavaFile, "keyStore", &self.path(FileRole::Store), ">"),
        ];
        if let Some(path) = self.trust_path() {
            steps.push(write(StepKind::TrustJavaFile, "trustStore", &path, ">>"));
        }
        steps.push(step(
            StepKind::Group,
            [format!("chgrp -R {GROUP} {}", self.folder)],
        ));
        steps.push(match file {
            PropertyFile::Options => step(StepKind::JavaOptions, [format!("JDK_JAVA_OPTIONS=@{made}")]),
            PropertyFile::Properties => step(
                StepKind::JavaProperties,
                [format!("cat {made} >> {CONFIGURATION}/catalina.properties")],
            ),
        });
        steps.push(step(StepKind::Check, self.checks(&format!("{}/", self.folder))));
        // There its quotes are others.
        steps.push(step(
            StepKind::CheckWindows,
            [self.keytool(self.name(FileRole::Store), shell::cmd(&self.alias))],
        ));
        steps
    }

    /// Shows the key and its chain; every entry, where the shell has no word for the alias.
    pub(super) fn keytool(&self, store: &str, alias: Option<String>) -> String {
        let alias = alias.map_or_else(String::new, |alias| format!(" -alias {alias}"));
        format!(
            "keytool -list -v -keystore {store} -storetype {}{alias}",
            self.java_store()
        )
    }

    /// What Java calls the form of the store.
    const fn java_store(&self) -> &'static str {
        match self.container {
            Container::Jks => "JKS",
            _ => "PKCS12",
        }
    }
}
