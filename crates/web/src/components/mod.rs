//! The building blocks of the pages.

pub mod certificate_view;
pub mod copy;
pub mod csr_view;
pub mod delivery_form;
pub mod existing_passphrase;
pub mod fields;
pub mod given;
pub mod intake;
pub mod letter;
pub mod new_passphrase;
pub mod notes;
pub mod passphrase_sheet;
pub mod passwords;
pub mod progress;
pub mod seal;
pub mod short_list;
pub mod subject_table;
pub mod tasks;
