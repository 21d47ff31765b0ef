#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, certificate};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(certificate, OF_ANY_FILE, bytes));
