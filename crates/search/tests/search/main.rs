//! The index from outside: written, found in, built anew, damaged.
#![cfg(test)]

mod clinic;
mod finding;
mod folder;
mod measuring;
mod suggesting;
mod writing;
