//! Spanish: "1 de mayo de 2024", "12.345,6", "A, B y C".

use super::{Direction, Format, Piece};

pub(super) const FORMAT: Format = Format {
    tag: "es",
    name: "Español",
    direction: Direction::LeftToRight,
    months: [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
        "noviembre", "diciembre",
    ],
    date: &[Piece::Day, Piece::Literal(" de "), Piece::Month, Piece::Literal(" de "), Piece::Year],
    month_year: &[Piece::Month, Piece::Literal(" de "), Piece::Year],
    decimal: ",",
    group: ".",
    grouped_from: 5,
    comma: ", ",
    and,
};

/// "y" turns to "e" before the sound of i, but not before the diphthong of "hielo".
fn and(next: &str) -> &'static str {
    let start: String = next.trim_start().chars().take(4).collect::<String>().to_lowercase();
    let sound = start.strip_prefix('h').unwrap_or(&start);
    let diphthong = ["ia", "ie", "io"].iter().any(|two| sound.starts_with(two));
    if sound.starts_with(['i', 'í']) && !diphthong { " e " } else { " y " }
}
