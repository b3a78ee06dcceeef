//! Precision and recall on gold data, with floors just under what is reached.

mod articles;
mod disturbed;
mod documents;
mod editor_cases;
mod gold;
mod languages;
mod road;
mod sentences;
mod shared_gold;
mod unstopped;
