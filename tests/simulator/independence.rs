//! The simulator shares no line with the part that asks.

use std::path::Path;
use std::path::PathBuf;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Mentions of our own crate outside the simulator.
fn foreign_mentions(source: &str) -> Vec<String> {
    let starts = source
        .match_indices("crate::")
        .chain(source.match_indices("evertoken::"));
    starts
        .map(|(place, name)| &source[place + name.len()..])
        .filter(|rest| !rest.starts_with("simulator::"))
        .map(|rest| rest.lines().next().unwrap_or("").to_owned())
        .collect()
}

#[test]
fn the_simulator_imports_nothing_of_ours() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/simulator");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 20);
    for file in files {
        let source = std::fs::read_to_string(&file).unwrap();
        assert_eq!(foreign_mentions(&source), Vec::<String>::new(), "{}", file.display());
        // A module `depth` folders down leaves the simulator with one more `super::` than that; its tests with two.
        let is_folder = file.file_name().unwrap() == "mod.rs";
        let depth = file.strip_prefix(&root).unwrap().components().count() - usize::from(is_folder);
        let climb = "super::".repeat(depth + 1);
        assert!(
            !source.contains(&climb),
            "{} climbs out of the simulator",
            file.display()
        );
    }
}

#[test]
fn a_mention_of_ours_would_be_found() {
    let source = "use crate::model::Secret;\nuse crate::simulator::json;\nlet x = evertoken::paste::read();";
    assert_eq!(foreign_mentions(source), ["model::Secret;", "paste::read();"]);
}
