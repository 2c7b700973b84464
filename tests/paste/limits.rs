//! Texts that are too long, made to be slow, or two in one.

use evertoken::paste::{Fault, LONGEST, Wanted, read};

use super::*;

#[test]
fn two_tokens_never_become_one() {
    let between = [
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "\t",
        ",",
        ", ",
        ";",
        "|",
        " | ",
        "&",
        "/",
        ":",
        " and ",
        "\nPage token: ",
        "\",\"",
        "'\n'",
        "\nTOKEN=",
        "&access_token=",
        "\nAuthorization: Bearer ",
        "\nhttps://graph.facebook.com/me?access_token=",
    ];
    let before = [
        "",
        "TOKEN=",
        "access_token: ",
        "Bearer ",
        "https://graph.facebook.com/me?access_token=",
        "curl -d access_token=",
    ];
    for (before, between) in before
        .iter()
        .flat_map(|before| between.iter().map(move |between| (before, between)))
    {
        let text = format!("{before}{TOKEN}{between}{OTHER}");
        let value = exposed(&read(&text, Wanted::FacebookToken));
        assert!(
            value.as_deref().is_none_or(|value| value == TOKEN || value == OTHER),
            "{before:?} {between:?}"
        );
    }
}

#[test]
fn a_megabyte_is_refused_without_being_read() {
    let megabyte = "EAAG".repeat(256 * 1024);
    for wanted in ALL {
        let reading = read(&megabyte, wanted);
        assert!(reading.value.is_none() && reading.repairs.is_empty());
        assert_eq!(reading.fault, Some(Fault::TooLong));
    }
}

#[test]
fn texts_of_full_length_made_to_be_slow_are_read_to_their_end() {
    let pieces = [
        "( \" ",
        "\"'",
        "access_token=",
        "access_token=\"",
        "access_token:'\n",
        "?access_token=",
        "https://a?b=",
        "bearer ",
        "{\"a\":",
        "[",
        "EAA ",
        "EAAGxxxxxxxxxxxxxxxxxxxxx\n",
        "A=\n",
        "a\n",
        "%41",
        "%25",
        "\\\n",
        "[200~",
        "\u{200b}",
        "│",
        "*",
        ". ",
        "&amp;",
        "\\u0026",
        "0",
        "1|",
        "{\"access_token\":\"x\"}\n",
        "curl access_token=x\n",
        "…",
        "/apps/1?",
        "EAA",
        "# a=\n",
        "\"\\",
        "a:\"",
        "://",
        "?a=b&",
        "\u{1b}",
        "https://",
        "https://a?code=AQ",
        "?code=",
        "code%3D",
        "%2525",
        "AQAAAAAAAAAAAAAAAAAAAAA ",
        "AQAAAAAAAAAAAAAAAAAAAAA\n",
        "facebook.com/",
        "facebook.com/1 ",
        "#_=_",
    ];
    for piece in pieces {
        for before in ["", "curl -d "] {
            let text = format!("{before}{}", piece.repeat((LONGEST - before.len()) / piece.len()));
            for wanted in [Wanted::FacebookToken, Wanted::FacebookLanding] {
                let reading = read(&text, wanted);
                let is_blocked = reading.fault.is_some_and(|fault| fault.is_blocking());
                assert!(reading.value.is_none() || !is_blocked, "{piece}");
            }
        }
    }
}
