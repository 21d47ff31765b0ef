//! Selecting and reading files (ISO/IEC 7816-4).
