//! Once a day, doctors hear that new questions of their field, or of nobody's, wait: one line each, and none for who wants to be
//! left alone.

use db::value::NoticeKind;
use jobs::{Fault, Job};
use serde::{Deserialize, Serialize};

use super::{alike::alike, page::remaining, store};
use crate::{
    app::App,
    doctor,
    error::Failure,
    notification::{News, tell},
};

const DAY: i64 = 24 * 3600;
/// Seconds after a notice before which there is no other: a little less than a day, since rounds are not to the second.
const APART: i64 = DAY - 3600;
/// Doctors that one part of a round takes.
const SOME: u64 = 200;

/// A part of a round: the doctors after this one. The last part sees to the next round.
#[derive(Serialize, Deserialize)]
pub(super) struct Round {
    after: i64,
}

impl Job for Round {
    type Context = App;
    const KIND: &'static str = "inbox.round";

    async fn run(self, app: App) -> Result<(), Fault> {
        let now = app.clock.now();
        let doctors = store::doctors(app.db.read(), self.after, now, SOME).await?;
        let mut write = app.write().await?;
        for doctor in &doctors {
            let look = Look { doctor: *doctor };
            write.enqueue_once(look, &doctor.to_string(), now).await?;
        }
        match doctors.last() {
            Some(last) if doctors.len() as u64 == SOME => {
                write.enqueue(&Self { after: *last }).await?;
            }
            _ => {
                write.enqueue_once(Self { after: 0 }, "daily", now + DAY).await?;
            }
        }
        Ok(write.commit().await?)
    }
}

/// Looks whether there is something new for one doctor.
#[derive(Serialize, Deserialize)]
pub(super) struct Look {
    doctor: i64,
}

impl Job for Look {
    type Context = App;
    const KIND: &'static str = "inbox.look";

    async fn run(self, app: App) -> Result<(), Fault> {
        Ok(self.look(&app).await?)
    }
}

impl Look {
    async fn look(self, app: &App) -> Result<(), Failure> {
        let (db, now, doctor) = (app.db.read(), app.clock.now(), self.doctor);
        let Some(account) = doctor::owner(db, doctor).await? else { return Ok(()) };
        let asleep = store::snoozed(db, doctor).await?.is_some_and(|until| until > now);
        if asleep || remaining(app, doctor).await? == 0 || store::told(db, account, now - APART).await? {
            return Ok(());
        }
        let topics = store::learnt(db, doctor).await?.topics();
        let whose = store::Whose { doctor, account };
        let new = (now - DAY, 1);
        if store::matching(db, whose, &topics, new).await?.is_empty()
            && store::untopical(db, whose, new).await?.is_empty()
            && alike(app, whose, now - DAY).await?.is_empty()
        {
            return Ok(());
        }
        let mut write = app.write().await?;
        tell(&mut write, account, News { kind: NoticeKind::Asked, path: "/inbox", reason: None }).await?;
        write.commit().await
    }
}

/// Sees to it that somebody goes round.
pub(super) async fn start(app: &App) -> Result<(), Failure> {
    let now = app.clock.now();
    let mut write = app.write().await?;
    write.enqueue_once(Round { after: 0 }, "daily", now + DAY).await?;
    write.commit().await
}
