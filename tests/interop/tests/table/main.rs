//! The table of docs/interop.md: what each program opens of what CertiROC makes, what CertiROC opens of what each
//! makes, and the TLS servers that our files are shown to. The tests write it.

mod readers;
mod samples;

use std::sync::LazyLock;

use certiroc_core::package::{Container, Target};
use certiroc_core::pkcs12::Profile;

use crate::readers::{Found, Reader};
use crate::samples::{Delivered, SAMPLES};

const CONTAINERS: [(Container, &str); 6] = [
    (Container::Pkcs12(Profile::Compatible), "PKCS #12, compatible"),
    (Container::Pkcs12(Profile::Modern), "PKCS #12, modern"),
    (Container::Pkcs12(Profile::Platform), "PKCS #12, as the platform"),
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
