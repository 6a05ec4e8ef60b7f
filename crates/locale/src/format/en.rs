//! English: "1 May 2024", "12,345.6", "A, B and C".

use super::{Direction, Format, Piece};

pub(super) const FORMAT: Format = Format {
    tag: "en",
    name: "English",
    direction: Direction::LeftToRight,
    months: [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ],
    date: &[Piece::Day, Piece::Literal(" "), Piece::Month, Piece::Literal(" "), Piece::Year],
    month_year: &[Piece::Month, Piece::Literal(" "), Piece::Year],
    decimal: ".",
    group: ",",
    grouped_from: 4,
    comma: ", ",
    and: |_| " and ",
};
