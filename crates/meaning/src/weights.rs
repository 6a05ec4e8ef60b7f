//! Takes a model's numbers out of `model.safetensors`, each by its name and in its shape.

use ndarray::{Array1, Array2};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use crate::{error::ModelError, folder::Folder};

/// The file.
pub(crate) const FILE: &str = "model.safetensors";
/// Its greatest length: all the numbers are held in memory.
const LIMIT: u64 = 2 << 30;

/// Other ways to keep a model, that this program can't or won't read.
const OTHERS: [(&str, &str); 4] = [
    ("model.safetensors.index.json", "is split into pieces"),
    ("pytorch_model.bin", "is there only as pytorch_model.bin, a format that can carry programs"),
    ("tf_model.h5", "is there only in TensorFlow's format"),
    ("onnx", "is there only as ONNX"),
];

/// The file's bytes.
pub(crate) fn read(folder: &mut Folder) -> Result<Vec<u8>, ModelError> {
    if !folder.has(FILE) {
        let other = OTHERS.iter().find(|(name, _)| folder.path().join(name).exists());
        if let Some((_, why)) = other {
            let advice = "Save it as one model.safetensors: SentenceTransformer(\"MODEL\").save(\"FOLDER\")";
            return Err(ModelError::new(FILE, format!("is not in the folder; the model {why}"), advice));
        }
    }
    folder.bytes(FILE, LIMIT)
}

/// The numbers of a model, by name.
pub(crate) struct Weights<'a> {
    tensors: SafeTensors<'a>,
    /// What stands before each name when the model was saved with a head of its own.
    prefix: &'static str,
}

impl<'a> Weights<'a> {
    pub(crate) fn of(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let tensors = SafeTensors::deserialize(bytes)
            .map_err(|e| ModelError::broken(FILE, format!("is cut short or damaged ({e})")))?;
        let first = "embeddings.word_embeddings.weight";
        let prefix =
            ["", "bert."].into_iter().find(|prefix| tensors.tensor(&format!("{prefix}{first}")).is_ok());
        let Some(prefix) = prefix else {
            let wrong = format!("has no {first}; it is not of the BERT family");
            return Err(ModelError::unknown(FILE, wrong));
        };
        Ok(Self { tensors, prefix })
    }

    /// A table of numbers.
    pub(crate) fn table(&self, name: &str, rows: usize, columns: usize) -> Result<Array2<f32>, ModelError> {
        let numbers = self.numbers(name, &[rows, columns])?;
        Array2::from_shape_vec((rows, columns), numbers).map_err(|e| ModelError::broken(FILE, e))
    }

    /// A row of numbers.
    pub(crate) fn row(&self, name: &str, length: usize) -> Result<Array1<f32>, ModelError> {
        self.numbers(name, &[length]).map(Array1::from_vec)
    }

    fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let name = format!("{}{name}", self.prefix);
        // What was saved by the first programs has other names for these two.
        let older =
            name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta");
        let tensor = self.tensors.tensor(&name).or_else(|_| self.tensors.tensor(&older));
        let tensor = tensor.map_err(|_| ModelError::broken(FILE, format!("has no {name}")))?;
        if tensor.shape() != shape {
            let wrong = format!("{name} has the shape {:?}; config.json says {shape:?}", tensor.shape());
            return Err(ModelError::broken(FILE, wrong));
        }
        let numbers = single(&tensor).ok_or_else(|| {
            ModelError::unknown(FILE, format!("{name} has numbers of the kind {:?}", tensor.dtype()))
        })?;
        if numbers.iter().any(|number| !number.is_finite()) {
            return Err(ModelError::broken(FILE, format!("{name} holds something that is no number")));
        }
        Ok(numbers)
    }
}

/// The numbers in single precision.
fn single(tensor: &TensorView<'_>) -> Option<Vec<f32>> {
    let (fours, _) = tensor.data().as_chunks::<4>();
    let (twos, _) = tensor.data().as_chunks::<2>();
    match tensor.dtype() {
        Dtype::F32 => Some(fours.iter().map(|four| f32::from_le_bytes(*four)).collect()),
        Dtype::BF16 => {
            Some(twos.iter().map(|two| f32::from_bits(u32::from(u16::from_le_bytes(*two)) << 16)).collect())
        }
        Dtype::F16 => Some(twos.iter().map(|two| half(u16::from_le_bytes(*two))).collect()),
        _ => None,
    }
}

/// A number of half precision: a sign, five bits of exponent, ten of fraction.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let fraction = f32::from(bits & 0x3ff);
    match bits >> 10 & 0x1f {
        0 => sign * fraction * 2_f32.powi(-24),
        0x1f if bits & 0x3ff == 0 => sign * f32::INFINITY,
        0x1f => f32::NAN,
        exponent => sign * (1.0 + fraction / 1024.0) * 2_f32.powi(i32::from(exponent) - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn half_precision_is_read() {
        let known: [(u16, f32); 6] = [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
        ];
        for (bits, number) in known {
            assert_eq!(half(bits), number, "{bits:x}");
        }
        assert!(half(0x7c00).is_infinite() && half(0x7c01).is_nan());
    }
}
