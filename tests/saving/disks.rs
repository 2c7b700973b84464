//! Disks that say no, and accounts that may not: the old file stays as it is, and each no is told by its name (facts: safety
//! F70 to F72).

use std::{fs, path::Path};

use crate::desk::{folder, have, is_root, said, script};

/// What the saver said on a file system of its own, mounted like this, then what the file held and what lay beside it.
fn on_a_disk(options: &str, prepared: &str) -> Vec<String> {
    let (_held, at) = folder();
    fs::create_dir(at.join("disk")).unwrap();
    let inside = format!(
        "mount -t tmpfs -o mode=755,{options} none \"$D/disk\"; cd \"$D/disk\"; printf 'OLD=1\\n' > f; {prepared}; \
         \"$S\" \"$D/disk/f\" || true; cat f; ls -A"
    );
    let output = script(
        &format!("unshare -m sh -eu -c '{}'", inside.replace('\'', "'\\''")),
        &at,
    );
    said(&output).lines().map(str::to_owned).collect()
}

#[test]
fn a_disk_that_is_full_or_read_only_keeps_the_old_file_and_gets_nothing_beside_it() {
    if !is_root() || !have(&["unshare", "mount"]) {
        return;
    }
    let filled = "head -c 1M /dev/zero > fill 2>/dev/null || true";
    assert_eq!(on_a_disk("size=64k", filled), ["DiskFull", "OLD=1", "f", "fill"]);
    // Room for a part of it.
    let nearly = "head -c 60k /dev/zero > fill; head -c 9000 /dev/zero > f 2>/dev/null || true; truncate -s 6 f; printf 'OLD=1\\n' > f; \
                  head -c 1M /dev/zero > fill2 2>/dev/null || true";
    assert_eq!(
        on_a_disk("size=64k", nearly),
        ["DiskFull", "OLD=1", "f", "fill", "fill2"]
    );
    assert_eq!(on_a_disk("nr_inodes=3", "touch g"), ["DiskFull", "OLD=1", "f", "g"]);
    let read_only = "mount -o remount,ro none \"$D/disk\"";
    assert_eq!(on_a_disk("size=64k", read_only), ["ReadOnlyDisk", "OLD=1", "f"]);
    let token = format!("TOKEN=EAA{}", "x".repeat(120));
    assert_eq!(on_a_disk("size=64k", ":"), ["saved 0600", "OLD=1", &token, "f"]);
}

#[test]
fn a_file_that_would_be_larger_than_is_allowed_is_refused_before_the_system_ends_the_program() {
    let (_held, at) = folder();
    let old = format!("OLD={}\n", "x".repeat(4000));
    fs::write(at.join("f"), &old).unwrap();
    let output = script("ulimit -f 1; \"$S\" \"$D/f\" || true", &at);
    assert_eq!(said(&output), "TooLarge\n");
    assert_eq!(fs::read_to_string(at.join("f")).unwrap(), old);
}

/// What the saver said to another account about this path, after a preparation by root.
fn to_nobody(prepared: &str, options: &str) -> (String, tempfile::TempDir) {
    let (held, at) = folder();
    let output = script(&format!("cd \"$D\"; {prepared}; nobody \"$S\" {options} || true"), &at);
    (said(&output).replace(at.to_str().unwrap(), ""), held)
}

#[test]
fn an_account_that_may_not_write_is_told_where() {
    if !is_root() || !have(&["setpriv"]) {
        return;
    }
    let mine = "mkdir a; printf 'OLD=1\\n' > a/f; chown -R 65534:65534 a";
    for (prepared, options, expected) in [
        ("mkdir a", "\"$D/a/f\"", "PermissionDenied(\"/a\")\n"),
        (
            "mkdir -m 700 a; mkdir a/b",
            "\"$D/a/b/f\"",
            "PermissionDenied(\"/a/b\")\n",
        ),
        ("mkdir a", "\"$D/a/b/f\"", "PermissionDenied(\"/a\")\n"),
        ("mkdir -m 1777 a; touch a/f", "\"$D/a/f\"", "ForeignFile(\"/a/f\")\n"),
        (
            &format!("{mine}; chmod 555 a"),
            "\"$D/a/f\"",
            "PermissionDenied(\"/a\")\n",
        ),
        (
            &format!("{mine}; chmod 000 a/f"),
            "\"$D/a/f\"",
            "PermissionDenied(\"/a/f\")\n",
        ),
        (mine, "\"$D/a/f\" group=root mode=640", "NotInGroup(\"root\")\n"),
        (mine, "\"$D/a/f\" group=nogroup mode=640", "saved 0640\n"),
        (mine, "\"$D/a/f\" mode=200", "saved 0200\n"),
        (
            &format!("{mine}; chown 65534:0 a/f; chmod 640 a/f"),
            "\"$D/a/f\" mode=640",
            "NotInGroup(\"root\")\n",
        ),
        (
            &format!("{mine}; chown 65534:0 a/f; chmod 640 a/f"),
            "\"$D/a/f\"",
            "saved 0600\n",
        ),
        (&format!("{mine}; chmod 400 a/f"), "\"$D/a/f\"", "saved 0600\n"),
        (
            &format!("{mine}; ln -s /var/run a/r"),
            "\"$D/a/r/f\"",
            "PermissionDenied(\"/run\")\n",
        ),
    ] {
        let (told, at) = to_nobody(prepared, options);
        assert_eq!(told, expected, "{prepared}; {options}");
        let file = at.path().join("a/f");
        if !told.starts_with("saved") && file.exists() {
            let held = fs::read_to_string(&file).unwrap();
            assert!(held.is_empty() || held == "OLD=1\n", "{prepared}: {held}");
        }
        assert!(crate::desk::drafts(&at.path().join("a")).is_empty(), "{prepared}");
    }
    assert!(Path::new("/var/run").is_symlink());
}
