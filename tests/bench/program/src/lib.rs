//! What the bench needs of our code beside the page: path validation, which the page does not let be timed apart, and
//! the words of the vault, which it talks to as the page does.

mod paths;
mod vault;
