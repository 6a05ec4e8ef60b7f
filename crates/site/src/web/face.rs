//! What the site looks like: the operator's name, mark and colour, made ready once at start.

use locale::Languages;

use super::{Assets, Disclaimer};
use crate::{
    app::App,
    config::{Brand, Colour, Config},
};

const WHITE: Colour = Colour([255, 255, 255]);
/// The ground of dark screens: the lighter of their two.
const NIGHT: Colour = Colour([0x1b, 0x25, 0x28]);

/// Everything of the operator's that each page shows.
pub struct Face {
    /// The configured brand.
    pub brand: Brand,
    /// The address that readers type, without a trailing slash.
    pub public_url: String,
    /// Whether `public_url` is https.
    pub secure: bool,
    /// What is served under `/assets`.
    pub assets: Assets,
    /// The languages on offer.
    pub languages: Languages,
    /// The disclaimer with the emergency number.
    pub disclaimer: Disclaimer,
}

/// Why the operator's logo can't be used.
#[derive(Debug, thiserror::Error)]
#[error("brand.logo: {0}")]
pub struct FaceError(String);

impl Face {
    /// Makes the face of a site.
    ///
    /// # Errors
    /// [`FaceError`] when the logo can't be used.
    pub fn new(app: &App) -> Result<Self, FaceError> {
        let brand = app.config.brand.clone();
        Ok(Self {
            assets: Assets::new(&brand_sheet(brand.accent.colour()), brand.logo.as_deref())
                .map_err(FaceError)?,
            secure: app.public_url.starts_with("https://"),
            public_url: app.public_url.clone(),
            languages: app.languages,
            disclaimer: Disclaimer::for_country(brand.country.as_ref()),
            brand,
        })
    }

    /// Whether a site can have the face that is configured.
    ///
    /// # Errors
    /// As [`Face::new`] says.
    pub fn check(config: &Config) -> Result<(), FaceError> {
        Assets::new("", config.brand.logo.as_deref()).map(|_| ()).map_err(FaceError)
    }

    /// The name under which the operator is known.
    pub fn operator(&self) -> &str {
        self.brand.operator.as_deref().unwrap_or(&self.brand.name)
    }
}

/// The style sheet that sets the accent. Its twin for dark screens is the accent made pale enough to read; each is
/// written on in white or near black, whichever is told from it better.
fn brand_sheet(accent: Colour) -> String {
    let pale =
        (0..=20).map(|step| accent.mixed(WHITE, f64::from(step) / 20.0)).find(|c| c.contrast(NIGHT) >= 7.0);
    let pale = pale.unwrap_or(WHITE);
    let rule = |colour: Colour| format!(":root{{--accent:{colour};--accent-ink:{}}}", ink_on(colour));
    format!("{}@media screen and (prefers-color-scheme:dark){{{}}}\n", rule(accent), rule(pale))
}

fn ink_on(colour: Colour) -> Colour {
    let dark = colour.mixed(Colour([0, 0, 0]), 0.85);
    if colour.contrast(WHITE) >= colour.contrast(dark) { WHITE } else { dark }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accent_can_be_read_on_both_grounds() {
        for accent in [
            Colour([11, 92, 79]),
            Colour([0, 0, 0]),
            Colour([128, 0, 32]),
            Colour([0, 0, 160]),
            Colour([160, 60, 0]),
        ] {
            let sheet = brand_sheet(accent);
            let colour = |text: &str| <Colour as crate::config::Setting>::parse(&text[..7]).unwrap();
            let dark = sheet.split("dark)").nth(1).unwrap();
            let (pale, ink) =
                (dark.split("--accent:").nth(1).unwrap(), dark.split("--accent-ink:").nth(1).unwrap());
            assert!(colour(pale).contrast(NIGHT) >= 7.0, "{sheet}");
            assert!(colour(ink).contrast(colour(pale)) >= crate::config::Accent::READABLE, "{sheet}");
        }
    }

    #[test]
    fn contrast_is_wcags() {
        assert!((WHITE.contrast(Colour([0, 0, 0])) - 21.0).abs() < 1e-9);
        assert!((WHITE.contrast(Colour([118, 118, 118])) - 4.54).abs() < 0.01);
    }
}
