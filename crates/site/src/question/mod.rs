//! Questions: asking them, the page of one with its answers, and the lists of many.

mod alike;
mod ask;
mod asker;
mod beside;
mod chosen;
mod kept;
mod likes;
mod list;
mod machines;
mod mine;
mod own;
mod own_store;
mod preview;
mod pseudonym;
mod row;
mod rules;
mod send;
mod show;
mod state;
mod store;
mod suggest;
mod words;

pub use crate::answer::question_counts as counts;
pub use own_store::{Detail, asker};
pub use row::{Excerpt, Part, Row};
pub use rules::slug;
pub use show::{Found, read};
pub use state::turn;
pub use store::{Brief, Placed, Sort, by_ids, cursor, last_id, list as find, sitemap, texts};
pub use words::{DURATION, NOTE};

use crate::web::Routes;

/// `/questions` and `/questions/{id}/{slug}`, `/ask`, and what belongs to them.
pub fn routes() -> Routes {
    Routes::new()
        .get("/questions", list::index)
        .get("/questions/{id}", show::without_slug)
        .get("/questions/{id}/{slug}", show::show)
        .get("/ask", ask::form)
        .post("/ask", ask::preview)
        .post("/ask/draft", ask::save)
        .post("/ask/alike", alike::show)
        .get("/ask/chosen", chosen::ask)
        .post("/ask/chosen", chosen::choose)
        .get("/ask/preview", preview::show)
        .post("/ask/send", preview::send)
        .get("/account/questions", mine::show)
        .post("/questions/{id}/details", own::add_details)
        .post("/questions/{id}/found", own::found)
        .get("/questions/{id}/withdraw", own::ask_to_withdraw)
        .post("/questions/{id}/withdraw", own::withdraw)
        .get("/questions/{id}/asker", asker::ask)
        .post("/questions/{id}/asker", asker::look)
}
