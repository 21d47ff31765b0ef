#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, key};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(key, OF_ANY_FILE, bytes));
