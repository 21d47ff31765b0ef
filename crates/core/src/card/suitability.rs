//! Whether a card is what the procedure asks for, as far as a card can tell.
