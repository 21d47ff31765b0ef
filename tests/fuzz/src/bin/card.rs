#![no_main]

use certiroc_fuzz::{OF_ANY_ARCHIVE, bounded, card};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(card, OF_ANY_ARCHIVE, bytes));
