//! Files that are ill.
