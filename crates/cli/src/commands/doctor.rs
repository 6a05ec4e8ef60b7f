//! `consilium doctor`: what is known of doctors, by hand.

use clap::{Args, Subcommand};
use db::value::{Check, CredentialKind, Doubt};
use serde_json::json;
use site::{
    app::{App, Clock},
    credential::{self, Known},
};

use crate::{
    failure::Outcome,
    open::{self, Global},
    terminal,
};

/// Grant and take back doctors' credentials by hand
#[derive(Args, Debug)]
pub(crate) struct Doctor {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Verify(Verify),
    Revoke(Revoke),
    Detach(Detach),
}

/// Note that you checked a doctor's credential: the profile shows that the doctor is verified
#[derive(Args, Debug)]
struct Verify {
    /// The end of the profile's address: ann-ash-utrecht for /doctors/ann-ash-utrecht
    slug: String,
    /// Who issued the credential
    #[arg(long)]
    issuer: String,
    /// What it is: licence, board_certification, registration or degree
    #[arg(long, value_parser = kind)]
    kind: CredentialKind,
    /// Its number; that of an NPI is checked
    #[arg(long)]
    number: Option<String>,
    /// The country or state where it is good
    #[arg(long)]
    jurisdiction: Option<String>,
    /// The last day on which it is good, such as 2031-05-28 [default: no end]
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// How you checked it: register (looked up), document (seen) or issuer (asked)
    #[arg(long, value_parser = method, default_value = "register")]
    method: Check,
}

/// Take back all credentials of a doctor: the badge goes, and the doctor's marks stop counting
#[derive(Args, Debug)]
struct Revoke {
    /// The end of the profile's address: ann-ash-utrecht for /doctors/ann-ash-utrecht
    slug: String,
    /// Why: taken_back (by its issuer), mistake, somebody_else (it is theirs) or not_found (in the register)
    #[arg(long, value_parser = reason)]
    reason: Doubt,
}

/// Take a profile back from the account that owns it, when it went to the wrong person: what they wrote goes along with them
#[derive(Args, Debug)]
struct Detach {
    /// The end of the profile's address: ann-ash-utrecht for /doctors/ann-ash-utrecht
    slug: String,
}

fn one_of<T: Copy>(typed: &str, all: &[T], word: fn(T) -> &'static str) -> Result<T, String> {
    let known = || all.iter().map(|one| word(*one)).collect::<Vec<_>>().join(", ");
    all.iter().copied().find(|one| word(*one) == typed).ok_or_else(|| format!("not one of {}", known()))
}

fn kind(typed: &str) -> Result<CredentialKind, String> {
    one_of(typed, CredentialKind::ALL, CredentialKind::word)
}

fn method(typed: &str) -> Result<Check, String> {
    one_of(typed, Check::ALL, Check::word)
}

fn reason(typed: &str) -> Result<Doubt, String> {
    let all = [Doubt::TakenBack, Doubt::Mistake, Doubt::SomebodyElse, Doubt::NotFound];
    one_of(typed, &all, Doubt::word)
}

impl Doctor {
    pub(crate) fn run(self, global: &Global) -> Outcome {
        let config = global.load(&[])?;
        open::block_on(&config.clone(), async {
            let db = open::or_new(&config).await?;
            let app = App::new(db, config, Clock::system(), String::new())?;
            match self.verb {
                Verb::Verify(it) => {
                    let Verify { slug, issuer, kind, number, jurisdiction, until, method } = it;
                    let known = Known { issuer, kind, number, jurisdiction, until, method };
                    let id = credential::verify(&app, &slug, known).await?;
                    if global.json {
                        return terminal::say_json(&json!({ "doctor": slug, "credential": id }));
                    }
                    terminal::say(&format!("{slug} is verified, by credential {id}.\n"))
                }
                Verb::Revoke(Revoke { slug, reason }) => {
                    let revoked = credential::revoke(&app, &slug, reason).await?;
                    let (count, owned) = (revoked.credentials, revoked.owned);
                    if global.json {
                        return terminal::say_json(
                            &json!({ "doctor": slug, "revoked": count, "owned": owned }),
                        );
                    }
                    terminal::say(&format!("Credentials of {slug} taken back: {count}.\n"))?;
                    if owned && reason == Doubt::SomebodyElse {
                        let hint = format!("consilium doctor detach {slug}");
                        terminal::say(&format!(
                            "The profile still belongs to an account. If that is the wrong person: {hint}\n"
                        ))?;
                    }
                    Ok(())
                }
                Verb::Detach(Detach { slug }) => {
                    let did = credential::detach(&app, &slug).await?;
                    if global.json {
                        return terminal::say_json(&json!({
                            "doctor": slug, "revoked": did.credentials, "answers": did.answers,
                            "put_back": did.put_back, "marks": did.marks, "replies": did.replies,
                        }));
                    }
                    terminal::say(&format!(
                        "The profile of {slug} belongs to nobody now. Credentials revoked: {}. Answers moved: {}, put back: {}. \
                         Marks moved: {}. Replies taken away: {}.\n",
                        did.credentials, did.answers, did.put_back, did.marks, did.replies
                    ))
                }
            }
        })
    }
}
