//! Accidents: programs that are killed, power that is cut.

mod desk;
mod disk;
mod killed;
mod power;
mod trace;
