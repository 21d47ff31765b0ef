#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, pkcs12};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(pkcs12, OF_ANY_FILE, bytes));
