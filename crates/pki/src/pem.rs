//! The textual form of DER (RFC 7468), the same for every type that has one.

use pem::{EncodeConfig, LineEnding, Pem};

/// One block: its label and its DER.
pub struct Block {
    /// The text between `-----BEGIN ` and the dashes.
    pub label: String,
    /// The bytes that the base64 encodes.
    pub der: Vec<u8>,
}

/// Writes `der` under `label`, in lines of 64 characters ending with LF.
pub fn encode(label: &str, der: &[u8]) -> String {
    pem::encode_config(
        &Pem::new(label, der),
        EncodeConfig::new().set_line_ending(LineEnding::LF),
    )
}

/// Every block in a text, which may have other text around the blocks and lines of any length. `None` if a block is
/// damaged.
pub fn decode(text: &[u8]) -> Option<Vec<Block>> {
    let blocks = pem::parse_many(text).ok()?.into_iter();
    Some(
        blocks
            .map(|block| Block {
                label: block.tag().to_owned(),
                der: block.into_contents(),
            })
            .collect(),
    )
}
