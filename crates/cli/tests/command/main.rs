//! The program as an operator meets it: the real binary, on real files and both databases.

#![cfg(test)]

mod accounts;
mod archives;
mod doctors;
mod finding;
mod harness;
mod interrupted;
mod jobs;
mod measuring;
mod model;
mod reading;
mod records;
mod serving;
mod settings;
mod trouble;
