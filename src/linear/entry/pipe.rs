//! Answers from standard input, one a line. Started by [`listen`]; the thread that reads ends with the input, or with the
//! process: it is never joined, because nothing can interrupt its read.

use std::{
    fs::File,
    io::{self, Read},
    time::Instant,
};

use tokio::sync::mpsc::{Receiver, Sender, channel};
use zeroize::{Zeroize, Zeroizing};

use crate::{runtime::clock, terminal::decode::LONGEST_PASTE};

/// How many answers may wait to be asked for: more than a walk has, so that when one came is known.
const AHEAD: usize = 64;

/// One line.
pub(super) struct Arrival {
    text: Zeroizing<String>,
    /// When the last of it was there.
    at: Instant,
}

/// Lines in their order, of which the first may have been looked at.
pub(in crate::linear) struct Ahead {
    lines: Receiver<Arrival>,
    first: Option<Arrival>,
}

impl std::fmt::Debug for Ahead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<lines>")
    }
}

impl Ahead {
    const fn of(lines: Receiver<Arrival>) -> Self {
        Self { lines, first: None }
    }

    /// The next line; `None` when the input has ended. Dropping the future loses none.
    pub(super) async fn next(&mut self) -> Option<Zeroizing<String>> {
        let line = match self.first.take() {
            Some(line) => Some(line),
            None => self.lines.recv().await,
        };
        line.map(|line| line.text)
    }

    /// The next line, if it came after that moment and may be taken before its turn. What was typed ahead keeps it waiting
    /// for ever, and so does the end of the input. Dropping the future loses no line.
    pub(super) async fn cut_in(&mut self, since: Instant, may_cut_in: impl Fn(&str) -> bool) -> Zeroizing<String> {
        if self.first.is_none() {
            self.first = self.lines.recv().await;
        }
        match self.first.take_if(|line| line.at >= since && may_cut_in(&line.text)) {
            Some(line) => line.text,
            None => std::future::pending().await,
        }
    }
}

/// So much is read at a time.
const AT_ONCE: usize = 8192;

/// Input that knows when it last gave something, read through a buffer that is wiped: what stands in it may be a secret.
struct Stamped<R> {
    input: R,
    at: Instant,
    buffer: Zeroizing<Vec<u8>>,
    /// What of the buffer was not taken yet.
    from: usize,
    to: usize,
}

impl<R: Read> Stamped<R> {
    fn new(input: R, at_once: usize) -> Self {
        Self {
            input,
            at: clock::moment(),
            buffer: Zeroizing::new(vec![0; at_once]),
            from: 0,
            to: 0,
        }
    }

    /// What has come and was not taken yet; nothing at the end of the input.
    fn fill(&mut self) -> io::Result<&[u8]> {
        if self.from >= self.to {
            (self.from, self.to) = (0, 0);
            self.to = loop {
                match self.input.read(&mut self.buffer) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other?,
                }
            };
            self.at = clock::moment();
        }
        Ok(self.buffer.get(self.from..self.to).unwrap_or_default())
    }

    /// So much of it was taken, and is not here any more.
    fn consume(&mut self, length: usize) {
        let end = self.from.saturating_add(length).min(self.to);
        if let Some(taken) = self.buffer.get_mut(self.from..end) {
            taken.zeroize();
        }
        self.from = end;
    }
}

/// Starts reading. The channel closes when the input has ended.
pub(super) fn listen() -> io::Result<Ahead> {
    let input = input()?;
    let (sender, receiver) = channel(AHEAD);
    std::thread::Builder::new()
        .name("answers".to_owned())
        .stack_size(128 * 1024)
        .spawn(move || read(input, &sender))?;
    Ok(Ahead::of(receiver))
}

/// Standard input without the buffer of `io::stdin`, which nobody wipes.
#[cfg(unix)]
fn input() -> io::Result<File> {
    use std::os::fd::AsFd;

    Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?))
}

/// Standard input without the buffer of `io::stdin`, which nobody wipes.
#[cfg(windows)]
fn input() -> io::Result<File> {
    use std::os::windows::io::AsHandle;

    Ok(File::from(io::stdin().as_handle().try_clone_to_owned()?))
}

fn read(input: impl Read, sender: &Sender<Arrival>) {
    let mut input = Stamped::new(input, AT_ONCE);
    while let Ok(Some(text)) = next(&mut input) {
        // Lines that came together came at one moment, whenever they are taken apart.
        let at = input.at;
        if sender.blocking_send(Arrival { text, at }).is_err() {
            return;
        }
    }
}

/// The next line without its end; what is longer than the longest paste is dropped. `None` at the end of the input.
fn next(input: &mut Stamped<impl Read>) -> io::Result<Option<Zeroizing<String>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST_PASTE));
    let mut has_any = false;
    loop {
        let piece = input.fill()?;
        if piece.is_empty() {
            break;
        }
        has_any = true;
        let end = piece.iter().position(|byte| *byte == b'\n');
        let line = piece.get(..end.unwrap_or(piece.len())).unwrap_or_default();
        let room = LONGEST_PASTE.saturating_sub(bytes.len());
        bytes.extend_from_slice(line.get(..room).unwrap_or(line));
        let used = line.len().saturating_add(usize::from(end.is_some()));
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    if !has_any {
        return Ok(None);
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    let mut text = Zeroizing::new(String::with_capacity(bytes.len()));
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
    }
    bytes.zeroize();
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Vec<String> {
        let mut input = Stamped::new(input, 7);
        let mut lines = Vec::new();
        while let Some(line) = next(&mut input).unwrap() {
            lines.push(line.as_str().to_owned());
        }
        lines
    }

    #[test]
    fn an_answer_is_a_line_whatever_ends_it() {
        assert_eq!(
            lines(b"one\r\ntwo three four\n\nlast"),
            ["one", "two three four", "", "last"]
        );
        assert_eq!(lines(b""), [""; 0]);
        assert_eq!(lines(b"a\xffb\n"), ["ab"]);
    }

    #[test]
    fn what_was_taken_does_not_stay_in_the_buffer() {
        let mut input = Stamped::new(b"secret\nnext\n".as_slice(), AT_ONCE);
        assert_eq!(next(&mut input).unwrap().unwrap().as_str(), "secret");
        assert!(input.buffer.starts_with(b"\0\0\0\0\0\0\0next"));
        assert_eq!(next(&mut input).unwrap().unwrap().as_str(), "next");
        assert!(input.buffer.iter().all(|byte| *byte == 0));
    }

    #[test]
    fn no_answer_is_longer_than_the_longest_paste() {
        let long = [vec![b'x'; 100_000], b"\nnext\n".to_vec()].concat();
        let lines = lines(&long);
        assert_eq!(lines.iter().map(String::len).collect::<Vec<_>>(), [LONGEST_PASTE, 4]);
    }

    fn ahead(lines: &[(&str, Instant)]) -> Ahead {
        let (sender, receiver) = channel(AHEAD);
        for (text, at) in lines {
            let text = Zeroizing::new((*text).to_owned());
            assert!(sender.try_send(Arrival { text, at: *at }).is_ok());
        }
        Ahead::of(receiver)
    }

    /// What cuts in, if anything does.
    async fn cut(ahead: &mut Ahead, since: Instant) -> Option<String> {
        tokio::select! {
            biased;
            line = ahead.cut_in(since, |text| text.starts_with(':')) => Some(line.as_str().to_owned()),
            () = std::future::ready(()) => None,
        }
    }

    #[tokio::test]
    async fn only_a_command_that_comes_next_and_came_later_is_taken_before_its_turn() {
        let before = clock::moment();
        let since = before + std::time::Duration::from_secs(1);
        assert_eq!(
            cut(&mut ahead(&[(":stop", since)]), since).await,
            Some(":stop".to_owned())
        );
        for waiting in [[(":stop", before)], [("stop", since)]] {
            let mut ahead = ahead(&waiting);
            assert_eq!(cut(&mut ahead, since).await, None);
            assert_eq!(ahead.next().await.unwrap().as_str(), waiting[0].0, "it has its turn");
            assert!(ahead.next().await.is_none());
        }
        let mut behind = ahead(&[("name", since), (":stop", since)]);
        assert_eq!(cut(&mut behind, since).await, None);
        assert_eq!(behind.next().await.unwrap().as_str(), "name");
        assert_eq!(cut(&mut behind, since).await, Some(":stop".to_owned()));
        assert_eq!(
            cut(&mut behind, since).await,
            None,
            "the end of the input ends nothing here"
        );
    }
}
