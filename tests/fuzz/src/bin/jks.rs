#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| certiroc_fuzz::jks(bytes));
