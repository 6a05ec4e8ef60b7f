//! The site as its readers and machines meet it, on both databases.

mod harness;

mod feed;
mod pages;
mod question;
mod texts;
mod web;
