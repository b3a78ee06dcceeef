//! What every front needs, be it the command line, a server or a binding: the parts of the library put
//! together.

pub mod teach;
