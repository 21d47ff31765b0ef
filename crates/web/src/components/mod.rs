//! The parts that the pages are made of.

pub mod adopt;
pub mod card_view;
pub mod certificate_view;
pub mod copy;
pub mod crl_view;
pub mod csr_view;
pub mod delivery_form;
pub mod fields;
pub mod frame;
pub mod given;
pub mod intake;
pub mod letter;
pub mod marks;
pub mod new_passphrase;
pub mod notes;
pub mod notice;
pub mod progress;
pub mod request_notes;
pub mod reseal;
pub mod save_panel;
pub mod station;
pub mod subject_table;
pub mod tasks;
pub mod unlock;
