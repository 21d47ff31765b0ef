#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, ccid_descriptor};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(ccid_descriptor, OF_ANY_FILE, bytes));
