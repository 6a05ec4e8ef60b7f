//! Accounts: signing up and in, by password or by a link in a letter, with a second step; sessions; one's own account.
//!
//! Nothing here tells a visitor whether an address has an account. Whatever depends on that is decided in a job, after the
//! same answer was given to everybody.

mod address;
mod ask;
mod by_hand;
mod confirm;
mod gate;
mod letters;
mod own;
mod password;
mod reset;
mod second_step;
mod session;
mod sign_in;
mod sign_up;
mod standing;
mod store;
mod tidy;
mod tokens;
mod totp;

use jobs::Runner;

pub use by_hand::{Added, add};
pub use own::recently;
pub use session::who_is;
pub use standing::{FOR_GOOD, readmit, suspend, trust};
pub use store::make_doctor;

use crate::{app::App, web::Routes};

/// `/sign-in`, `/sign-up`, `/reset`, `/account` and what belongs to them.
pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-up", sign_up::form)
        .post("/sign-up", sign_up::ask)
        .get("/sign-up/{token}", sign_up::confirm)
        .post("/sign-up/{token}", sign_up::confirmed)
        .get("/sign-in", sign_in::form)
        .post("/sign-in", sign_in::by_password)
        .post("/sign-in/link", sign_in::ask_for_link)
        .get("/sign-in/link/{token}", sign_in::confirm)
        .post("/sign-in/link/{token}", sign_in::by_link)
        .get("/sign-in/step", second_step::ask)
        .post("/sign-in/step", second_step::take)
        .post("/sign-out", sign_in::out)
        .get("/mail-sent", letters::sent)
        .get("/reset", reset::form)
        .post("/reset", reset::ask)
        .get("/reset/{token}", reset::choose)
        .post("/reset/{token}", reset::chosen)
        .get("/account", own::show)
        .post("/account/password", own::password)
        .post("/account/address", address::change)
        .get("/account/address/{token}", address::confirm)
        .post("/account/address/{token}", address::confirmed)
        .post("/account/sessions/{id}/end", own::end_session)
        .post("/account/sessions/end-others", own::end_others)
        .get("/account/second-step", second_step::set_up)
        .post("/account/second-step", second_step::confirmed)
        .post("/account/second-step/codes", second_step::new_codes)
        .post("/account/second-step/end", second_step::end)
}

/// The jobs of this feature.
pub fn jobs(runner: Runner<App>) -> Runner<App> {
    runner
        .with::<letters::SignUpLetter>()
        .with::<letters::SignInLetter>()
        .with::<letters::ResetLetter>()
        .with::<letters::AddressLetters>()
        .with::<letters::AddressLetter>()
        .with::<tidy::Tidy>()
}

/// Sets going what has to be done from time to time.
///
/// # Errors
/// What the database says.
pub async fn start(app: &App) -> Result<(), crate::error::Failure> {
    tidy::start(app).await
}
