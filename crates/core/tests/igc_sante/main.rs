//! IGC-Santé's certificates, real ones and such as are made like them: whose they are, and whether they are what was
//! ordered.

mod bounds;
mod conformity;
mod igc_sante;
mod made_igc;
