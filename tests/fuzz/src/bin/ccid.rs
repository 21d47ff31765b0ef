#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, ccid};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(ccid, OF_ANY_FILE, bytes));
