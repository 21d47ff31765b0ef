//! The table of docs/interop.md: what each program opens of what CertiROC makes, what CertiROC opens of what each
//! makes, and the TLS servers that our files are shown to. The tests write it.

mod document;
mod readers;
mod recipes;
mod samples;
mod servers;
mod writers;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use certiroc_core::package::{Container, Target};
use certiroc_interop::JDKS;
use certiroc_pki::pkcs12::Pkcs12Profile;

use self::readers::{Found, Reader};
use self::samples::{Delivered, SAMPLES};
use self::servers::{Client, Server};
use self::writers::Writer;

const CONTAINERS: [(Container, &str); 6] = [
    (
        Container::Pkcs12(Pkcs12Profile::Compatible),
        "PKCS #12, compatible",
    ),
    (Container::Pkcs12(Pkcs12Profile::Modern), "PKCS #12, modern"),
    (
        Container::Pkcs12(Pkcs12Profile::Platform),
        "PKCS #12, as the platform",
    ),
    (Container::Jks, "JKS"),
    (Container::Pem, "PEM, the key encrypted"),
    (Container::Pkcs7, "PKCS #7"),
];

/// Whether a program takes a container; `None`: not a thing of that program.
type Cell = Option<bool>;

/// Tries a container with both samples: a program takes both, or none, and finds all that is in them.
fn cell(reader: &Reader, container: Container) -> Cell {
    let answers = SAMPLES.each_ref().map(|sample| {
        let files = Delivered::new(container, sample);
        let read = reader.read(&files)?;
        if let Ok(found) = &read {
            let what = (reader.label(), container, sample.alias);
            assert!(
                *found == Found::whole(sample, container),
                "{what:?}: key {}, {} certificates",
                found.key,
                found.certificates.len()
            );
        }
        Some(read)
    });
    match answers {
        [None, None] => None,
        [Some(Ok(_)), Some(Ok(_))] => Some(true),
        [Some(Err(_)), Some(Err(_))] => Some(false),
        mixed => panic!("{} {container:?}: {mixed:?}", reader.label()),
    }
}

/// Every reader's cells, in the order of [`CONTAINERS`].
static OPENED: LazyLock<Vec<(Reader, [Cell; 6])>> = LazyLock::new(|| {
    let all = Reader::all();
    all.into_iter()
        .map(|reader| {
            let cells = CONTAINERS.map(|(container, _)| cell(&reader, container));
            (reader, cells)
        })
        .collect()
});

/// No target is offered what a program that stands for it refuses.
#[test]
fn each_target_takes_what_it_is_offered() {
    for (reader, cells) in OPENED.iter() {
        let target = match reader {
            Reader::OpenSsl => Target::OpenSsl,
            Reader::Java(jdk) if jdk.label.starts_with("11.") => Target::Java11,
            Reader::Java(jdk) if jdk.label == "17" => Target::Java17,
            Reader::Java(_) => Target::Java21,
            Reader::Nss | Reader::GnuTls | Reader::Python => Target::Vendor,
        };
        for ((container, label), cell) in CONTAINERS.iter().zip(cells) {
            if target.containers().contains(container) {
                assert_ne!(*cell, Some(false), "{}: {label}", reader.label());
            }
        }
    }
}

/// A writer's label, and whether its files of both samples are read.
type Written = ((String, String), bool);

/// Of each writer.
static WRITTEN: LazyLock<Vec<Written>> = LazyLock::new(|| {
    let all = Writer::all();
    all.iter()
        .map(|writer| {
            let read = SAMPLES.each_ref().map(|sample| writer.is_read(sample));
            assert_eq!(read[0], read[1], "{:?}", writer.label());
            (writer.label(), read[0])
        })
        .collect()
});

#[test]
fn what_every_program_writes_is_opened() {
    for (label, read) in WRITTEN.iter() {
        assert!(read, "{label:?}");
    }
}

/// Each client's label, and for both servers which containers it was let in with.
type Shown = (String, [[Cell; 5]; 2]);

/// Against nginx and against Java.
static SHOWN: LazyLock<Vec<Shown>> = LazyLock::new(|| {
    let jdk = JDKS.iter().find(|jdk| jdk.label == "17").expect("Java 17");
    let servers = [Server::nginx(), Server::java(jdk)];
    let clients = Client::all();
    let shown = clients
        .iter()
        .map(|client| {
            let cells = servers.each_ref().map(|(server, _)| client.shown_to(server));
            (client.label(), cells)
        })
        .collect();
    for (server, _) in &servers {
        servers::nobody_else_is_let_in(server);
    }
    shown
});

/// Whoever opens a file is let in with it: a server makes no difference.
#[test]
fn servers_let_in_whoever_shows_our_certificate() {
    for (client, [nginx, java]) in SHOWN.iter() {
        assert_eq!(nginx, java, "{client}");
        assert!(nginx.contains(&Some(true)), "{client}");
    }
}

/// docs/interop.md says what was found. `cargo xtask test interop` writes it, except in CI.
#[test]
fn the_document_says_what_was_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/interop.md");
    let found = document::text(&OPENED, &WRITTEN, &SHOWN);
    if std::env::var_os("CERTIROC_WRITE_DOCS").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == found,
        "docs/interop.md is not what was found: run `cargo xtask test interop` and commit it. Found:\n{found}"
    );
}
