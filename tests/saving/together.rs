//! Two who save at once: no name is lost (facts: safety F76).

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::desk::{drafts, folder, folder_in_memory, saver};

/// How many names two processes left in one file, of those that they saved.
fn names_left(times: usize, twin: &str) -> usize {
    let (_tools, tools) = folder();
    let (_held, at) = folder_in_memory();
    let file = at.join("f");
    fs::write(&file, "").unwrap();
    let start = |name: &str| start(&saver(&tools), &file, name, times, twin);
    let both = [start("A"), start("B")];
    for child in both {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    assert!(drafts(&at).is_empty());
    let text = fs::read_to_string(&file).unwrap();
    let names: BTreeSet<&str> = text.lines().filter_map(|line| Some(line.split_once('=')?.0)).collect();
    names.len()
}

fn start(saver: &Path, file: &Path, name: &str, times: usize, twin: &str) -> Child {
    let mut command = Command::new(saver);
    command
        .arg(file)
        .args([format!("name={name}"), format!("times={times}")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if !twin.is_empty() {
        command.arg(twin);
    }
    command.spawn().unwrap()
}

#[test]
fn two_processes_that_save_five_hundred_names_each_lose_none_and_savers_without_care_do() {
    assert_eq!(names_left(500, ""), 1000);
    assert!(names_left(400, "twin=plain") < 800);
}
