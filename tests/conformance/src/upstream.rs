//! Another HTTP server, for components to call.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A server on a port of its own. It lives as long as the suite does.
#[derive(Debug)]
pub struct Upstream {
    port: u16,
    requests: Arc<AtomicUsize>,
}

impl Upstream {
    /// Starts one.
    ///
    /// `/to/<url>` redirects to that URL; anything else is answered with the path and the `host` header.
    ///
    /// # Panics
    /// Where there is no free port.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(AtomicUsize::new(0));
        let counter = requests.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let counter = counter.clone();
                std::thread::spawn(move || serve(&stream, &counter));
            }
        });
        Self { port, requests }
    }

    /// Its address, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How many requests have reached it.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// The first byte of what begins with TLS.
const HANDSHAKE: u8 = 0x16;

/// Serves a connection until the client closes it, which is no error.
fn serve(mut stream: &TcpStream, counter: &AtomicUsize) {
    let mut first = [0];
    if stream.peek(&mut first).is_ok() && first == [HANDSHAKE] {
        refuse(stream);
        return;
    }
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    while let Some(first) = lines.next() {
        let path = first.split(' ').nth(1).unwrap_or("").to_owned();
        let mut host = String::new();
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            if let Some((name, value)) = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("host")) {
                host = format!("{name}: {}", value.trim()).to_lowercase();
            }
        }
        counter.fetch_add(1, Ordering::SeqCst);
        let answer = if let Some(url) = path.strip_prefix("/to/") {
            format!("HTTP/1.1 302 Found\r\nlocation: {url}\r\ncontent-length: 0\r\n\r\n")
        } else {
            let body = format!("{path} {host}");
            format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
        };
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// Answers a client that speaks TLS as one that does not understand it, and lets it close the connection.
fn refuse(mut stream: &TcpStream) {
    let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
    let _ = std::io::copy(&mut stream, &mut std::io::sink());
}
