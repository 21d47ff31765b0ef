//! The answer to reset (ISO/IEC 7816-3, section 8), and the generation of card that it tells.
