//! The handlers of `api` and `dictionary` on axum and rusqlite, without WebAssembly and without Spin.
//!
//! The benchmark runs it beside the host, so that both are measured in one run on one machine. It is no way to run the app: there is no
//! key-value store, no Redis, and nothing outside is reached. Usage: `mirubato-native <address> <folder>`.
#![expect(clippy::print_stdout, reason = "it says where it listens")]

use std::path::PathBuf;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::Request;
use axum::serve::ListenerExt;
use mirubato_kit::serve;
use mirubato_kit::sql::native;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().context("which address?")?;
    let folder = PathBuf::from(arguments.next().context("which folder?")?);
    native::use_folder(folder).map_err(|folder| anyhow::anyhow!("{} was set before", folder.display()))?;
    let (api, dictionary) = (mirubato_api::app::router().await?, mirubato_dictionary::app::router().await?);
    let answer = move |request: Request| {
        let (service, router) = match request.uri().path().starts_with("/dictionary/") {
            true => (&mirubato_dictionary::SERVICE, dictionary.clone()),
            false => (&mirubato_api::SERVICE, api.clone()),
        };
        async move { serve::serve(service, router, request).await }
    };
    let listener = TcpListener::bind(&address).await?;
    println!("{{\"ready\":true,\"address\":\"{}\"}}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    Ok(axum::serve(listener, Router::new().fallback(answer)).with_graceful_shutdown(stop).await?)
}
