//! Scenario files that say only what differs: `like = "happy"` takes over another scenario, `without = ["pages"]` leaves
//! some of its lists out. Tables are laid over tables, list entries over those with the same `id` or `name`; every
//! other value is put in place of the old one.

use toml::{Table, Value};

use super::embedded::EMBEDDED;
use crate::simulator::plan::Plan;

/// How many files may build on one another.
const MOST_LAYERS: u8 = 4;

/// Reads a scenario file and all it builds on; the error says what is wrong.
pub(super) fn read(toml: &str) -> Result<Plan, String> {
    let own: Table = toml::from_str(toml).map_err(|error| error.to_string())?;
    if own.contains_key("like") {
        let whole = completed(own, MOST_LAYERS)?;
        return Value::Table(whole).try_into().map_err(|error| format!("{error}"));
    }
    // Read from its text once more, so that an error names a line.
    toml::from_str(toml).map_err(|error| error.to_string())
}

fn completed(mut own: Table, layers_left: u8) -> Result<Table, String> {
    let Some(like) = own.remove("like") else {
        return Ok(own);
    };
    let layers_left = layers_left
        .checked_sub(1)
        .ok_or("scenarios build on one another without end")?;
    let like = like.as_str().unwrap_or_default();
    let base = EMBEDDED.iter().find(|(name, _)| *name == like);
    let base = base.ok_or_else(|| format!("there is no scenario {like:?} to be like"))?;
    let base: Table = toml::from_str(base.1).map_err(|error| error.to_string())?;
    let mut whole = completed(base, layers_left)?;
    for name in own.remove("without").iter().filter_map(Value::as_array).flatten() {
        let name = name.as_str().unwrap_or_default();
        whole
            .remove(name)
            .ok_or_else(|| format!("there is no {name:?} to be without"))?;
    }
    lay_over(&mut whole, own);
    Ok(whole)
}

fn lay_over(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Table(under)), Value::Table(over)) => lay_over(under, over),
            (Some(Value::Array(under)), Value::Array(over)) if are_known(under) && are_known(&over) => {
                lay_entries_over(under, over);
            }
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

fn lay_entries_over(under: &mut Vec<Value>, over: Vec<Value>) {
    for entry in over {
        let same = under.iter_mut().find(|known| identity(known) == identity(&entry));
        match (same, entry) {
            (Some(Value::Table(under)), Value::Table(over)) => lay_over(under, over),
            (_, entry) => under.push(entry),
        }
    }
}

fn are_known(entries: &[Value]) -> bool {
    entries.iter().all(|entry| identity(entry).is_some())
}

fn identity(entry: &Value) -> Option<&Value> {
    entry.get("id").or_else(|| entry.get("name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_entries_are_completed_and_all_else_is_replaced() {
        let under: Table =
            toml::from_str("a = 1\nb = [1, 2]\nc = { d = 1, e = 2 }\nf = [{ id = \"x\", g = 1 }]\nh = [{ i = 1 }]")
                .unwrap();
        let over = "b = [3]\nc = { e = 3 }\nf = [{ id = \"x\", j = 2 }, { id = \"y\" }]\nh = [{ k = 1 }]";
        let mut whole = under;
        lay_over(&mut whole, toml::from_str(over).unwrap());
        let expected =
            "a = 1\nb = [3]\nc = { d = 1, e = 3 }\nf = [{ id = \"x\", g = 1, j = 2 }, { id = \"y\" }]\nh = [{ k = 1 }]";
        assert_eq!(whole, toml::from_str::<Table>(expected).unwrap());
    }

    #[test]
    fn what_is_not_there_can_neither_be_built_on_nor_left_out() {
        for (file, words) in [
            ("like = \"sad\"", "there is no scenario \"sad\" to be like"),
            (
                "like = \"happy\"\nwithout = [\"shoes\"]",
                "there is no \"shoes\" to be without",
            ),
        ] {
            assert_eq!(read(file).unwrap_err(), words);
        }
    }
}
