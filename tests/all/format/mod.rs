//! Formats of units and terms, held against files and schemas of other tools.

mod glossaries;
mod omegat;
mod po;
mod round_trips;
mod tables;
mod tmx;
mod xliff;
