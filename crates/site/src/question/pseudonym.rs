//! Names for askers: made by chance for each question, so that two questions of one person have nothing in common.

use crate::{app::chance, error::Failure};

/// Plants, by names that most languages share.
const PLANTS: [&str; 32] = [
    "Abelia", "Acacia", "Azalea", "Begonia", "Betula", "Camelia", "Clivia", "Cornus", "Crocus", "Dalia",
    "Erica", "Freesia", "Gardenia", "Gentiana", "Hosta", "Iris", "Kerria", "Lantana", "Larix", "Lobelia",
    "Lunaria", "Magnolia", "Malva", "Melissa", "Nerine", "Petunia", "Primula", "Salvia", "Silene", "Tilia",
    "Verbena", "Zinnia",
];

/// A new name, such as "Gentiana 4127".
pub(super) fn pseudonym() -> Result<String, Failure> {
    let [plant, high, low] = chance::random::<3>()?;
    let number = 1000 + u32::from(u16::from_be_bytes([high, low])) % 9000;
    let plant = PLANTS.get(usize::from(plant) % PLANTS.len()).copied().unwrap_or_default();
    Ok(format!("{plant} {number}"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn names_hardly_ever_come_twice() {
        let names: HashSet<String> = (0..100).map(|_| super::pseudonym().unwrap()).collect();
        assert!(names.len() > 95, "{names:?}");
        assert!(names.iter().all(|name| name.split_once(' ').unwrap().1.len() == 4));
    }
}
