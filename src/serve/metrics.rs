//! Figures of a running server, in the text format of Prometheus, and its health.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    extract,
    http::{Method, Response, StatusCode},
    routing::get,
};

use super::{
    answer,
    front::{Class, Front, TokenPlace},
    state::State,
};

/// Upper bounds of times, in seconds.
const BOUNDS: [f64; 10] = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.2, 1.0, 10.0];

/// Counts of requests.
pub(super) struct Metrics {
    start: Instant,
    routes: Mutex<BTreeMap<Route, Counts>>,
}

/// A method, a route and a status.
type Route = (String, String, u16);

#[derive(Default)]
struct Counts {
    requests: u64,
    seconds: f64,
    /// By the bound that a request stayed below.
    within: [u64; BOUNDS.len()],
}

impl Default for Metrics {
    fn default() -> Self {
        Self { start: Instant::now(), routes: Mutex::default() }
    }
}

impl Metrics {
    /// Counts a request.
    pub(super) fn note(&self, method: &Method, route: &str, status: u16, took: Duration) {
        // A method of the client's own making would be a line of its own.
        let method = match *method {
            Method::GET | Method::POST | Method::PUT | Method::DELETE => method.as_str(),
            _ => "other",
        };
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = routes.entry((method.to_owned(), route.to_owned(), status)).or_default();
        let seconds = took.as_secs_f64();
        counts.requests += 1;
        counts.seconds += seconds;
        if let Some(at) = BOUNDS.iter().position(|bound| seconds <= *bound) {
            counts.within[at] += 1;
        }
    }

    /// The figures as text.
    fn text(&self) -> String {
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::new();
        let name = "muwazi_request_seconds";
        let _ = writeln!(out, "# HELP {name} Time of requests by route.\n# TYPE {name} histogram");
        for ((method, route, status), counts) in routes.iter() {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            let mut sum = 0;
            for (bound, within) in BOUNDS.iter().zip(counts.within) {
                sum += within;
                let _ = writeln!(out, "{name}_bucket{{{labels},le=\"{bound}\"}} {sum}");
            }
            let Counts { requests, seconds, .. } = counts;
            let _ = writeln!(out, "{name}_bucket{{{labels},le=\"+Inf\"}} {requests}");
            let _ = writeln!(out, "{name}_sum{{{labels}}} {seconds}");
            let _ = writeln!(out, "{name}_count{{{labels}}} {requests}");
        }
        let name = "muwazi_uptime_seconds";
        let up = self.start.elapsed().as_secs();
        let _ =
            writeln!(out, "# HELP {name} Time since the start.\n# TYPE {name} gauge\n{name} {up}");
        out
    }
}

/// The health of the server, for whoever asks.
pub(super) fn health(_: &Arc<State>) -> Front {
    let healthy = async || answer::json(StatusCode::OK, &serde_json::json!({ "status": "ok" }));
    Front {
        prefix: "/health",
        has_path: None,
        class: Class::Open,
        token: TokenPlace::Any,
        most: |_, _| 1024,
        routes: Router::new().route("/health", get(healthy)),
    }
}

/// The figures.
pub(super) fn front(state: &Arc<State>) -> Front {
    Front {
        prefix: "/metrics",
        has_path: None,
        class: Class::LocalRead,
        token: TokenPlace::Any,
        most: |_, _| 1024,
        routes: Router::new().route("/metrics", get(figures)).with_state(Arc::clone(state)),
    }
}

async fn figures(extract::State(state): extract::State<Arc<State>>) -> Response<Body> {
    answer::bytes(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", state.metrics.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_add_up() {
        let metrics = Metrics::default();
        for millis in [1, 1, 15, 60_000] {
            metrics.note(&Method::POST, "/api/v1/lookup", 200, Duration::from_millis(millis));
        }
        metrics.note(
            &Method::from_bytes(b"BREW\"").unwrap_or(Method::PATCH),
            "-",
            404,
            Duration::ZERO,
        );
        let text = metrics.text();
        let labels = "method=\"POST\",route=\"/api/v1/lookup\",status=\"200\"";
        for line in [
            format!("muwazi_request_seconds_bucket{{{labels},le=\"0.001\"}} 2"),
            format!("muwazi_request_seconds_bucket{{{labels},le=\"0.02\"}} 3"),
            format!("muwazi_request_seconds_bucket{{{labels},le=\"+Inf\"}} 4"),
            format!("muwazi_request_seconds_count{{{labels}}} 4"),
            "muwazi_request_seconds_count{method=\"other\",route=\"-\",status=\"404\"} 1"
                .to_owned(),
        ] {
            assert!(text.lines().any(|l| l == line), "{line}\n{text}");
        }
    }
}
