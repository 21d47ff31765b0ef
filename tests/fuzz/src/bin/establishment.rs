#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, establishment};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(establishment, OF_ANY_FILE, bytes));
