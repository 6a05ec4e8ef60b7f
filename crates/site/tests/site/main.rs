//! The site as its readers and machines meet it, on both databases.
#![cfg(test)]

mod harness;

mod account;
mod agreement;
mod answer;
mod archive;
mod audit;
mod bad_input;
mod credential;
mod doctor;
mod draft;
mod feed;
mod inbox;
mod listener;
mod moderation;
mod notification;
mod own_data;
mod pages;
mod policy;
mod question;
mod review;
mod search;
mod texts;
mod web;
