//! What can be relied on of models and vectors, each area in a file of its own.
#![cfg(test)]

mod folders;
mod graph;
mod harness;
mod install;
mod kept;
mod reference;
