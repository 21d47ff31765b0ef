#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, intake};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(intake, OF_ANY_FILE, bytes));
