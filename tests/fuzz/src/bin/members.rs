#![no_main]

use certiroc_fuzz::{OF_ANY_MEMBERS, bounded, members};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bounded(members, OF_ANY_MEMBERS, bytes));
