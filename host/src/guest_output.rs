//! What guests print: passed on line by line and unchanged, so that lines of different instances never mix.

use std::io::{self, Write as _};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::io::AsyncWrite;
use wasmtime_wasi::async_trait;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

/// The longest line that is kept together.
const MAX_LINE: usize = 64 * 1024;

/// One output of one instance.
#[derive(Clone)]
pub(crate) struct Output(Arc<Mutex<Line>>);

struct Line {
    target: Target,
    /// The beginning of a line that has not ended yet.
    begun: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Target {
    Stdout,
    Stderr,
}

impl Output {
    /// To the host's standard output.
    #[must_use]
    pub(crate) fn to_stdout() -> Self {
        Self::to(Target::Stdout)
    }

    /// To the host's standard error, where the host's own lines go too.
    #[must_use]
    pub(crate) fn to_stderr() -> Self {
        Self::to(Target::Stderr)
    }

    fn to(target: Target) -> Self {
        Self(Arc::new(Mutex::new(Line { target, begun: Vec::new() })))
    }

    fn print(&self, bytes: &[u8]) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).print(bytes)
    }
}

impl Line {
    fn print(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.begun.extend_from_slice(bytes);
        let end = match self.begun.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => end + 1,
            None if self.begun.len() > MAX_LINE => {
                self.begun.push(b'\n');
                self.begun.len()
            }
            None => return Ok(()),
        };
        let written = self.target.write(&self.begun[..end]);
        // Also when it failed, or an output that is gone would fill the memory.
        self.begun.drain(..end);
        written
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if !self.begun.is_empty() {
            self.begun.push(b'\n');
            // Nobody is left to be told that it failed.
            _ = self.target.write(&self.begun);
        }
    }
}

impl Target {
    fn write(self, lines: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout => {
                let mut out = io::stdout().lock();
                out.write_all(lines)?;
                out.flush()
            }
            Self::Stderr => io::stderr().lock().write_all(lines),
        }
    }
}

impl IsTerminal for Output {
    fn is_terminal(&self) -> bool {
        match self.0.lock().unwrap_or_else(PoisonError::into_inner).target {
            Target::Stdout => io::IsTerminal::is_terminal(&io::stdout()),
            Target::Stderr => io::IsTerminal::is_terminal(&io::stderr()),
        }
    }
}

impl StdoutStream for Output {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

#[async_trait]
impl Pollable for Output {
    async fn ready(&mut self) {}
}

impl OutputStream for Output {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        // A guest cannot do anything about the host's output being gone, and must not fail because of it.
        _ = self.print(&bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(MAX_LINE)
    }
}

impl AsyncWrite for Output {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        _ = self.print(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
