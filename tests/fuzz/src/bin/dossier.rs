#![no_main]

use certiroc_fuzz::{OF_ANY_ARCHIVE, bounded, dossier};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(dossier, OF_ANY_ARCHIVE, bytes));
