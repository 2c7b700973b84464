//! Answers from standard input, one a line. Started by [`listen`]; the thread that reads ends with the input, or with the
//! process: it is never joined, because nothing can interrupt its read.

use std::io::{self, BufRead};

use tokio::sync::mpsc::{Receiver, Sender, channel};
use zeroize::{Zeroize, Zeroizing};

use crate::tui::decode::LONGEST_PASTE;

/// How many answers may wait to be asked for.
const AHEAD: usize = 4;

/// Starts reading. The channel closes when the input has ended.
pub(super) fn listen() -> io::Result<Receiver<Zeroizing<String>>> {
    let (sender, receiver) = channel(AHEAD);
    std::thread::Builder::new()
        .name("answers".to_owned())
        .stack_size(128 * 1024)
        .spawn(move || read(io::stdin().lock(), &sender))?;
    Ok(receiver)
}

fn read(mut input: impl BufRead, sender: &Sender<Zeroizing<String>>) {
    while let Ok(Some(line)) = next(&mut input) {
        if sender.blocking_send(line).is_err() {
            return;
        }
    }
}

/// The next line without its end; what is longer than the longest paste is dropped. `None` at the end of the input.
fn next(input: &mut impl BufRead) -> io::Result<Option<Zeroizing<String>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST_PASTE));
    let mut has_any = false;
    loop {
        let piece = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
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
        let mut input = io::BufReader::with_capacity(7, input);
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
    fn no_answer_is_longer_than_the_longest_paste() {
        let long = [vec![b'x'; 100_000], b"\nnext\n".to_vec()].concat();
        let lines = lines(&long);
        assert_eq!(lines.iter().map(String::len).collect::<Vec<_>>(), [LONGEST_PASTE, 4]);
    }
}
