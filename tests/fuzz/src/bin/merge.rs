#![no_main]

use certiroc_fuzz::{OF_ANY_ARCHIVE, bounded, merge};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(merge, OF_ANY_ARCHIVE, bytes));
