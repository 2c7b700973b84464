//! How the two kinds of ends are told: an outcome and a trouble.

use jiff::SignedDuration;

use crate::wizard::{
    dates,
    view::{CallState, FactLine, FindingState, OutcomeView, Standing, TroubleView},
};

use super::{Items, sentence, sentence_as_is, stages::calls, tone};

/// The verdict, what it means, the chain, dates and facts, what was checked, what would end it, the commands.
pub(super) fn outcome(outcome: &OutcomeView<'_>, items: &mut Items) {
    items.say(verdict(outcome));
    items.say_if(outcome.sentence);
    let broken = outcome.chain.iter().position(|link| !link.holds);
    for (place, link) in outcome.chain.iter().enumerate() {
        let state = match broken {
            Some(broken) if place == broken => "the chain breaks here",
            Some(broken) if place > broken => "not known",
            Some(_) | None => "holds",
        };
        items.say(format!("{}: {}, {state}.", link.label, link.name));
    }
    for line in outcome.dates.iter().chain(outcome.facts) {
        fact(line, items);
    }
    for (how, check) in outcome.checks {
        items.say(format!("{}: {}", tone(*how), sentence(check)));
    }
    if let Some(enders) = outcome.enders {
        items.say_if(enders);
    }
    for line in outcome.commands {
        let meaning = line.meaning.as_deref().unwrap_or_default();
        items.bare(
            &format!("On the other side, {}: {}", line.label, sentence(meaning)),
            &line.value,
        );
    }
}

/// The verdict in a sentence.
pub(super) fn verdict(outcome: &OutcomeView<'_>) -> String {
    let before = match outcome.standing {
        Standing::Proved | Standing::Found(_) => "",
        Standing::NotDone => "Not done yet: ",
    };
    format!("{before}{}", sentence(outcome.headline))
}

/// What can be copied of it stands alone, where it is one word.
fn fact(line: &FactLine, items: &mut Items) {
    let meaning = line.meaning.as_deref().map(|meaning| format!(" {}", sentence(meaning)));
    let meaning = meaning.unwrap_or_default();
    if line.copyable.is_some() && !line.value.contains(' ') {
        items.bare(&format!("{}:{meaning}", line.label), &line.value);
    } else {
        // Where there are columns, several things stand in one value.
        let value = line.value.split("  ").map(str::trim).filter(|part| !part.is_empty());
        let value = value.collect::<Vec<_>>().join(", ");
        items.say(format!("{}: {}{meaning}", line.label, sentence_as_is(&value)));
    }
}

/// Where it happened, what, why, what to do now, what was looked into, and what a report needs.
pub(super) fn trouble(view: &TroubleView<'_>, items: &mut Items) {
    calls(view.calls.iter().filter(|call| call.state == CallState::Failed), items);
    let trouble = view.trouble;
    items.say(format!("Trouble: {}", sentence(&trouble.headline)));
    items.say_if(&trouble.cause);
    items.say_if(&trouble.remedy);
    if let Some(wait) = view.wait.filter(SignedDuration::is_positive) {
        items.keyed("wait", format!("Waiting helps: {}.", dates::countdown(wait)));
    }
    if let Some(quote) = &trouble.quote {
        items.say(format!("Meta says: \"{quote}\""));
    }
    if !view.findings.is_empty() {
        items.say("What was looked into:");
    }
    for finding in view.findings {
        let state = match finding.state {
            FindingState::Found => "Found",
            FindingState::CannotTell => "Cannot tell",
            FindingState::RuledOut => "Ruled out",
        };
        items.say(format!(
            "{state}: {} {}",
            sentence(finding.cause),
            sentence(&finding.words)
        ));
    }
    if !trouble.details.is_empty() {
        items.say("For a report:");
    }
    for (label, value) in &trouble.details {
        items.say(format!("{label}: {value}"));
    }
}
