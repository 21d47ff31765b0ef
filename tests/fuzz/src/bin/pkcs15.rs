#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, pkcs15};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(pkcs15, OF_ANY_FILE, bytes));
