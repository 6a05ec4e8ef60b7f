//! A model of the BERT family: from tokens to one vector for each of them.

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice, linalg::general_mat_mul};

use crate::{
    config::{Activation, Shape},
    dense::{Dense, Norm, add, bend, shares},
    error::ModelError,
    weights::Weights,
};

/// The model's numbers.
pub(crate) struct Bert {
    words: Array2<f32>,
    positions: Array2<f32>,
    /// What is added to each token of the first of two texts; there is never a second.
    first: Array1<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    heads: usize,
    activation: Activation,
}

struct Layer {
    /// What each token looks for, what it offers to be found by, and what it then gives: side by side.
    look: Dense,
    gather: Dense,
    gathered: Norm,
    widen: Dense,
    narrow: Dense,
    done: Norm,
}

impl Bert {
    pub(crate) fn read(weights: &Weights<'_>, shape: &Shape) -> Result<Self, ModelError> {
        let Shape { hidden, epsilon, .. } = *shape;
        let types = weights.table("embeddings.token_type_embeddings.weight", shape.types, hidden)?;
        Ok(Self {
            words: weights.table("embeddings.word_embeddings.weight", shape.vocabulary, hidden)?,
            positions: weights.table("embeddings.position_embeddings.weight", shape.positions, hidden)?,
            first: types.row(0).to_owned(),
            norm: Norm::read(weights, "embeddings.LayerNorm", hidden, epsilon)?,
            layers: (0..shape.layers).map(|at| Layer::read(weights, shape, at)).collect::<Result<_, _>>()?,
            heads: shape.heads,
            activation: shape.activation,
        })
    }

    /// A row for each token of each text, one text after the other. Texts lie end to end and not in a table with a
    /// row for each, so nothing is reckoned for padding.
    pub(crate) fn run(&self, texts: &[&[u32]]) -> Array2<f32> {
        let mut rows = self.embed(texts);
        self.norm.apply(&mut rows);
        for layer in &self.layers {
            let looking = layer.look.apply(&rows);
            let mut found = layer.gather.apply(&self.attend(&looking, texts));
            add(&mut found, &rows);
            layer.gathered.apply(&mut found);
            let mut wide = layer.widen.apply(&found);
            bend(&mut wide, self.activation);
            rows = layer.narrow.apply(&wide);
            add(&mut rows, &found);
            layer.done.apply(&mut rows);
        }
        rows
    }

    fn embed(&self, texts: &[&[u32]]) -> Array2<f32> {
        let tokens = texts.iter().map(|text| text.len()).sum();
        let mut rows = Array2::zeros((tokens, self.words.ncols()));
        let places = texts.iter().flat_map(|text| text.iter().enumerate());
        for (mut row, (position, token)) in rows.rows_mut().into_iter().zip(places) {
            // That every token has a row was looked at when the model was opened.
            let word = usize::try_from(*token).unwrap_or(0).min(self.words.nrows() - 1);
            let position = position.min(self.positions.nrows() - 1);
            row += &self.words.row(word);
            row += &self.positions.row(position);
            row += &self.first;
        }
        rows
    }

    /// Each token gathers from those of its own text what it looks for.
    fn attend(&self, looking: &Array2<f32>, texts: &[&[u32]]) -> Array2<f32> {
        let hidden = looking.ncols() / 3;
        let width = hidden / self.heads;
        let mut gathered = Array2::zeros((looking.nrows(), hidden));
        let mut start = 0;
        for text in texts {
            let own = Slice::from(start..start + text.len());
            let mut out = gathered.slice_axis_mut(Axis(0), own);
            let own = looking.slice_axis(Axis(0), own);
            for head in 0..self.heads {
                let part = |third: usize| -> ArrayView2<'_, f32> {
                    let from = third * hidden + head * width;
                    own.slice_axis(Axis(1), Slice::from(from..from + width))
                };
                let mut weights = Array2::zeros((text.len(), text.len()));
                general_mat_mul(1.0 / (width as f32).sqrt(), &part(0), &part(1).t(), 0.0, &mut weights);
                shares(&mut weights);
                let columns = Slice::from(head * width..(head + 1) * width);
                let mut out = out.slice_axis_mut(Axis(1), columns);
                general_mat_mul(1.0, &weights, &part(2), 0.0, &mut out);
            }
            start += text.len();
        }
        gathered
    }
}

impl Layer {
    fn read(weights: &Weights<'_>, shape: &Shape, at: usize) -> Result<Self, ModelError> {
        let Shape { hidden, inner, epsilon, .. } = *shape;
        let name = |part: &str| format!("encoder.layer.{at}.{part}");
        let look = ["query", "key", "value"].map(|part| name(&format!("attention.self.{part}")));
        Ok(Self {
            look: Dense::read(weights, &look, hidden, hidden)?,
            gather: Dense::read(weights, &[name("attention.output.dense")], hidden, hidden)?,
            gathered: Norm::read(weights, &name("attention.output.LayerNorm"), hidden, epsilon)?,
            widen: Dense::read(weights, &[name("intermediate.dense")], hidden, inner)?,
            narrow: Dense::read(weights, &[name("output.dense")], inner, hidden)?,
            done: Norm::read(weights, &name("output.LayerNorm"), hidden, epsilon)?,
        })
    }
}
