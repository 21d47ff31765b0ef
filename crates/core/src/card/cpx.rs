//! What the certificates of a CPx card say of the card and of its holder.
