//! USB CCID 1.1 without I/O: what to send to a reader, and what its answers mean.
