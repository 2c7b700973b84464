//! The TCP side: connections are numbered in the order they arrive, and a connection can be told to stop in the
//! middle of a body. Started by the server's accept loop; a wire ends when either side closes it.

use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// Value of a cutter that lets everything pass.
const NOT_ARMED: i64 = -1;

/// Who is on the other side: the number of the connection, and the means to cut it.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// 1 for the first connection since the start.
    pub(crate) connection: u64,
    cutter: Arc<AtomicI64>,
}

impl Caller {
    /// Lets the head and `body_bytes` bytes of the next answer pass, then closes the connection.
    pub(crate) fn cut_after(&self, body_bytes: u16) {
        self.cutter.store(i64::from(body_bytes), Ordering::Release);
    }
}

/// Accepts connections and numbers them.
#[derive(Debug)]
pub(crate) struct Doorway {
    listener: TcpListener,
    connections: u64,
}

impl Doorway {
    /// A doorway on a socket that already listens.
    pub(crate) fn new(listener: TcpListener) -> Self {
        Self {
            listener,
            connections: 0,
        }
    }
}

impl Listener for Doorway {
    type Io = Wire;
    type Addr = Caller;

    async fn accept(&mut self) -> (Wire, Caller) {
        loop {
            let Ok((stream, _)) = self.listener.accept().await else {
                // Out of file handles, most likely: give others the time to close some.
                tokio::task::yield_now().await;
                continue;
            };
            // Without it small answers may wait for an acknowledgement that the other side delays.
            let _ = stream.set_nodelay(true);
            self.connections = self.connections.saturating_add(1);
            let caller = Caller {
                connection: self.connections,
                cutter: Arc::new(AtomicI64::new(NOT_ARMED)),
            };
            let wire = Wire {
                stream,
                cutter: Arc::clone(&caller.cutter),
                left: None,
            };
            return (wire, caller);
        }
    }

    fn local_addr(&self) -> std::io::Result<Caller> {
        Ok(Caller {
            connection: 0,
            cutter: Arc::new(AtomicI64::new(NOT_ARMED)),
        })
    }
}

impl Connected<IncomingStream<'_, Doorway>> for Caller {
    fn connect_info(stream: IncomingStream<'_, Doorway>) -> Self {
        stream.remote_addr().clone()
    }
}

/// A TCP stream that can break off in the middle of an answer.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    cutter: Arc<AtomicI64>,
    /// Bytes that may still be written before the break.
    left: Option<usize>,
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        if self.left.is_none() {
            let body_bytes = self.cutter.swap(NOT_ARMED, Ordering::AcqRel);
            if let Ok(body_bytes) = usize::try_from(body_bytes) {
                self.left = Some(head_length(bytes).saturating_add(body_bytes));
            }
        }
        let Some(left) = self.left else {
            return Pin::new(&mut self.stream).poll_write(cx, bytes);
        };
        if left == 0 {
            return Poll::Ready(Err(Error::from(ErrorKind::ConnectionAborted)));
        }
        let passed = bytes.get(..left).unwrap_or(bytes);
        let written = std::task::ready!(Pin::new(&mut self.stream).poll_write(cx, passed))?;
        self.left = Some(left.saturating_sub(written));
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Length of the head in the first bytes of an answer, its blank line included.
fn head_length(bytes: &[u8]) -> usize {
    bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map_or(0, |place| place.saturating_add(4))
}
