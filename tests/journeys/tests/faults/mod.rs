//! What goes wrong: power cuts, a Redis that is away, bodies that break off, attackers.

mod attacks;
mod bodies;
mod device;
mod fuzz;
mod hostile;
mod killed;
mod realtime;
mod redis;
mod together;
