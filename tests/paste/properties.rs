//! What holds for any text.

use evertoken::paste::{Landing, LandingEnd, Repair, Value, Wanted, read};
use proptest::{prelude::*, test_runner::RngSeed};

use super::*;

/// A token of 60 to 280 characters.
fn any_token() -> impl Strategy<Value = String> {
    let alphabet: Vec<char> = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
        .chars()
        .collect();
    prop::collection::vec(prop::sample::select(alphabet), 57..278)
        .prop_map(|characters| format!("EAA{}", characters.into_iter().collect::<String>()))
}

/// Texts that look like what people paste, broken in every way.
fn any_paste() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any_token(),
        2 => prop::sample::select(vec![
            TOKEN, OTHER, INSTAGRAM, CODE, SECRET, APP, "access_token", "client_secret", "client_id", "=", ":", "\"", "'", "{", "}",
            "[", "]", ",", "&", "?", "#", "|", "%7C", "%", "\\", "\\\"", "\n", "\r\n", " ", "\t", "https://graph.facebook.com/me",
            "curl ", "-H ", "Bearer ", "OAuth ", "Authorization: ", "export ", "\u{200b}", "\u{feff}", "[200~", "\u{1b}[201~", "…",
            "...", "•••", "code", "error", "code=", "?code=", "&state=", "#_=_", "#_", "error_code=100", "error=access_denied",
            "https://www.mywebsite.com/", "www.facebook.com/", "profile.php?id=", "REDIRECT_URI=", "%3A%2F%2F", "%253A", "%23_",
            "https%3A%2F%2F", "/dialog/oauth", "localhost:8080/", "EAA", "\\u0026", "&amp;", "│",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// A login code of 60 to 400 characters.
fn any_code() -> impl Strategy<Value = String> {
    prop::string::string_regex("AQ[A-Za-z0-9_-]{57,397}[A-Za-z0-9]").unwrap()
}

/// Everything that is known to stand around a login code.
fn around_codes() -> Vec<Wrapper> {
    vec![
        ("alone", str::to_owned),
        ("Instagram's sign", |code| format!("{code}#_")),
        ("Facebook's sign", |code| format!("{code}#_=_")),
        ("encoded sign", |code| format!("{code}%23_%3D_")),
        ("line", |code| format!("{code}#_\r\n")),
        ("quotes", |code| format!("“{code}#_”")),
        ("brackets", |code| format!("<{code}>")),
        ("name", |code| format!("code={code}#_=_")),
        ("export", |code| format!("export LOGIN_CODE='{code}'")),
        ("JSON", |code| format!("{{\"code\": \"{code}\"}}")),
        ("sentence", |code| format!("my code is {code} thank you")),
        ("query", |code| {
            format!("https://www.mywebsite.com/?code={code}&state=k3Jq9PzX7v#_")
        }),
        ("state first", |code| {
            format!("http://localhost:8080/?state=k3Jq9PzX7v&code={code}#_=_")
        }),
        ("quoted", |code| format!("\"https://www.mywebsite.com/?code={code}\"")),
        ("shell", |code| {
            format!("https://www.mywebsite.com/\\?code\\={code}\\&state\\=k3Jq9PzX7v\\#_")
        }),
        ("page", |code| {
            format!("<a href=\"https://www.mywebsite.com/?state=k3&amp;code={code}#_=_\">x</a>")
        }),
        ("without scheme", |code| {
            format!("localhost:8080/?code={code}&state=k3Jq9PzX7v#_=_")
        }),
        ("encoded address", |code| {
            format!("https%3A%2F%2Fwww.mywebsite.com%2F%3Fcode%3D{code}%26state%3Dk3Jq9PzX7v%23_%3D_")
        }),
        ("address encoded twice", |code| {
            format!("https%253A%252F%252Fwww.mywebsite.com%252F%253Fcode%253D{code}%2523_%253D_")
        }),
        ("torn at 80", |code| {
            cut(
                &format!("https://www.mywebsite.com/?code={code}&state=k3#_=_"),
                80,
                "\n",
            )
        }),
        ("torn at 100, indented", |code| {
            cut(
                &format!("https://www.mywebsite.com/?state=k3&code={code}#_=_"),
                100,
                "\r\n  ",
            )
        }),
        ("in a frame", |code| {
            format!("│ {} │", cut(&format!("https://a.bc/?code={code}#_"), 70, " │\n│ "))
        }),
        ("marks", |code| {
            format!("\u{1b}[200~https://a.bc/?code={code}#_=_\u{1b}[201~")
        }),
        ("request", |code| {
            format!("GET /?code={code}&state=k3Jq9PzX7v HTTP/1.1\nHost: localhost:8080\n")
        }),
    ]
}

/// Whether `said` repeats twelve characters in a row of a text.
fn repeats(said: &str, text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    characters
        .windows(12)
        .any(|window| said.contains(&window.iter().collect::<String>()))
}

#[test]
fn a_sentence_that_repeats_the_text_would_be_noticed() {
    assert!(repeats("Your code AQDW5dql05ha064 is spent.", CODE));
    assert!(!repeats("Your code AQDW5dql05h is spent.", CODE));
}

type Wrapper = (&'static str, fn(&str) -> String);

/// Every way a token is known to come wrapped.
fn wrappers() -> Vec<Wrapper> {
    vec![
        ("alone", str::to_owned),
        ("line", |token| format!("{token}\r\n")),
        ("terminal of 80", |token| cut(token, 80, "\n")),
        ("terminal of 120, indented", |token| cut(token, 120, "\n  ")),
        ("quotes", |token| format!("\"{token}\"")),
        ("smart quotes", |token| format!("“{token}”")),
        ("comma", |token| format!("{token},")),
        ("invisible", |token| format!("\u{feff}{token}\u{200b}")),
        ("marks", |token| format!("\u{1b}[200~{token}\u{1b}[201~")),
        ("parameter", |token| format!("access_token={token}")),
        ("export", |token| format!("export FB_TOKEN='{token}'")),
        ("commented", |token| {
            format!("# shop\nFB_TOKEN={token} # main\nMODE=live\n")
        }),
        ("bearer", |token| format!("Authorization: Bearer {token}")),
        ("oauth", |token| format!("OAuth {token}")),
        ("query", |token| {
            format!("https://graph.facebook.com/v25.0/me?fields=id&access_token={token}&limit=1")
        }),
        ("fragment", |token| {
            format!("https://example.org/#access_token={token}&expires_in=5183")
        }),
        ("torn address", |token| {
            cut(
                &format!("https://graph.facebook.com/v25.0/me?access_token={token}"),
                80,
                "\n",
            )
        }),
        ("exchange", |token| {
            format!("{{\"access_token\":\"{token}\",\"token_type\":\"bearer\",\"expires_in\":5183944}}")
        }),
        ("torn exchange", |token| {
            cut(
                &format!("{{\"access_token\":\"{token}\",\"token_type\":\"bearer\"}}"),
                80,
                "\n",
            )
        }),
        ("one Page", |token| {
            format!("{{\"data\":[{{\"access_token\":\"{token}\",\"id\":\"1\"}}],\"paging\":{{}}}}")
        }),
        ("cut JSON", |token| {
            format!("  \"access_token\": \"{token}\",\n  \"token_type\": \"bearer\"")
        }),
        ("curl", |token| {
            format!("curl -i -X GET \"https://graph.facebook.com/me?access_token={token}\"")
        }),
        ("curl header", |token| {
            format!("curl -H 'Authorization: Bearer {token}' https://graph.facebook.com/me")
        }),
        ("label", |token| format!("Access Token\n{token}\nCopy")),
        ("sentence", |token| format!("my token is {token} and it expires soon")),
        ("debugger", |token| {
            format!("https://developers.facebook.com/tools/debug/accesstoken/?access_token={token}")
        }),
        ("debug_token", |token| {
            format!("https://graph.facebook.com/debug_token?input_token={token}&access_token={APP}%7C{SECRET}")
        }),
    ]
}

proptest! {
    // The same texts every time, so that a failure is about the change at hand.
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_122), ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_reader_panic_or_contradict_itself(text in prop_oneof![any::<String>(), any_paste()]) {
        for wanted in ALL {
            let reading = read(&text, wanted);
            if let Some(fault) = reading.fault {
                prop_assert_eq!(fault.is_blocking(), reading.value.is_none());
            }
        }
    }

    #[test]
    fn a_valid_token_is_never_altered(token in any_token()) {
        let reading = read(&token, Wanted::FacebookToken);
        prop_assert_eq!(exposed(&reading), Some(token));
        prop_assert_eq!(reading.repairs, vec![]);
        prop_assert_eq!(reading.fault, None);
    }

    #[test]
    fn a_token_comes_out_of_every_known_wrapper_exactly(token in any_token()) {
        for (name, wrap) in wrappers() {
            let reading = read(&wrap(&token), Wanted::FacebookToken);
            prop_assert_eq!(exposed(&reading), Some(token.clone()), "{}", name);
            prop_assert_eq!(reading.fault, None, "{}", name);
        }
    }

    #[test]
    fn what_was_read_is_read_the_same_again(text in any_paste()) {
        for wanted in ALL {
            let reading = read(&text, wanted);
            if let Some(Value::Landing(Landing { end: LandingEnd::Denied | LandingEnd::Failed { .. }, .. })) = reading.value {
                continue;
            }
            let Some(value) = exposed(&reading) else { continue };
            prop_assert_eq!(exposed(&read(&value, wanted)), Some(value));
        }
    }

    #[test]
    fn nothing_that_is_said_holds_any_of_the_text(token in any_token(), text in any_paste()) {
        for wanted in ALL {
            for text in [format!("{token}{text}"), format!("{text}{token}"), format!("{text}\n{token}\n{text}")] {
                let reading = read(&text, wanted);
                assert_no_leak(&text, &reading);
                let mut said = format!("{reading:?}");
                said.extend(reading.fault.map(|fault| fault.sentence()));
                said.extend(reading.repairs.iter().map(Repair::words));
                for window in token.as_bytes().windows(8) {
                    prop_assert!(!said.contains(std::str::from_utf8(window).unwrap()));
                }
            }
        }
    }

    #[test]
    fn a_login_code_comes_out_of_everything_around_it_whole(code in any_code()) {
        for (name, wrap) in around_codes() {
            for wanted in [Wanted::FacebookLanding, Wanted::InstagramLanding] {
                let reading = read(&wrap(&code), wanted);
                prop_assert_eq!(exposed(&reading), Some(code.clone()), "{}", name);
                prop_assert_eq!(reading.fault, None, "{}", name);
            }
        }
    }

    #[test]
    fn no_login_code_is_made_of_two(code in any_code(), other in any_code()) {
        for between in ["\n", " ", ", ", "\nhttps://a.bc/?code=", "#_\n", "#_=_ ", "&code="] {
            let text = format!("https://a.bc/?code={code}{between}{other}");
            let value = exposed(&read(&text, Wanted::InstagramLanding));
            prop_assert!(value.is_none_or(|value| value == code || value == other), "{:?}", between);
        }
    }

    #[test]
    fn no_sentence_repeats_any_of_the_text(text in prop_oneof![any::<String>(), any_paste()]) {
        for wanted in ALL {
            let reading = read(&text, wanted);
            let mut said: String = reading.repairs.iter().map(Repair::words).collect();
            said.extend(reading.fault.map(|fault| fault.sentence()));
            prop_assert!(!repeats(&said, &text), "{}", said);
        }
    }
}
