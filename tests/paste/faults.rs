//! What is wrong or in the wrong field, and the words for it.

use evertoken::paste::{Amount, Fault, Foreign, LONGEST, Repair, Wanted, read};

use super::*;

use Repair::{PercentDecoded as Percent, QuotesRemoved as Quotes, TrailingPunctuationRemoved as Punctuation};

#[test]
fn what_is_wrong_or_doubtful_is_named() {
    let (token, app, secret) = (Wanted::FacebookToken, Wanted::AppId, Wanted::AppSecret);
    let forty = TOKEN.get(..40).unwrap();
    let unknown = TOKEN.replacen("EAAG", "XYZG", 1);
    let old = TOKEN.replacen("EAAG", "CAAG", 1);
    check(&[
        empty(token, "", &[]),
        empty(token, " \t\r\n\u{200b}", &[]),
        empty(token, "\"\"", &[Quotes]),
        no_token("EAAG", Fault::TooShort, &[]),
        no_token("hello", Fault::TooShort, &[]),
        doubtful(token, forty, forty, Fault::LooksShort),
        doubtful(token, unknown.clone(), &unknown, Fault::UnknownPrefix),
        doubtful(token, old.clone(), &old, Fault::OldFacebookToken),
        no_token(format!("{}…{}", "EAAGm0PX", "3fZD"), Fault::Shortened, &[]),
        no_token(format!("{forty}..."), Fault::Shortened, &[]),
        no_token(format!("{forty}...{forty}"), Fault::Shortened, &[]),
        no_token("••••••••••••", Fault::StillHidden, &[]),
        no_token("EAAG************", Fault::StillHidden, &[]),
        no_token(INSTAGRAM, INSTAGRAM_FOR_TOKEN, &[]),
        no_token(INSTAGRAM.replacen("IGAA", "IGQV", 1), Fault::OldBasicDisplayToken, &[]),
        no_token(INSTAGRAM.replacen("IGAA", "IGQW", 1), Fault::OldBasicDisplayToken, &[]),
        no_token(INSTAGRAM.replacen("IGAA", "THAA", 1), THREADS_FOR_TOKEN, &[]),
        no_token(INSTAGRAM.replacen("IGAA", "THQV", 1), THREADS_FOR_TOKEN, &[]),
        no_token(CODE, CODE_FOR_TOKEN, &[]),
        no_token(format!("{CODE}#_=_"), CODE_FOR_TOKEN, &[Punctuation]),
        no_token(SECRET.to_uppercase(), SECRET_FOR_TOKEN, &[]),
        no_token(format!("{APP}%7C{SECRET}"), APP_TOKEN_FOR_TOKEN, &[Percent]),
        no_token(format!("{APP}|h2c0YyvKcVm4tC9W1kQxJdP3_-s"), APP_TOKEN_FOR_TOKEN, &[]),
        no_token(TOKEN.replacen("EAAG", "ЕААG", 1), Fault::StrayCharacters(3), &[]),
        no_token(TOKEN.replacen("EAAG", "EAAG$", 1), Fault::StrayCharacters(1), &[]),
        no_token(format!("{TOKEN}{}", "x".repeat(LONGEST)), Fault::TooLong, &[]),
        refused(
            app,
            "12345",
            Fault::WrongDigitCount(Wanted::AppId, Amount::TooLittle),
            &[],
        ),
        refused(
            app,
            "123456789012345678901",
            Fault::WrongDigitCount(Wanted::AppId, Amount::TooMuch),
            &[],
        ),
        doubtful(app, "1234567890", "1234567890", Fault::UnusualDigitCount(Wanted::AppId)),
        doubtful(
            app,
            "123456789012345678",
            "123456789012345678",
            Fault::UnusualDigitCount(Wanted::AppId),
        ),
        refused(app, "my-app", Fault::NotDigits(Wanted::AppId), &[]),
        refused(app, "12345678901234O", Fault::NotDigits(Wanted::AppId), &[]),
        refused(
            app,
            "１２３４５６７８９０１２３４５",
            Fault::NotDigits(Wanted::AppId),
            &[],
        ),
        refused(app, "1234567890...", Fault::Shortened, &[]),
        refused(
            secret,
            "0123456789abcdef",
            Fault::SecretWrongLength(Wanted::AppSecret, Amount::TooLittle),
            &[],
        ),
        refused(
            secret,
            format!("{SECRET}0"),
            Fault::SecretWrongLength(Wanted::AppSecret, Amount::TooMuch),
            &[],
        ),
        refused(
            secret,
            SECRET.replacen(|character: char| character.is_ascii_digit(), "O", 1),
            Fault::NotHex(Wanted::AppSecret, 1),
            &[],
        ),
        refused(secret, "not a secret at all", Fault::NothingInside(secret), &[]),
        refused(secret, "********************************", Fault::StillHidden, &[]),
        refused(secret, "●●●●●●●●", Fault::StillHidden, &[]),
        refused(
            secret,
            format!("{APP}|h2c0YyvKcVm4tC9W1kQxJdP3_-s"),
            TOKEN_FOR_SECRET,
            &[],
        ),
    ]);
}

#[test]
fn every_kind_of_text_in_every_field_is_taken_or_named() {
    let like_instagram = |prefix: &str| INSTAGRAM.replacen("IGAA", prefix, 1);
    let error = "{\"error\":{\"message\":\"x\",\"code\":190}}";
    let hidden = "••••••••";
    // Text, then what the token, App ID and App secret fields make of it; no fault means that it is taken.
    let matrix: [(String, [Option<Fault>; 3]); 12] = [
        (TOKEN.into(), [None, Some(TOKEN_FOR_APP), Some(TOKEN_FOR_SECRET)]),
        (
            INSTAGRAM.into(),
            [Some(INSTAGRAM_FOR_TOKEN), Some(TOKEN_FOR_APP), Some(TOKEN_FOR_SECRET)],
        ),
        (
            like_instagram("IGQV"),
            [
                Some(Fault::OldBasicDisplayToken),
                Some(TOKEN_FOR_APP),
                Some(TOKEN_FOR_SECRET),
            ],
        ),
        (
            like_instagram("THAA"),
            [Some(THREADS_FOR_TOKEN), Some(TOKEN_FOR_APP), Some(TOKEN_FOR_SECRET)],
        ),
        (format!("{APP}|{SECRET}"), [Some(APP_TOKEN_FOR_TOKEN), None, None]),
        (
            format!("{APP}|h2c0YyvKcVm4tC9W1kQxJdP3_-s"),
            [Some(APP_TOKEN_FOR_TOKEN), None, Some(TOKEN_FOR_SECRET)],
        ),
        (
            CODE.into(),
            [Some(CODE_FOR_TOKEN), Some(TOKEN_FOR_APP), Some(TOKEN_FOR_SECRET)],
        ),
        (SECRET.into(), [Some(SECRET_FOR_TOKEN), Some(SECRET_FOR_APP), None]),
        (APP.into(), [Some(APP_FOR_TOKEN), None, Some(APP_FOR_SECRET)]),
        (
            hidden.into(),
            [
                Some(Fault::StillHidden),
                Some(Fault::StillHidden),
                Some(Fault::StillHidden),
            ],
        ),
        (
            error.into(),
            [
                Some(Fault::ErrorAnswer),
                Some(Fault::ErrorAnswer),
                Some(Fault::ErrorAnswer),
            ],
        ),
        (
            "my-shop".into(),
            [
                Some(Fault::TooShort),
                Some(Fault::NotDigits(Wanted::AppId)),
                Some(Fault::NotHex(Wanted::AppSecret, 7)),
            ],
        ),
    ];
    for (text, expected) in matrix {
        for (wanted, fault) in FIELDS.into_iter().zip(expected) {
            let reading = read(&text, wanted);
            assert_eq!(
                (reading.value.is_some(), reading.fault),
                (fault.is_none(), fault),
                "{text} in {wanted:?}"
            );
            assert_no_leak(&text, &reading);
        }
    }
}

/// Every fault that says something of its own.
fn every_fault() -> Vec<Fault> {
    let mut faults = vec![
        SECRET_FOR_TOKEN,
        APP_FOR_TOKEN,
        APP_TOKEN_FOR_TOKEN,
        CODE_FOR_TOKEN,
        INSTAGRAM_FOR_TOKEN,
        THREADS_FOR_TOKEN,
        TOKEN_FOR_APP,
        TOKEN_FOR_SECRET,
        SECRET_FOR_APP,
        APP_FOR_SECRET,
        Fault::Misplaced(Foreign::FacebookToken, Wanted::InstagramToken),
        Fault::Misplaced(Foreign::AppToken, Wanted::InstagramToken),
        Fault::Misplaced(Foreign::ThreadsToken, Wanted::AnyToken),
        Fault::Misplaced(Foreign::MetaApp, Wanted::InstagramAppId),
        Fault::Misplaced(Foreign::MetaApp, Wanted::InstagramAppSecret),
        Fault::Misplaced(Foreign::AnyToken, Wanted::InstagramAppId),
        Fault::Misplaced(Foreign::AppId, Wanted::InstagramAppSecret),
        Fault::Misplaced(Foreign::PageName, Wanted::PageId),
        Fault::Misplaced(Foreign::AppToken, Wanted::PageId),
        Fault::Misplaced(Foreign::AppId, Wanted::PageId),
        Fault::Misplaced(Foreign::Landing, Wanted::RedirectAddress),
        Fault::Misplaced(Foreign::LoginCode, Wanted::RedirectAddress),
        Fault::Misplaced(Foreign::AppSecret, Wanted::FacebookLanding),
        Fault::Misplaced(Foreign::AppToken, Wanted::FacebookLanding),
        Fault::Misplaced(Foreign::InstagramToken, Wanted::FacebookLanding),
        Fault::Misplaced(Foreign::FacebookToken, Wanted::InstagramLanding),
        Fault::OldBasicDisplayToken,
        Fault::OldFacebookToken,
        Fault::Shortened,
        Fault::StillHidden,
        Fault::SeveralTokens(3),
        Fault::TooShort,
        Fault::LooksShort,
        Fault::UnknownPrefix,
        Fault::NoInstagramPrefix,
        Fault::StrayCharacters(1),
        Fault::StrayCharacters(2),
        Fault::TooLong,
        Fault::ErrorAnswer,
        Fault::PasteMixedUp,
        Fault::NoAddress,
        Fault::AddressNotSecure,
        Fault::AddressWithFragment,
        Fault::LoginNotDone,
        Fault::NoLoginInAddress,
        Fault::AddressEmptied,
        Fault::SeveralCodes,
        Fault::CodeTooShort,
        Fault::SpoiltCode,
        Fault::UnusualCode,
        Fault::NothingInside(Wanted::FacebookToken),
        Fault::NothingInside(Wanted::InstagramToken),
        Fault::NothingInside(Wanted::FacebookLanding),
    ];
    for wanted in [Wanted::AppSecret, Wanted::InstagramAppSecret] {
        faults.extend([
            Fault::MoreThanOne(wanted),
            Fault::NothingInside(wanted),
            Fault::NotHex(wanted, 1),
            Fault::NotHex(wanted, 2),
            Fault::SecretWrongLength(wanted, Amount::TooLittle),
            Fault::SecretWrongLength(wanted, Amount::TooMuch),
        ]);
    }
    for wanted in [Wanted::AppId, Wanted::InstagramAppId, Wanted::PageId] {
        faults.extend([
            Fault::MoreThanOne(wanted),
            Fault::NothingInside(wanted),
            Fault::NotDigits(wanted),
            Fault::WrongDigitCount(wanted, Amount::TooLittle),
            Fault::WrongDigitCount(wanted, Amount::TooMuch),
            Fault::UnusualDigitCount(wanted),
        ]);
    }
    faults
}

/// What a sentence for a tired person is: short, whole, calm.
fn is_well_said(sentence: &str) -> bool {
    sentence.ends_with('.')
        && !sentence.contains('!')
        && !sentence.contains("  ")
        && (20..200).contains(&sentence.chars().count())
}

#[test]
fn every_fault_and_repair_has_words_of_its_own() {
    let faults = every_fault();
    let mut sentences: Vec<String> = faults.iter().map(Fault::sentence).collect();
    for sentence in &sentences {
        assert!(is_well_said(sentence), "{sentence}");
    }
    sentences.sort();
    sentences.dedup();
    assert_eq!(sentences.len(), faults.len());
    assert_eq!(Repair::InvisibleRemoved(3).words(), "3 invisible characters removed");
    assert_eq!(Repair::LineBreaksJoined(1).words(), "1 line break joined");
    assert_eq!(Repair::TakenFromUrl.words(), "taken out of the address");
}

const FOREIGN: [Foreign; 11] = [
    Foreign::AppSecret,
    Foreign::AppId,
    Foreign::AppToken,
    Foreign::LoginCode,
    Foreign::FacebookToken,
    Foreign::InstagramToken,
    Foreign::ThreadsToken,
    Foreign::AnyToken,
    Foreign::MetaApp,
    Foreign::PageName,
    Foreign::Landing,
];

#[test]
fn whatever_is_in_the_wrong_field_is_well_said() {
    for (foreign, wanted) in FOREIGN.iter().flat_map(|foreign| ALL.map(|wanted| (*foreign, wanted))) {
        let sentence = Fault::Misplaced(foreign, wanted).sentence();
        assert!(is_well_said(&sentence), "{foreign:?} in {wanted:?}: {sentence}");
    }
    for broken in [
        "No.",
        "This is wrong!",
        "This looks like a token",
        "This looks like  a token.",
    ] {
        assert!(!is_well_said(broken), "{broken}");
    }
}

#[test]
fn the_words_that_lead_to_another_way_name_it() {
    for (fault, way) in [
        (INSTAGRAM_FOR_TOKEN, "“Instagram without a Facebook Page”"),
        (INSTAGRAM_FOR_TOKEN, "“Make a token last again”"),
        (CODE_FOR_TOKEN, "Signing in with the browser"),
        (
            Fault::Misplaced(Foreign::AnyToken, Wanted::InstagramAppId),
            "under Instagram, API setup with Instagram login",
        ),
    ] {
        assert!(fault.sentence().contains(way), "{fault:?}");
    }
}

/// Words that speak to somebody who has a field and a menu before their eyes.
const AT_A_SCREEN: &[&str] = &[
    "paste",
    "press",
    "type it",
    "type a",
    "type the",
    "menu",
    "go back",
    "here",
    "below",
    "above",
    "field",
    "this step",
    "choose",
    "can be tried",
];

fn speaks_to_a_person(sentence: &str) -> Option<&'static str> {
    let words = sentence
        .to_lowercase()
        .replace(|letter: char| !letter.is_alphanumeric(), " ");
    let words = format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "));
    AT_A_SCREEN
        .iter()
        .copied()
        .find(|word| words.contains(&format!(" {word} ")))
}

#[test]
fn a_run_without_a_person_is_told_of_no_field_and_no_menu() {
    let misplaced = FOREIGN
        .iter()
        .flat_map(|foreign| ALL.map(|wanted| Fault::Misplaced(*foreign, wanted)));
    // What is only doubtful does not keep anything from being tried.
    let blocking = every_fault().into_iter().filter(Fault::is_blocking);
    for fault in blocking.chain(misplaced) {
        let sentence = fault.unattended();
        assert!(is_well_said(&sentence), "{fault:?}: {sentence}");
        assert_eq!(speaks_to_a_person(&sentence), None, "{fault:?}: {sentence}");
    }
    assert_eq!(speaks_to_a_person(&INSTAGRAM_FOR_TOKEN.sentence()), Some("menu"));
}
