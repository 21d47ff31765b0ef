//! The parts that the pages are made of.

pub mod copy;
pub mod csr_view;
pub mod fields;
pub mod frame;
pub mod intake;
pub mod letter;
pub mod marks;
pub mod new_passphrase;
pub mod notes;
pub mod notice;
pub mod progress;
pub mod save_panel;
pub mod subject_table;
pub mod tasks;
