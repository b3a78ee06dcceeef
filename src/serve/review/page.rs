//! The files of the page, which are part of the program.

use axum::{
    body::Body,
    http::{Response, StatusCode},
};

use crate::serve::answer;

const INDEX: &[u8] = include_bytes!("../../review/page/built/index.html");
const SCRIPT: &[u8] = include_bytes!("../../review/page/built/app.js");
const STYLE: &[u8] = include_bytes!("../../review/page/built/app.css");

pub(super) async fn index() -> Response<Body> {
    answer::bytes(StatusCode::OK, "text/html; charset=utf-8", INDEX)
}

pub(super) async fn script() -> Response<Body> {
    answer::bytes(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT)
}

pub(super) async fn style() -> Response<Body> {
    answer::bytes(StatusCode::OK, "text/css; charset=utf-8", STYLE)
}
