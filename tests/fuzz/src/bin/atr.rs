#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, atr, bounded};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(atr, OF_ANY_FILE, bytes));
