#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, crl};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(crl, OF_ANY_FILE, bytes));
