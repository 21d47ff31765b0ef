#![no_main]

use certiroc_fuzz::{OF_ANY_FILE, bounded, card_file};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(card_file, OF_ANY_FILE, bytes));
