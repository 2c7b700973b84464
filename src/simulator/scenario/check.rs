//! The check that a scenario hangs together: a started simulator has no way to complain.

use std::collections::HashSet;

use crate::simulator::plan::{CodePlan, Plan, SampleToken, TokenKind};

/// What is known by its name or id.
struct Described<'a> {
    apps: HashSet<&'a str>,
    people: HashSet<&'a str>,
    businesses: HashSet<&'a str>,
    pages: HashSet<&'a str>,
    grants: HashSet<&'a str>,
    tokens: HashSet<&'a str>,
    accounts: HashSet<&'a str>,
    codes: HashSet<&'a str>,
}

/// Everything that is named must be described; the error says what is not.
pub(super) fn check(plan: &Plan) -> Result<(), String> {
    let instagram_tokens = plan.instagram_tokens.iter().map(|token| token.name.as_str());
    let tokens = plan.tokens.iter().map(|token| token.name.as_str());
    let described = Described {
        apps: plan.apps.iter().map(|app| app.id.as_str()).collect(),
        people: plan.people.iter().map(|person| person.id.as_str()).collect(),
        businesses: plan.businesses.iter().map(|business| business.id.as_str()).collect(),
        pages: plan.pages.iter().map(|page| page.id.as_str()).collect(),
        grants: plan.grants.iter().map(|grant| grant.name.as_str()).collect(),
        tokens: tokens.chain(instagram_tokens).collect(),
        accounts: plan
            .instagram_accounts
            .iter()
            .map(|account| account.username.as_str())
            .collect(),
        codes: plan.codes.iter().map(|code| code.name.as_str()).collect(),
    };
    if described.pages.len() != plan.pages.len() {
        return Err("two Pages have the same id".to_owned());
    }
    check_places(plan, &described)?;
    check_tokens(plan, &described)?;
    check_logins(plan, &described)?;
    check_samples(plan, &described)
}

fn check_places(plan: &Plan, described: &Described<'_>) -> Result<(), String> {
    all_known("person", plan.apps.iter().flat_map(|app| &app.roles), &described.people)?;
    let businesses = plan.people.iter().filter_map(|person| person.client_business.as_ref());
    all_known("business", businesses, &described.businesses)?;
    let businesses = plan.pages.iter().filter_map(|page| page.business.as_ref());
    all_known("business", businesses, &described.businesses)?;
    let managers = plan.pages.iter().flat_map(|page| page.managed_by.iter().flatten());
    all_known("person", managers, &described.people)?;
    all_known("page", &plan.page_list.repeats, &described.pages)
}

fn check_tokens(plan: &Plan, described: &Described<'_>) -> Result<(), String> {
    for grant in &plan.grants {
        known("person", &grant.person, &described.people)?;
        known("app", &grant.app, &described.apps)?;
        all_known("page", grant.pages.iter().flatten(), &described.pages)?;
    }
    for token in &plan.tokens {
        known("grant", &token.grant, &described.grants)?;
        match (token.kind, &token.page) {
            (TokenKind::Page, Some(page)) => known("page", page, &described.pages)?,
            (TokenKind::Page, None) => {
                return Err(format!("the page token {:?} names no page", token.name));
            }
            (TokenKind::User | TokenKind::SystemUser, _) => {}
        }
    }
    let accounts = plan.instagram_tokens.iter().map(|token| &token.account);
    all_known("Instagram account", accounts, &described.accounts)?;
    let has_app = plan.apps.iter().any(|app| app.instagram_app_id.is_some());
    if !has_app && !plan.instagram_accounts.is_empty() {
        return Err("there are Instagram accounts, but no app has an Instagram App ID".to_owned());
    }
    Ok(())
}

fn check_logins(plan: &Plan, described: &Described<'_>) -> Result<(), String> {
    all_known("person", &plan.dialog.person, &described.people)?;
    all_known("page", plan.dialog.pages.iter().flatten(), &described.pages)?;
    all_known("Instagram account", &plan.instagram_dialog.account, &described.accounts)?;
    for code in &plan.codes {
        match (&code.grant, &code.account) {
            (Some(grant), None) => known("grant", grant, &described.grants)?,
            (None, Some(account)) => known("Instagram account", account, &described.accounts)?,
            (Some(_), Some(_)) | (None, None) => {
                return Err(format!("the code {:?} needs either a grant or an account", code.name));
            }
        }
    }
    Ok(())
}

fn check_samples(plan: &Plan, described: &Described<'_>) -> Result<(), String> {
    let samples = &plan.samples;
    if samples.app_ids.is_empty() || samples.app_secrets.is_empty() || samples.tokens.is_empty() {
        return Err("samples need at least one app id, one secret and one token".to_owned());
    }
    let secrets = samples.app_secrets.iter().chain(&samples.instagram_app_secrets);
    for app in secrets.filter_map(|secret| secret.app()) {
        known("app", app, &described.apps)?;
    }
    let tokens = samples.tokens.iter().chain(&samples.check_tokens);
    for token in tokens.chain(&samples.instagram_tokens) {
        match token {
            SampleToken::Whole(name) | SampleToken::Altered(name) | SampleToken::Cut(name) => {
                known("token", name, &described.tokens)?;
            }
            SampleToken::AppToken(app) => known("app", app, &described.apps)?,
        }
    }
    all_known(
        "code",
        samples.facebook_codes.iter().chain(&samples.instagram_codes),
        &described.codes,
    )?;
    let is_of = |name: &String, is_meant: fn(&CodePlan) -> bool| {
        plan.codes.iter().any(|code| code.name == *name && is_meant(code))
    };
    let is_right = samples
        .facebook_codes
        .iter()
        .all(|name| is_of(name, |code| code.grant.is_some()))
        && samples
            .instagram_codes
            .iter()
            .all(|name| is_of(name, |code| code.account.is_some()));
    if is_right {
        Ok(())
    } else {
        Err("a code of one login is offered for the other".to_owned())
    }
}

fn all_known<'a>(
    what: &str,
    names: impl IntoIterator<Item = &'a String>,
    described: &HashSet<&str>,
) -> Result<(), String> {
    names.into_iter().try_for_each(|name| known(what, name, described))
}

fn known(what: &str, name: &str, described: &HashSet<&str>) -> Result<(), String> {
    if described.contains(name) {
        return Ok(());
    }
    Err(format!("the {what} {name:?} is named but not described"))
}
