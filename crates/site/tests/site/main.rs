//! The site as its readers and machines meet it, on both databases.
#![cfg(test)]

mod harness;

mod account;
mod answer;
mod archive;
mod audit;
mod draft;
mod feed;
mod inbox;
mod listener;
mod notification;
mod pages;
mod policy;
mod question;
mod texts;
mod web;
