//! The site as its readers and machines meet it, on both databases.
#![cfg(test)]

mod harness;

mod account;
mod archive;
mod audit;
mod draft;
mod feed;
mod listener;
mod moderation;
mod pages;
mod policy;
mod question;
mod texts;
mod web;
