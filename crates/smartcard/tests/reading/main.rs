//! From the answer to reset to the file: what is read of a card, whatever it answers.

mod atr;
mod cards;
mod file;
mod hostile;
mod pkcs15;
