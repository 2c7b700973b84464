//! Saving: what is asked, what is written, and what becomes of the token when it cannot be.

use evertoken::{
    delivery::{Access, Caution, Change, ChangeKind, FileKind, Mode, Order, Prospect, SaveFault, Saved, Stamp},
    graph_api::NoAnswer,
    journey::{Datum, Field, INSTAGRAM, INSTAGRAM_LOGIN, PAGE, RENEW},
    model::{PageId, Remembered, RememberedPlace, Unfinished},
    wizard::{
        SavePlan,
        effect::{Copyable, Effect, Ending, Ticket},
        event::{ClearReport, CopyReport, Event, RecordReport},
        trouble::Way,
        view::{Body, FormView, Hint, OtherWay, Tone},
    },
};
use jiff::SignedDuration;

use crate::{
    meta::{APP, CODE, INSTAGRAM_LONG, Meta, PAGE as PAGE_ID, PAGE_TOKEN},
    walker::{Walker, now},
};

/// What saving would do, as the world says it.
fn prospect(cautions: Vec<Caution>) -> Prospect {
    Prospect {
        file: "/home/maria/.env".into(),
        exists: true,
        mode: Some(Mode::from_bits(0o644)),
        changes: vec![Change {
            name: "FACEBOOK_PAGE_TOKEN".to_owned(),
            kind: ChangeKind::Replaced {
                before: "…3fZD".to_owned(),
                places: 1,
            },
        }],
        cautions,
        stamp: Stamp(vec![7]),
    }
}

fn saved() -> Saved {
    Saved {
        file: "/home/maria/.env".into(),
        mode: Mode::PRIVATE,
        changes: Vec::new(),
    }
}

impl Walker {
    /// The order that was tried last, and its ticket.
    fn probed(&self) -> (Ticket, &Order) {
        let probe = self.others.iter().rev().find_map(|effect| match effect {
            Effect::Probe(ticket, order) => Some((*ticket, order)),
            _ => None,
        });
        probe.unwrap()
    }

    /// The order that was carried out last, and its ticket.
    fn written(&self) -> Option<(Ticket, &Order)> {
        self.others.iter().rev().find_map(|effect| match effect {
            Effect::Save(ticket, order, _) => Some((*ticket, order)),
            _ => None,
        })
    }

    /// Saves what the outcome on the screen holds, where nothing speaks against it.
    pub(crate) fn save_shown(&mut self) -> &mut Self {
        self.save_as(FileKind::Token)
            .tried(Ok(prospect(Vec::new())))
            .give(Event::Next);
        let (ticket, _) = self.written().unwrap();
        self.give(Event::Saved(ticket, Ok(saved())))
    }

    /// The place turns out to be like this.
    fn tried(&mut self, result: Result<Prospect, SaveFault>) -> &mut Self {
        let (ticket, _) = self.probed();
        self.give(Event::Probed(ticket, result))
    }

    fn save_as(&mut self, kind: FileKind) -> &mut Self {
        self.give(Event::Save).give(Event::SaveAs(kind))
    }

    fn saving_form(&self) -> FormView<'_> {
        match self.view().body {
            Body::Form(form) => form,
            _ => panic!("no form: {}", self.screen()),
        }
    }

    fn preview(&self) -> Vec<(Tone, String)> {
        self.saving_form().saving.unwrap().lines
    }

    fn notice(&self) -> String {
        self.view().notice.map(|notice| notice.text.clone()).unwrap_or_default()
    }

    fn ending(&self) -> Option<&Ending> {
        self.others.iter().find_map(|effect| match effect {
            Effect::Exit(ending) => Some(ending),
            _ => None,
        })
    }
}

/// Names and texts of an order.
fn entries(order: &Order) -> Vec<(&str, &str)> {
    order
        .entries
        .iter()
        .map(|entry| (entry.name.as_str(), entry.payload.expose()))
        .collect()
}

#[test]
#[cfg_attr(windows, ignore = "files have no permissions of the Unix kind there")]
fn three_keys_save_a_token_where_nothing_speaks_against_it() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).give(Event::Save);
    assert_eq!(walker.screen(), "kinds");
    walker.give(Event::SaveAs(FileKind::Env));
    let (_, order) = walker.probed();
    assert_eq!((order.path.as_str(), order.access.mode), (".env", Mode::PRIVATE));
    assert_eq!(
        entries(order),
        [("FACEBOOK_PAGE_TOKEN", PAGE_TOKEN), ("FACEBOOK_PAGE_ID", PAGE_ID)]
    );
    walker.tried(Ok(prospect(vec![Caution::OthersCouldRead(Mode::from_bits(0o644))])));
    assert_eq!(
        walker.preview(),
        [
            (Tone::Calm, "/home/maria/.env is there, and will be changed"),
            (Tone::Careful, "FACEBOOK_PAGE_TOKEN replaces …3fZD"),
            (Tone::Good, "Only you will be able to read it (0600)"),
            (Tone::Calm, "Others can read the file so far (0644)"),
        ]
        .map(|(tone, words)| (tone, words.to_owned()))
    );
    assert!(
        walker.written().is_none(),
        "nothing is written before the person says so"
    );
    walker.give(Event::Next);
    let (ticket, order) = walker.written().unwrap();
    assert_eq!(order.entries.len(), 2);
    walker.give(Event::Saved(ticket, Ok(saved())));
    assert_eq!(walker.screen(), "proved");
    assert_eq!(
        walker.notice(),
        "Saved to /home/maria/.env and read back. Only you can read it (0600)"
    );
    assert_eq!(
        walker.fact("Saved in").as_deref(),
        Some("/home/maria/.env as FACEBOOK_PAGE_TOKEN")
    );
    walker.give(Event::Leave);
    let Some(Ending::Finished(lines)) = walker.ending() else {
        panic!("{:?}", walker.ending())
    };
    assert!(lines.contains(&"Saved in /home/maria/.env".to_owned()), "{lines:?}");
}

#[test]
fn each_kind_of_file_has_its_own_names_and_place() {
    let mut walker = Walker::new();
    walker
        .walk_from_explorer(&INSTAGRAM, &Meta::default())
        .give(Event::Pick(PAGE_ID.parse().unwrap()))
        .answer_all(&Meta::default());
    let account = walker.copy(Copyable::Datum(Datum::InstagramId)).unwrap();
    let name = walker.copy(Copyable::Datum(Datum::InstagramName)).unwrap();
    let name = name.trim_start_matches('@').to_owned();
    for (kind, path, expected) in [
        (
            FileKind::Env,
            ".env",
            vec![
                ("INSTAGRAM_ACCESS_TOKEN", PAGE_TOKEN),
                ("INSTAGRAM_USER_ID", account.as_str()),
            ],
        ),
        (
            FileKind::Json,
            "tokens.json",
            vec![
                ("access_token", PAGE_TOKEN),
                ("page_id", PAGE_ID),
                ("instagram_user_id", account.as_str()),
                ("instagram_username", name.as_str()),
            ],
        ),
        (FileKind::Token, name.as_str(), vec![("", PAGE_TOKEN)]),
        (
            FileKind::Options,
            "options.txt",
            vec![
                ("--instagram-access-token", PAGE_TOKEN),
                ("--instagram-object-id", PAGE_ID),
            ],
        ),
    ] {
        walker.save_as(kind);
        let (_, order) = walker.probed();
        assert_eq!((order.kind, order.path.as_str()), (kind, path));
        assert_eq!(entries(order), expected, "{kind:?}");
        walker.give(Event::Back);
        assert_eq!(walker.screen(), "kinds");
        walker.give(Event::Back);
        assert_eq!(walker.screen(), "proved");
    }
}

#[test]
#[cfg_attr(windows, ignore = "files have no permissions of the Unix kind there")]
fn a_name_and_permissions_that_cannot_be_are_said_at_their_field_and_nothing_is_tried() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
    let tried = walker.others.len();
    walker.fill(Field::NameOf(Datum::Token), "MY TOKEN");
    assert!(walker.said_at(Field::NameOf(Datum::Token)).is_some());
    walker.fill(Field::SaveMode, "622");
    assert_eq!(
        walker.said_at(Field::SaveMode).unwrap(),
        "With these permissions others could change the file. 644 lets everybody read it, and only you change it"
    );
    walker.fill(Field::NameOf(Datum::Token), "FACEBOOK_PAGE_ID");
    assert!(
        walker
            .said_at(Field::NameOf(Datum::Token))
            .unwrap()
            .contains("same name")
    );
    walker.give(Event::Next);
    assert_eq!((walker.screen().as_str(), walker.others.len()), ("saving", tried));
    walker
        .fill(Field::NameOf(Datum::Token), "MY_TOKEN")
        .fill(Field::SaveMode, "640");
    let (_, order) = walker.probed();
    assert_eq!(order.entries[0].name, "MY_TOKEN");
    assert_eq!(order.access.mode, Mode::from_bits(0o640));
}

#[test]
fn a_token_pasted_where_the_file_belongs_is_named_and_never_becomes_a_path() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
    let tried = walker.others.len();
    walker.fill(Field::SavePath, PAGE_TOKEN);
    assert!(walker.said_at(Field::SavePath).unwrap().contains("Facebook token"));
    assert_eq!(walker.others.len(), tried);
}

#[test]
fn what_must_be_agreed_to_is_asked_once_and_no_keeps_everything() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
    walker
        .tried(Ok(prospect(vec![Caution::TrackedByGit, Caution::NetworkDisk])))
        .give(Event::Next);
    let question = walker.view().question.unwrap().text.clone();
    assert_eq!(
        question,
        "git keeps this file: with the next commit the token is in its history for good. Save it there all the same?"
    );
    walker.give(Event::Decline);
    assert_eq!((walker.screen().as_str(), walker.written().is_none()), ("saving", true));
    walker.give(Event::Next).give(Event::Confirm);
    assert!(walker.written().is_some());
}

#[test]
fn a_file_that_git_would_take_along_can_be_kept_out_with_a_key() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
    walker.tried(Ok(prospect(vec![Caution::NotIgnoredByGit])));
    assert!(walker.saving_form().saving.unwrap().can_keep_out_of_git);
    walker.give(Event::KeepOutOfGit);
    let ticket = walker.others.iter().find_map(|effect| match effect {
        Effect::Ignore(ticket, file) => {
            assert_eq!(file.to_str(), Some("/home/maria/.env"));
            Some(*ticket)
        }
        _ => None,
    });
    let (before, _) = walker.probed();
    walker.give(Event::Ignored(ticket.unwrap(), Ok("/home/maria/.gitignore".into())));
    assert_ne!(walker.probed().0, before, "the place is looked at once more");
    walker.tried(Ok(prospect(Vec::new())));
    assert!(!walker.saving_form().saving.unwrap().can_keep_out_of_git);
}

#[test]
fn whatever_keeps_it_from_being_saved_the_token_stays_and_another_way_is_offered() {
    for fault in [
        SaveFault::DiskFull,
        SaveFault::ReadBackDiffers,
        SaveFault::ChangedMeanwhile,
    ] {
        let mut walker = Walker::new();
        walker.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
        walker.tried(Ok(prospect(Vec::new()))).give(Event::Next);
        let (ticket, _) = walker.written().unwrap();
        walker.give(Event::Saved(ticket, Err(fault.clone())));
        assert!(
            walker.screen().starts_with("trouble save-"),
            "{fault:?}: {}",
            walker.screen()
        );
        assert!(walker.ways().contains(&Way::LeaveSaving), "{fault:?}");
        walker.give(Event::Take(Way::LeaveSaving));
        assert_eq!(walker.screen(), "proved");
        assert_eq!(walker.copy(Copyable::Datum(Datum::Token)).as_deref(), Some(PAGE_TOKEN));
        walker.give(Event::Leave);
        assert!(walker.view().question.is_some(), "{fault:?}: it was not delivered");
    }
}

#[test]
fn trying_again_after_a_fault_looks_at_the_place_anew_and_then_saves() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
    walker.tried(Err(SaveFault::DiskFull));
    assert!(
        walker.preview()[0].1.starts_with("The disk is full."),
        "{:?}",
        walker.preview()
    );
    walker.give(Event::Next);
    assert_eq!(walker.screen(), "saving", "it may be over by now");
    walker.tried(Err(SaveFault::DiskFull));
    assert_eq!(walker.screen(), "trouble save-disk-full");
    walker.give(Event::Take(Way::Retry)).tried(Ok(prospect(Vec::new())));
    assert!(walker.written().is_some());
}

#[test]
fn enter_while_the_place_is_looked_at_saves_as_soon_as_it_is_known() {
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&Meta::default())
        .save_as(FileKind::Env)
        .give(Event::Next);
    assert!(walker.written().is_none());
    walker.tried(Ok(prospect(Vec::new())));
    assert!(walker.written().is_some());
}

#[test]
fn an_answer_about_another_place_than_the_one_on_the_screen_counts_for_nothing() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
    let (old, _) = walker.probed();
    walker.fill(Field::SavePath, "other.env");
    walker
        .give(Event::Probed(old, Ok(prospect(Vec::new()))))
        .give(Event::Next);
    assert!(walker.written().is_none());
    assert_eq!(walker.probed().1.path, "other.env");
}

#[test]
fn what_was_saved_can_be_put_back_and_is_then_not_delivered_any_more() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
    walker.tried(Ok(prospect(Vec::new()))).give(Event::Next);
    let (ticket, _) = walker.written().unwrap();
    walker.give(Event::Saved(ticket, Ok(saved())));
    assert!(walker.ways().contains(&Way::PutBack));
    walker.give(Event::Take(Way::PutBack));
    let ticket = walker.others.iter().find_map(|effect| match effect {
        Effect::Restore(ticket, _) => Some(*ticket),
        _ => None,
    });
    walker.give(Event::Restored(ticket.unwrap(), Ok(())));
    assert!(walker.fact("Saved in").is_none() && !walker.ways().contains(&Way::PutBack));
    walker.give(Event::Leave);
    assert!(walker.view().question.is_some());
}

#[test]
fn several_tokens_go_into_one_file_each_under_its_pages_number() {
    let mut meta = Meta::default();
    meta.pages.push(serde_json::json!({
        "id": "303456789012345", "name": "Third", "access_token": format!("EAAJthird{}ZD", "x".repeat(90)),
    }));
    let mut walker = Walker::new();
    walker.go_to_choice(&meta);
    for page in [PAGE_ID, "303456789012345"] {
        walker.give(Event::Mark(page.parse().unwrap()));
    }
    walker.give(Event::Pick(PAGE_ID.parse().unwrap())).answer_all(&meta);
    assert!(walker.screen().starts_with("results"), "{}", walker.screen());
    walker.give(Event::Save);
    let Body::Kinds(kinds) = walker.view().body else {
        panic!("{}", walker.screen())
    };
    let offered: Vec<_> = kinds.rows.iter().map(|row| row.kind).collect();
    assert_eq!(
        offered,
        [FileKind::Env, FileKind::Json],
        "a file with one token cannot hold two"
    );
    walker.give(Event::SaveAs(FileKind::Env));
    let names: Vec<String> = walker
        .probed()
        .1
        .entries
        .iter()
        .map(|entry| entry.name.clone())
        .collect();
    assert_eq!(
        names,
        [
            format!("FACEBOOK_PAGE_TOKEN_{PAGE_ID}"),
            format!("FACEBOOK_PAGE_ID_{PAGE_ID}"),
            "FACEBOOK_PAGE_TOKEN_303456789012345".to_owned(),
            "FACEBOOK_PAGE_ID_303456789012345".to_owned(),
        ]
    );
    walker.tried(Ok(prospect(Vec::new()))).give(Event::Next);
    let (ticket, _) = walker.written().unwrap();
    walker.give(Event::Saved(ticket, Ok(saved()))).give(Event::Leave);
    assert!(matches!(walker.ending(), Some(Ending::Finished(_))), "both are saved");
}

#[test]
fn the_place_and_the_names_are_kept_for_the_next_run() {
    let mut walker = Walker::new();
    walker.give(Event::Begun).give(Event::Recalled(Remembered::default()));
    walker.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
    walker
        .fill(Field::SavePath, "/srv/app/.env")
        .fill(Field::NameOf(Datum::Token), "MY_TOKEN")
        .tried(Ok(prospect(Vec::new())))
        .give(Event::Next);
    let (ticket, _) = walker.written().unwrap();
    walker.give(Event::Saved(ticket, Ok(saved())));
    let kept = walker.others.iter().rev().find_map(|effect| match effect {
        Effect::Remember(kept) if kept.saving.contains_key("env") => Some(kept.clone()),
        _ => None,
    });
    let kept = kept.unwrap();
    assert_eq!(
        kept.saving["env"],
        RememberedPlace {
            path: "/srv/app/.env".to_owned(),
            names: [("token", "MY_TOKEN"), ("page_id", "FACEBOOK_PAGE_ID")]
                .map(|(datum, name)| (datum.to_owned(), name.to_owned()))
                .into(),
        }
    );
    let mut next = Walker::new();
    next.give(Event::Begun).give(Event::Recalled(kept));
    next.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
    let (_, order) = next.probed();
    assert_eq!(
        (order.path.as_str(), order.entries[0].name.as_str()),
        ("/srv/app/.env", "MY_TOKEN")
    );
}

#[test]
fn a_place_that_was_chosen_ahead_is_tried_before_the_code_of_a_login_is_spent() {
    let mut walker = Walker::new();
    walker.go_to_instagram_sign_in().listen("a-state", None);
    assert!(walker.saving_form().can_choose_place);
    walker.save_as(FileKind::Env);
    assert_eq!(
        entries(walker.probed().1),
        [("INSTAGRAM_ACCESS_TOKEN", "0"), ("INSTAGRAM_USER_ID", "0")],
        "nothing is there yet, and the names will be these"
    );
    walker.tried(Ok(prospect(Vec::new())));
    assert!(
        !walker.preview().iter().any(|(_, line)| line.contains("replaces")),
        "what stood for the token would be shown: {:?}",
        walker.preview()
    );
    walker.give(Event::Next);
    assert_eq!(walker.screen(), "form");
    let sent = walker.sent.len();
    walker.fill(Field::InstagramLanding, CODE).give(Event::Next);
    assert_eq!(walker.sent.len(), sent, "the code waits for the place");
    walker.tried(Err(SaveFault::DiskFull));
    assert_eq!(
        (walker.screen().as_str(), walker.sent.len()),
        ("trouble save-disk-full", sent)
    );
    assert!(walker.ways().contains(&Way::GoOn));
    walker.give(Event::Take(Way::GoOn));
    assert!(walker.sent.len() > sent, "the person may go on without a place");
}

/// A plan for a file of this kind, with other names for some things.
fn plan(kind: FileKind, names: &[(Datum, &str)]) -> SavePlan {
    SavePlan {
        path: "/srv/app/kept".to_owned(),
        kind,
        names: names.iter().map(|(datum, name)| (*datum, (*name).to_owned())).collect(),
        access: Access {
            mode: Mode::from_bits(0o640),
            group: Some("www".to_owned()),
        },
    }
}

#[test]
fn a_look_ahead_tries_the_very_names_that_saving_will_write() {
    let pages: Vec<PageId> = [PAGE_ID, "303456789012345"].map(|id| id.parse().unwrap()).into();
    for (journey, kind, names, pages, expected) in [
        (
            &PAGE,
            FileKind::Env,
            &[][..],
            None,
            &["FACEBOOK_PAGE_TOKEN", "FACEBOOK_PAGE_ID"][..],
        ),
        (
            &PAGE,
            FileKind::Env,
            &[(Datum::PageId, "MINE")],
            None,
            &["FACEBOOK_PAGE_TOKEN", "MINE"],
        ),
        (&PAGE, FileKind::Json, &[], None, &["access_token", "page_id"]),
        (&PAGE, FileKind::Token, &[(Datum::Token, "MINE")], None, &[""]),
        (
            &PAGE,
            FileKind::Json,
            &[],
            Some(pages.as_slice()),
            &[
                "access_token_104857392016485",
                "page_id_104857392016485",
                "access_token_303456789012345",
                "page_id_303456789012345",
            ],
        ),
        (
            &INSTAGRAM_LOGIN,
            FileKind::Env,
            &[(Datum::UserId, "NOT_OF_THIS_JOURNEY")],
            None,
            &["INSTAGRAM_ACCESS_TOKEN", "INSTAGRAM_USER_ID"],
        ),
        // What a renewed token is called follows from what it is, unless a name was given.
        (&RENEW, FileKind::Env, &[], None, &[]),
        (&RENEW, FileKind::Env, &[(Datum::Token, "OLD")], None, &["OLD"]),
    ] {
        let mut walker = Walker::new();
        let looked = walker.wizard.look_ahead(journey, &plan(kind, names), pages);
        let (_, order) = looked.unwrap();
        let names: Vec<&str> = entries(&order).into_iter().map(|(name, _)| name).collect();
        let expected: Vec<String> = expected
            .iter()
            .map(|name| name.replace("104857392016485", PAGE_ID))
            .collect();
        assert_eq!(names, expected, "{journey:?} {kind:?}");
        assert!(entries(&order).iter().all(|(_, text)| *text == "0"));
        assert_eq!(
            (order.path.as_str(), order.access.mode),
            ("/srv/app/kept", Mode::from_bits(0o640))
        );
    }
}

#[test]
fn a_look_ahead_refuses_a_name_for_two_things() {
    let mut walker = Walker::new();
    let twice = plan(FileKind::Env, &[(Datum::Token, "FACEBOOK_PAGE_ID")]);
    let refused = walker.wizard.look_ahead(&PAGE, &twice, None);
    assert_eq!(
        refused.unwrap_err(),
        "Two values cannot have the same name. Please change one of them"
    );
}

#[test]
#[cfg_attr(windows, ignore = "files have no permissions of the Unix kind there")]
fn a_file_that_is_given_with_all_that_the_form_asks_is_the_only_one_that_is_tried() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).give(Event::Save);
    walker.give(Event::SaveTo(plan(FileKind::Env, &[(Datum::Token, "MY_TOKEN")])));
    let tried: Vec<&str> = walker
        .others
        .iter()
        .filter_map(|effect| match effect {
            Effect::Probe(_, order) => Some(order.path.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(tried, ["/srv/app/kept"]);
    let (_, order) = walker.probed();
    assert_eq!(
        entries(order),
        [("MY_TOKEN", PAGE_TOKEN), ("FACEBOOK_PAGE_ID", PAGE_ID)]
    );
    assert_eq!(order.access.group.as_deref(), Some("www"));
    assert_eq!(order.access.mode, Mode::from_bits(0o640));
}

#[test]
fn a_place_that_is_good_lets_the_login_go_on_and_two_keys_save_there() {
    let mut walker = Walker::new();
    walker.go_to_instagram_sign_in().listen("a-state", None);
    walker.save_as(FileKind::Env);
    walker
        .fill(Field::SavePath, "/srv/app/.env")
        .tried(Ok(prospect(Vec::new())))
        .give(Event::Next)
        .fill(Field::InstagramLanding, CODE)
        .give(Event::Next)
        .tried(Ok(prospect(Vec::new())))
        .answer_all(&Meta::default());
    assert_eq!(walker.screen(), "proved");
    walker.give(Event::Save);
    assert_eq!(walker.screen(), "saving", "the kind was chosen already");
    let (_, order) = walker.probed();
    assert_eq!(
        (order.path.as_str(), entries(order)[0].1),
        ("/srv/app/.env", INSTAGRAM_LONG)
    );
    walker.tried(Ok(prospect(Vec::new()))).give(Event::Next);
    assert!(walker.written().is_some());
}

#[test]
fn a_browser_that_comes_back_while_the_place_is_chosen_is_not_lost() {
    let mut walker = Walker::new();
    walker.go_to_sign_in(&PAGE).listen("a-state", Some(40_000));
    let login = walker.login();
    walker.give(Event::Save);
    assert_eq!(walker.screen(), "kinds");
    walker.land(login, &format!("http://localhost:40000/?code={CODE}&state=a-state"));
    assert_eq!(walker.screen(), "progress");
}

#[test]
fn a_revealed_token_is_hidden_by_time_by_any_key_and_when_nobody_may_be_looking() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default());
    let is_revealed = |walker: &Walker, after: i64| {
        let at = now() + SignedDuration::from_secs(after);
        match walker.wizard.view(at).body {
            Body::Outcome(outcome) => outcome.revealed.map(|token| token.expose().to_owned()),
            _ => None,
        }
    };
    walker.give(Event::Reveal);
    assert_eq!(is_revealed(&walker, 9).as_deref(), Some(PAGE_TOKEN));
    assert_eq!(is_revealed(&walker, 10), None, "ten seconds at most");
    assert_eq!(walker.view().changes_at, Some(now() + SignedDuration::from_secs(10)));
    walker.give(Event::Reveal);
    assert_eq!(is_revealed(&walker, 0), None, "the same key hides it");
    walker.give(Event::Reveal).give(Event::Back);
    assert_eq!(
        (walker.screen().as_str(), is_revealed(&walker, 0)),
        ("proved", None),
        "back hides it, and leads nowhere else"
    );
    for event in [Event::Hide, Event::Save, Event::ShowPlain] {
        let name = format!("{event:?}");
        walker.give(Event::Reveal);
        assert!(is_revealed(&walker, 0).is_some(), "{name}");
        walker.give(event);
        assert_eq!(is_revealed(&walker, 0), None, "{name}");
        if walker.screen() == "kinds" {
            walker.give(Event::Back);
        }
    }
}

#[test]
fn the_clipboard_is_emptied_after_45_seconds_and_the_person_is_told() {
    let token = Copyable::Datum(Datum::Token);
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&Meta::default())
        .give(Event::Copied(token.clone(), CopyReport::CopiedUntilExit));
    assert!(walker.notice().contains("45 seconds"), "{}", walker.notice());
    let due = now() + SignedDuration::from_secs(45);
    assert_eq!(walker.view().changes_at, Some(due));
    let clears = |walker: &Walker| {
        let is_clear = |effect: &&Effect| matches!(effect, Effect::ClearClipboard);
        walker.others.iter().filter(is_clear).count()
    };
    walker.give_at(Event::Tick, due - SignedDuration::from_secs(1));
    assert_eq!(clears(&walker), 0);
    walker.give_at(Event::Tick, due).give_at(Event::Tick, due);
    assert_eq!(clears(&walker), 1);
    walker.give(Event::ClipboardCleared(ClearReport::HeldSomethingElse));
    assert!(walker.notice().contains("left alone"), "{}", walker.notice());
    walker.give(Event::Leave);
    let question = walker.view().question.unwrap().text.clone();
    assert!(question.contains("not on the clipboard any more"), "{question}");
}

#[test]
fn a_terminals_clipboard_is_emptied_by_key_only() {
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&Meta::default())
        .give(Event::Copied(Copyable::Datum(Datum::Token), CopyReport::SentUnknown));
    assert_eq!(walker.view().changes_at, None, "nothing is done behind anybody's back");
    walker.give(Event::ClearClipboard);
    assert!(matches!(walker.others.last(), Some(Effect::ClearClipboard)));
    walker.give(Event::ClipboardCleared(ClearReport::AskedTerminal));
    assert!(walker.notice().contains("was asked"), "{}", walker.notice());
}

#[test]
fn a_copy_that_is_pasted_back_is_compared_and_only_then_called_checked() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).give(Event::CheckCopy);
    assert_eq!(walker.screen(), "proved", "nothing was copied yet");
    walker
        .give(Event::Copied(Copyable::Datum(Datum::Token), CopyReport::SentUnknown))
        .give(Event::CheckCopy);
    assert_eq!(walker.screen(), "form");
    let half = PAGE_TOKEN.get(..40).unwrap();
    for (pasted, expected) in [
        (half.to_owned(), "cut off"),
        (format!("\"{PAGE_TOKEN}\""), "something else around it"),
        ("something".to_owned(), "something else than what was copied"),
    ] {
        walker.fill(Field::CopyCheck, &pasted).give(Event::Next);
        let said = walker.said_at(Field::CopyCheck).unwrap();
        assert!(said.contains(expected), "{said}");
    }
    walker
        .fill(Field::CopyCheck, &format!("{PAGE_TOKEN}\r\n"))
        .give(Event::Next);
    assert_eq!(walker.notice(), "Copied and checked: all of it arrived");
    walker.give(Event::Leave);
    assert!(matches!(walker.ending(), Some(Ending::Finished(_))));
}

#[test]
fn a_test_call_asks_once_with_the_token_and_changes_nothing() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker.go_to_outcome(&meta);
    let sent = walker.sent.len();
    walker.give(Event::TestCall).give(Event::TestCall);
    assert_eq!(
        walker.sent[sent..],
        ["/me"],
        "one call, however often the key is pressed"
    );
    walker.answer_all(&meta);
    assert!(walker.notice().starts_with("Test call: "), "{}", walker.notice());
    walker
        .give(Event::TestCall)
        .answer_with(|_| Err(NoAnswer::ConnectionRefused));
    assert_eq!(walker.screen(), "proved", "the proof stands: {}", walker.notice());
    assert!(walker.notice().starts_with("Test call: "), "{}", walker.notice());
}

#[test]
fn commands_for_the_other_side_take_the_token_from_where_it_was_saved_and_never_hold_it() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default());
    let commands = |walker: &Walker| match walker.view().body {
        Body::Outcome(outcome) => outcome.commands.to_vec(),
        _ => panic!("{}", walker.screen()),
    };
    assert!(commands(&walker).iter().all(|line| line.value.contains("read -rs")));
    walker
        .save_as(FileKind::Env)
        .tried(Ok(prospect(Vec::new())))
        .give(Event::Next);
    let (ticket, _) = walker.written().unwrap();
    walker.give(Event::Saved(ticket, Ok(saved())));
    for line in commands(&walker) {
        assert!(line.value.contains("/home/maria/.env"), "{}", line.value);
        assert!(!line.value.contains(PAGE_TOKEN), "{}", line.label);
        assert_eq!(
            walker.copy(Copyable::Command(line.label)).as_deref(),
            Some(line.value.as_str())
        );
    }
}

#[test]
fn a_record_is_kept_once_a_token_was_taken_along_and_again_when_it_was_saved() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default());
    let records = |walker: &Walker| -> Vec<evertoken::model::Record> {
        walker
            .others
            .iter()
            .filter_map(|effect| match effect {
                Effect::Record(record) => Some((**record).clone()),
                _ => None,
            })
            .collect()
    };
    assert_eq!(records(&walker), [], "a token that nobody took is none");
    walker.give(Event::Copied(Copyable::Datum(Datum::Token), CopyReport::SentUnknown));
    walker
        .save_as(FileKind::Env)
        .tried(Ok(prospect(Vec::new())))
        .give(Event::Next);
    let (ticket, _) = walker.written().unwrap();
    walker.give(Event::Saved(ticket, Ok(saved())));
    let kept = records(&walker);
    let [first, second] = kept.as_slice() else {
        panic!("{kept:?}")
    };
    assert_eq!(first.page, Some(PAGE_ID.parse::<PageId>().unwrap()));
    assert_eq!(first.app, Some(APP.parse().unwrap()));
    assert_eq!((first.journey.as_str(), first.kind.as_str()), ("page", "Page token"));
    assert_eq!(first.expires, evertoken::model::Expiry::Never);
    assert_eq!((first.saved.len(), second.saved.len()), (0, 1));
    assert_eq!(second.saved[0].name.as_deref(), Some("FACEBOOK_PAGE_TOKEN"));
}

#[test]
fn a_walk_that_was_broken_off_is_offered_again_without_anything_secret_and_goes_on_to_the_same_page() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker.give(Event::Begun).give(Event::Recalled(Remembered::default()));
    walker.go_to_choice(&meta).give(Event::Pick(PAGE_ID.parse().unwrap()));
    let kept = walker.others.iter().rev().find_map(|effect| match effect {
        Effect::Remember(kept) => Some(kept.clone()),
        _ => None,
    });
    let kept = kept.unwrap();
    let pages = kept.unfinished.clone().map(|unfinished: Unfinished| unfinished.pages);
    assert_eq!(pages, Some(vec![PAGE_ID.parse().unwrap()]));

    let mut next = Walker::new();
    next.give(Event::Begun).give(Event::Recalled(kept));
    let Body::Menu(menu) = next.view().body else {
        panic!("{}", next.screen())
    };
    assert!(menu.unfinished.unwrap().title.ends_with(PAGE.title));
    next.give(Event::Resume);
    assert_eq!(next.screen(), "form", "the guide was read before");
    next.fill(Field::Token, crate::meta::SHORT)
        .answer_all(&meta)
        .fill(Field::AppSecret, crate::meta::SECRET)
        .give(Event::Next)
        .answer_all(&meta);
    let Body::Choice(choice) = next.view().body else {
        panic!("{}", next.screen())
    };
    assert!(
        choice.marked.contains(&PAGE_ID.parse().unwrap()),
        "it is chosen already"
    );
}

#[test]
fn a_walk_that_the_person_left_is_not_offered_again() {
    let mut walker = Walker::new();
    walker.give(Event::Begun).give(Event::Recalled(Remembered::default()));
    walker.go_to_form().give(Event::Leave);
    let kept = walker.others.iter().rev().find_map(|effect| match effect {
        Effect::Remember(kept) => Some(kept.unfinished.clone()),
        _ => None,
    });
    assert_eq!(kept, Some(None));
}

#[test]
fn before_it_is_known_what_an_earlier_run_kept_nothing_is_written_over_it() {
    let mut walker = Walker::new();
    walker.give(Event::Begun);
    walker.go_to_form();
    assert!(!walker.others.iter().any(|effect| matches!(effect, Effect::Remember(_))));
}

#[test]
fn a_command_that_cannot_be_copied_is_shown_alone_by_the_same_key_and_delivers_no_token() {
    let command = Copyable::Command("Compare");
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&Meta::default())
        .give(Event::Copy(command.clone()))
        .give(Event::Copied(command.clone(), CopyReport::NoClipboard));
    let hints = walker.view().notice.map(|notice| notice.hints.clone());
    assert_eq!(hints.unwrap_or_default(), [Hint::Instead(OtherWay::Command)]);
    walker.give(Event::Copy(command));
    let Some(Effect::ShowPlain(shown)) = walker.others.last() else {
        panic!("{:?}", walker.others.last())
    };
    assert!(shown.text.expose().contains("sha256sum"));
    walker.give(Event::PlainShown).give(Event::Leave);
    assert!(walker.view().question.is_some(), "it was not the token that was shown");
}

#[test]
fn what_was_changed_since_it_was_saved_is_not_put_back_and_can_be_later() {
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&Meta::default())
        .save_shown()
        .give(Event::Take(Way::PutBack));
    let restoring = |walker: &Walker| {
        walker.others.iter().rev().find_map(|effect| match effect {
            Effect::Restore(ticket, _) => Some(*ticket),
            _ => None,
        })
    };
    walker.give(Event::Restored(
        restoring(&walker).unwrap(),
        Err(SaveFault::ChangedMeanwhile),
    ));
    assert!(walker.notice().contains("left alone"), "{}", walker.notice());
    assert!(walker.ways().contains(&Way::PutBack), "it may hold that again");
    walker.give(Event::Take(Way::PutBack));
    walker.give(Event::Restored(restoring(&walker).unwrap(), Ok(())));
    let forgotten = walker.others.iter().any(|effect| {
        matches!(effect, Effect::ForgetPlace(_, place) if place.file == "/home/maria/.env" && place.name.is_none())
    });
    assert!(forgotten, "the record must not name the place any more");
}

#[test]
fn after_a_change_from_outside_the_new_look_is_shown_before_anything_is_written() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
    walker.tried(Ok(prospect(Vec::new()))).give(Event::Next);
    let (ticket, _) = walker.written().unwrap();
    walker.give(Event::Saved(ticket, Err(SaveFault::ChangedMeanwhile)));
    assert_eq!(walker.screen(), "trouble save-changed");
    walker.give(Event::Next).tried(Ok(prospect(Vec::new())));
    assert_eq!(walker.screen(), "saving");
    assert_eq!(walker.written().unwrap().0, ticket, "nothing was written by that Enter");
}

#[test]
fn what_was_agreed_to_ahead_is_not_asked_again_and_what_is_new_is() {
    let mut walker = Walker::new();
    walker.go_to_instagram_sign_in().listen("a-state", None);
    walker.save_as(FileKind::Env);
    let loose = || Caution::LooseFolder("/tmp".into());
    walker
        .tried(Ok(prospect(vec![loose()])))
        .give(Event::Next)
        .give(Event::Confirm);
    walker
        .fill(Field::InstagramLanding, CODE)
        .give(Event::Next)
        .tried(Ok(prospect(vec![loose()])))
        .answer_all(&Meta::default());
    assert_eq!(walker.screen(), "proved");
    walker
        .give(Event::Save)
        .tried(Ok(prospect(vec![loose()])))
        .give(Event::Next);
    assert!(walker.view().question.is_none() && walker.written().is_some());
    let mut other = Walker::new();
    other.go_to_outcome(&Meta::default()).save_as(FileKind::Env);
    other
        .tried(Ok(prospect(vec![loose()])))
        .give(Event::Next)
        .give(Event::Confirm);
    let (ticket, _) = other.written().unwrap();
    other
        .give(Event::Saved(ticket, Err(SaveFault::DiskFull)))
        .give(Event::Next);
    other.tried(Ok(prospect(vec![Caution::TrackedByGit, loose()])));
    assert!(other.view().question.unwrap().text.starts_with("git keeps this file"));
}

#[test]
fn a_proved_token_that_was_walked_away_from_can_be_gone_back_to() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&meta)
        .give(Event::Take(Way::OtherPage))
        .give(Event::Back);
    for _ in 0..4 {
        walker.give(Event::Back);
    }
    assert_eq!(walker.screen(), "menu");
    walker.give(Event::Leave);
    assert_eq!(walker.view().question.unwrap().no, "go back to it");
    walker.give(Event::Decline);
    assert_eq!(walker.screen(), "proved");
    assert_eq!(walker.copy(Copyable::Datum(Datum::Token)).as_deref(), Some(PAGE_TOKEN));
    walker.save_shown().give(Event::Leave);
    assert!(
        matches!(walker.ending(), Some(Ending::Finished(_))),
        "{:?}",
        walker.ending()
    );
}

#[test]
fn a_question_about_a_login_goes_away_when_its_token_has_come() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .go_to_instagram_sign_in()
        .listen("a-state", None)
        .fill(Field::InstagramLanding, CODE)
        .give(Event::Next);
    // The code is spent, and the first token is here.
    let (ticket, request) = walker.pending.pop_front().unwrap();
    walker
        .give(Event::Answered(ticket, meta.reply(&request)))
        .give(Event::Back);
    assert!(walker.view().question.is_some());
    walker.answer_all(&meta);
    assert_eq!(
        (walker.screen().as_str(), walker.view().question.is_none()),
        ("proved", true)
    );
    assert!(walker.notice().contains("here now"), "{}", walker.notice());
}

#[test]
#[cfg_attr(windows, ignore = "files have no permissions of the Unix kind there")]
fn a_record_that_could_not_be_kept_is_said_beside_what_was_saved() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).save_shown();
    walker.give(Event::Recorded(RecordReport::NotKept(
        "The disk is read only.".to_owned(),
    )));
    assert_eq!(
        walker.notice(),
        "Saved to /home/maria/.env and read back. Only you can read it (0600). evertoken status will not know of this \
         token. The disk is read only"
    );
    walker.give(Event::Recorded(RecordReport::KeptBeside(
        "/x/records.json.damaged".into(),
    )));
    assert!(
        walker.notice().contains("/x/records.json.damaged"),
        "{}",
        walker.notice()
    );
}
