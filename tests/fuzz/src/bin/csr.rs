#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, csr};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(csr, OF_ANY_FILE, bytes));
