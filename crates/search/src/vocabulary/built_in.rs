//! The files in `crates/search/vocabulary`, by name.

/// Every file of the folder.
pub(super) const FILES: &[(&str, &str)] = &[
    ("abbreviations.txt", include_str!("../../vocabulary/abbreviations.txt")),
    ("aesthetic.txt", include_str!("../../vocabulary/aesthetic.txt")),
    ("allergy-and-immunity.txt", include_str!("../../vocabulary/allergy-and-immunity.txt")),
    ("body.txt", include_str!("../../vocabulary/body.txt")),
    ("bones-joints-muscles.txt", include_str!("../../vocabulary/bones-joints-muscles.txt")),
    ("brain-and-nerves.txt", include_str!("../../vocabulary/brain-and-nerves.txt")),
    ("british-american.txt", include_str!("../../vocabulary/british-american.txt")),
    ("cancer.txt", include_str!("../../vocabulary/cancer.txt")),
    ("children.txt", include_str!("../../vocabulary/children.txt")),
    ("eyes.txt", include_str!("../../vocabulary/eyes.txt")),
    ("gut.txt", include_str!("../../vocabulary/gut.txt")),
    ("heart-and-blood.txt", include_str!("../../vocabulary/heart-and-blood.txt")),
    ("hormones-and-weight.txt", include_str!("../../vocabulary/hormones-and-weight.txt")),
    ("infections.txt", include_str!("../../vocabulary/infections.txt")),
    ("kidney-and-bladder.txt", include_str!("../../vocabulary/kidney-and-bladder.txt")),
    ("lungs-ears-nose-throat.txt", include_str!("../../vocabulary/lungs-ears-nose-throat.txt")),
    (
        "medicines-gut-lungs-infections.txt",
        include_str!("../../vocabulary/medicines-gut-lungs-infections.txt"),
    ),
    ("medicines-heart-hormones.txt", include_str!("../../vocabulary/medicines-heart-hormones.txt")),
    ("medicines-mind-nerves-immune.txt", include_str!("../../vocabulary/medicines-mind-nerves-immune.txt")),
    ("medicines.txt", include_str!("../../vocabulary/medicines.txt")),
    ("men.txt", include_str!("../../vocabulary/men.txt")),
    ("mind.txt", include_str!("../../vocabulary/mind.txt")),
    ("procedures.txt", include_str!("../../vocabulary/procedures.txt")),
    ("skin.txt", include_str!("../../vocabulary/skin.txt")),
    ("symptoms.txt", include_str!("../../vocabulary/symptoms.txt")),
    ("teeth-and-mouth.txt", include_str!("../../vocabulary/teeth-and-mouth.txt")),
    ("tests.txt", include_str!("../../vocabulary/tests.txt")),
    ("women.txt", include_str!("../../vocabulary/women.txt")),
];

#[cfg(test)]
mod tests {
    use super::FILES;

    #[test]
    fn every_file_of_the_folder_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/vocabulary");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .map(|files| files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect())
            .unwrap_or_default();
        there.retain(|name| name.ends_with(".txt"));
        there.sort();
        let listed: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(there, listed, "the list in built_in.rs, sorted");
    }
}
