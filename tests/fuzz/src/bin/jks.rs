#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, jks};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(jks, OF_ANY_FILE, bytes));
