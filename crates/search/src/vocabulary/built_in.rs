//! The files in `crates/search/vocabulary`, by name.

/// Every file of the folder.
pub(super) const FILES: &[(&str, &str)] = &[];

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
