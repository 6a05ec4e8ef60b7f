//! Compression: which encoding a client takes, and making it once.

use std::io::Write;

use axum::body::Bytes;
use brotli::enc::BrotliEncoderParams;

/// An encoding that the site can serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As it is.
    Plain,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

impl Encoding {
    /// The best one that an `Accept-Encoding` header allows: brotli, else gzip, else none (RFC 9110, 12.5.3).
    pub(super) fn accepted(header: Option<&[u8]>) -> Self {
        if Self::takes(header, "br") {
            Self::Brotli
        } else if Self::takes(header, "gzip") {
            Self::Gzip
        } else {
            Self::Plain
        }
    }

    /// Whether an `Accept-Encoding` header names this coding and does not refuse it.
    pub(super) fn takes(header: Option<&[u8]>, name: &str) -> bool {
        let Some(text) = header.and_then(|bytes| std::str::from_utf8(bytes).ok()) else { return false };
        text.split(',').any(|part| {
            let (coding, weight) = part.split_once(';').unwrap_or((part, ""));
            let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0_f32));
            coding.trim().eq_ignore_ascii_case(name) && !refused
        })
    }

    /// Its name in `Content-Encoding`.
    pub(super) fn token(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// What its entity tag ends with: other bytes need another strong tag (RFC 9110, 8.8.3.3).
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Gzip => "-g",
            Self::Brotli => "-b",
        }
    }
}

/// Gzip; `level` from 1 (fast) to 9 (small). None when the compressor fails, and the bytes are then sent as they are.
pub(super) fn gzip(bytes: &[u8], level: u32) -> Option<Bytes> {
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::with_capacity(bytes.len() / 3), flate2::Compression::new(level));
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// Brotli; `quality` from 0 to 11.
pub(super) fn brotli(bytes: &[u8], quality: i32) -> Option<Bytes> {
    let mut packed = Vec::with_capacity(bytes.len() / 4);
    // A window no wider than the page, and tables of that size: by default they take many times the page's memory.
    let window = usize::BITS - bytes.len().leading_zeros();
    let params = BrotliEncoderParams {
        quality,
        lgwin: window.clamp(10, 20) as i32,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut writer = brotli::CompressorWriter::with_params(&mut packed, 4096, &params);
    writer.write_all(bytes).ok()?;
    writer.flush().ok()?;
    drop(writer);
    Some(Bytes::from(packed))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_client_decides() {
        let accepted = |text: &'static str| Encoding::accepted(Some(text.as_bytes()));
        assert_eq!(accepted("gzip, deflate, br, zstd"), Encoding::Brotli);
        assert_eq!(accepted("br;q=0, GZIP;q=0.5"), Encoding::Gzip);
        assert_eq!(accepted("gzip;q=0.000"), Encoding::Plain);
        assert_eq!(accepted("identity"), Encoding::Plain);
        assert_eq!(Encoding::accepted(None), Encoding::Plain);
    }

    #[test]
    fn what_is_packed_unpacks() {
        let text = "the same words over and over ".repeat(200).into_bytes();
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&*gzip(&text, 1).unwrap()).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, text);
        plain.clear();
        brotli::Decompressor::new(&*brotli(&text, 9).unwrap(), 4096).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, text);
    }
}
