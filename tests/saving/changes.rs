//! What happens between looking and saving, and afterwards: somebody else writes, the person wants the old content back
//! (facts: safety F75, L8).

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use evertoken::delivery::{ChangeKind, ContentFault, FileKind, SaveFault};

use crate::desk::{Desk, START, drafts, folder, folder_in_memory, mode, order, set_mode, token};

#[tokio::test]
async fn a_file_that_somebody_else_wrote_after_it_was_looked_at_stays_theirs() {
    let (_held, at) = folder();
    let (mut desk, file) = (Desk::new(&at), at.join("f"));
    let order = order(&file, "x");
    let theirs: [fn(&std::path::Path); 5] = [
        |file| fs::write(file, "THEIRS=1\n").unwrap(),
        |file| fs::write(file, "THEIRS=2\n").unwrap(),
        |file| {
            fs::write(file.with_extension("new"), "THEIRS=2\n").unwrap();
            fs::rename(file.with_extension("new"), file).unwrap();
        },
        |file| set_mode(file, 0o640),
        |file| fs::remove_file(file).unwrap(),
    ];
    for (index, write) in theirs.iter().enumerate() {
        let agreed = desk.probe(&order).await.unwrap();
        write(&file);
        let before = fs::read_to_string(&file).ok();
        assert_eq!(
            desk.save(&order, agreed).await,
            Err(SaveFault::ChangedMeanwhile),
            "{index}"
        );
        assert_eq!(fs::read_to_string(&file).ok(), before, "{index}");
    }
    assert!(drafts(&at).is_empty());
}

#[tokio::test]
async fn a_place_that_has_become_another_is_not_saved_to() {
    let (_held, at) = folder();
    let (mut desk, file) = (Desk::new(&at), at.join("a/f"));
    fs::create_dir(at.join("a")).unwrap();
    let order = order(&file, "x");
    let agreed = desk.probe(&order).await.unwrap();
    set_mode(&at.join("a"), 0o1777);
    assert_eq!(desk.save(&order, agreed).await, Err(SaveFault::ChangedMeanwhile));
    let agreed = desk.probe(&order).await.unwrap();
    set_mode(&at.join("a"), 0o777);
    assert_eq!(
        desk.save(&order, agreed).await,
        Err(SaveFault::OpenFolder(at.join("a")))
    );
    assert!(!file.exists());
}

#[tokio::test]
async fn while_somebody_else_writes_all_the_time_the_file_is_always_theirs_or_ours_and_whole() {
    const SAVES: usize = 300;
    let (_held, at) = folder_in_memory();
    let (mut desk, file) = (Desk::new(&at), at.join("f"));
    let theirs = format!("THEIRS={}\n", "t".repeat(5000));
    fs::write(&file, &theirs).unwrap();
    let is_over = Arc::new(AtomicBool::new(false));
    let writer = {
        let (is_over, file, theirs) = (Arc::clone(&is_over), file.clone(), theirs.clone());
        thread::spawn(move || {
            while !is_over.load(Ordering::SeqCst) {
                fs::write(file.with_extension("new"), &theirs).unwrap();
                fs::rename(file.with_extension("new"), &file).unwrap();
                // What was saved has a moment to be there.
                for _ in 0..50 {
                    thread::yield_now();
                }
            }
        })
    };
    let (order, ours) = (order(&file, "x"), format!("{theirs}TOKEN={}\n", token("x")));
    let mut saved = 0_usize;
    for _ in 0..SAVES {
        match desk.probe_and_save(&order).await {
            Ok(_) => saved += 1,
            // Theirs came between, before it was in place or right after.
            Err(SaveFault::ChangedMeanwhile | SaveFault::Unconfirmed(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
        let held = fs::read_to_string(&file).unwrap();
        assert!(held == theirs || held == ours, "{held}");
    }
    is_over.store(true, Ordering::SeqCst);
    writer.join().unwrap();
    // Once nobody is in the way, it is saved.
    let last = desk.probe_and_save(&order).await.unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), ours, "{last:?}, and {saved} before");
    assert!(drafts(&at).is_empty());
}

#[tokio::test]
async fn what_a_file_held_before_this_run_comes_back_with_its_mode() {
    let (_held, at) = folder();
    let (mut desk, file) = (Desk::new(&at), at.join("f"));
    fs::write(&file, "OLD=1\n").unwrap();
    set_mode(&file, 0o640);
    desk.probe_and_save(&order(&file, "x")).await.unwrap();
    desk.probe_and_save(&order(&file, "y")).await.unwrap();
    assert_eq!(desk.restore(&file).await, Ok(()));
    assert_eq!(
        (fs::read_to_string(&file).unwrap().as_str(), mode(&file)),
        ("OLD=1\n", 0o640)
    );
    assert_eq!(desk.restore(&file).await, Err(SaveFault::NothingToRestore));
    // Saved once more, and somebody else adds something: nothing of theirs is taken away.
    desk.probe_and_save(&order(&file, "z")).await.unwrap();
    let theirs = format!("{}THEIRS=1\n", fs::read_to_string(&file).unwrap());
    fs::write(&file, &theirs).unwrap();
    assert_eq!(desk.restore(&file).await, Err(SaveFault::ChangedMeanwhile));
    assert_eq!(fs::read_to_string(&file).unwrap(), theirs);
    assert!(drafts(&at).is_empty());
    // Once it holds what was saved again, under whatever number and time, it can be put back after all.
    fs::remove_file(&file).unwrap();
    fs::write(&file, theirs.replace("THEIRS=1\n", "")).unwrap();
    assert_eq!(desk.restore(&file).await, Ok(()));
    assert_eq!(fs::read_to_string(&file).unwrap(), "OLD=1\n");
}

#[tokio::test]
async fn a_file_that_was_not_there_is_gone_again_and_another_one_was_never_kept() {
    let (_held, at) = folder();
    let (mut desk, file) = (Desk::new(&at), at.join("f"));
    desk.probe_and_save(&order(&file, "x")).await.unwrap();
    fs::write(at.join("g"), "OLD=1\n").unwrap();
    assert_eq!(desk.restore(&at.join("g")).await, Err(SaveFault::NothingToRestore));
    assert_eq!(desk.restore(&file).await, Ok(()));
    assert!(!file.exists());
    assert_eq!(desk.restore(&file).await, Err(SaveFault::NothingToRestore));
}

#[tokio::test]
async fn what_is_saved_is_told_with_what_became_of_each_name() {
    let (_held, at) = folder();
    let (mut desk, file) = (Desk::new(&at), at.join("f"));
    let kinds =
        |changes: &[evertoken::delivery::Change]| changes.iter().map(|change| change.kind.clone()).collect::<Vec<_>>();
    let first = desk.probe_and_save(&order(&file, "x")).await.unwrap();
    assert_eq!(kinds(&first.changes), [ChangeKind::Added]);
    assert_eq!((first.file, first.mode.bits()), (file.clone(), 0o600));
    let again = desk.probe(&order(&file, "x")).await.unwrap();
    assert_eq!(
        (
            kinds(&again.changes),
            again.exists,
            again.mode.map(evertoken::delivery::Mode::bits)
        ),
        (vec![ChangeKind::Same], true, Some(0o600))
    );
    assert!(!format!("{again:?}").contains(START));
}

#[tokio::test]
async fn a_file_of_more_than_eight_mebibytes_is_not_read() {
    let (_held, at) = folder();
    let (mut desk, file) = (Desk::new(&at), at.join("f"));
    fs::File::create(&file).unwrap().set_len(8 * 1024 * 1024 + 1).unwrap();
    let mut order = order(&file, "x");
    order.kind = FileKind::Env;
    assert_eq!(
        desk.probe(&order).await,
        Err(SaveFault::Content(ContentFault::TooLarge))
    );
}
