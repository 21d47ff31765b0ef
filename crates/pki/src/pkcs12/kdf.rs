//! The key derivation of PKCS #12 (RFC 7292, appendix B).

use ring::digest::{Algorithm, Context};
use zeroize::Zeroizing;

/// What the derived bytes are for (appendix B.3).
#[derive(Clone, Copy)]
#[repr(u8)]
pub(super) enum Purpose {
    Key = 1,
    Iv = 2,
    Mac = 3,
}

/// Derives `len` bytes. `password` is the `BMPString` with its final NUL; `rounds` is at least 1.
pub(super) fn derive(
    algorithm: &'static Algorithm,
    purpose: Purpose,
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    len: usize,
) -> Zeroizing<Vec<u8>> {
    let block = algorithm.block_len();
    // S and P: repeated to a multiple of the block, or nothing.
    let repeated = |bytes: &[u8]| {
        let len = bytes.len().div_ceil(block) * block;
        Zeroizing::new(bytes.iter().copied().cycle().take(len).collect::<Vec<_>>())
    };
    let diversifier = vec![purpose as u8; block];
    let mut input = Zeroizing::new([repeated(salt).as_slice(), repeated(password).as_slice()].concat());
    let mut derived = Zeroizing::new(Vec::with_capacity(len + algorithm.output_len()));
    loop {
        let mut context = Context::new(algorithm);
        context.update(&diversifier);
        context.update(&input);
        let mut hash = context.finish();
        for _ in 1..rounds {
            hash = ring::digest::digest(algorithm, hash.as_ref());
        }
        derived.extend_from_slice(hash.as_ref());
        if derived.len() >= len {
            derived.truncate(len);
            return derived;
        }
        // Each block of the input, as a number, plus B and 1, modulo its size.
        let addend: Zeroizing<Vec<u8>> =
            Zeroizing::new(hash.as_ref().iter().copied().cycle().take(block).collect());
        for block in input.chunks_exact_mut(block) {
            let mut carry = 1;
            for (byte, add) in block.iter_mut().zip(addend.iter()).rev() {
                let sum = u16::from(*byte) + u16::from(*add) + carry;
                let [high, low] = sum.to_be_bytes();
                *byte = low;
                carry = u16::from(high);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ring::digest::SHA1_FOR_LEGACY_USE_ONLY;

    use super::*;

    // OpenSSL's own tests of its PKCS12KDF, in test/recipes/30-test_evp_data/evpkdf_pkcs12.txt.
    #[test]
    fn derives_what_openssl_derives() {
        let cases: [(&str, u64, u32, Purpose, &str); 5] = [
            (
                "smeg",
                0x0a58_cf64_530d_823f,
                1,
                Purpose::Key,
                "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3",
            ),
            ("smeg", 0x0a58_cf64_530d_823f, 1, Purpose::Iv, "79993dfe048d3b76"),
            (
                "queeg",
                0x05de_c959_acff_72f7,
                1000,
                Purpose::Key,
                "ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4",
            ),
            (
                "queeg",
                0x05de_c959_acff_72f7,
                1000,
                Purpose::Iv,
                "11dedad7758d4860",
            ),
            (
                "smeg",
                0x3d83_c0e4_546a_c140,
                1,
                Purpose::Mac,
                "8d967d88f6caa9d714800ab3d48051d63f73a312",
            ),
        ];
        for (password, salt, rounds, purpose, expected) in cases {
            let password: Vec<_> = password
                .encode_utf16()
                .chain([0])
                .flat_map(u16::to_be_bytes)
                .collect();
            let salt = salt.to_be_bytes();
            let len = expected.len() / 2;
            let derived = derive(&SHA1_FOR_LEGACY_USE_ONLY, purpose, &password, &salt, rounds, len);
            let expected = (0..len).map(|at| u8::from_str_radix(&expected[2 * at..2 * at + 2], 16).unwrap());
            assert_eq!(*derived, expected.collect::<Vec<_>>());
        }
    }
}
