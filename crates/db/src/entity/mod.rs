//! One file per table, named as the table is. Times are Unix seconds; HTML columns hold what `markup` rendered.

pub mod account;
pub mod agreement;
pub mod answer;
pub mod audit;
pub mod citation;
pub mod content_change;
pub mod credential;
pub mod doctor;
pub mod doctor_account;
pub mod draft;
pub mod job;
pub mod mail_token;
pub mod notice;
pub mod question;
pub mod question_asker;
pub mod question_detail;
pub mod question_topic;
pub mod recovery_code;
pub mod review;
pub mod revision;
pub mod session;
pub mod site_state;
pub mod source;
pub mod specialty;
pub mod thanks;
pub mod topic;
