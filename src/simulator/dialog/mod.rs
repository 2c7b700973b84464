//! The pages a browser meets: Facebook's login dialog, the page where a device's code is typed, and Instagram's
//! authorise page. Each asks in plain HTML with the buttons Continue and Cancel, or answers at once where the scenario
//! says so or the address carries `simulate=continue` or `simulate=cancel`.

mod device;
mod facebook;
mod html;
mod instagram;

use super::answer::Answer;
use super::asked::Asked;
use super::clock;
use super::fault;
use super::plan::{CallName, DialogAnswer};
use super::version;
use super::world::World;
use html::Page;

/// The answer to a request to www.facebook.com.
pub(crate) fn facebook(world: &mut World, asked: &Asked) -> Answer {
    let today = clock::as_date(world.now());
    let segments: Vec<&str> = asked.path.trim_matches('/').split('/').collect();
    let segments = match version::read(segments.first().copied().unwrap_or(""), &today) {
        version::Asked::ServedBy(_) => segments.get(1..).unwrap_or_default(),
        version::Asked::NoVersion | version::Asked::NeverExisted => segments.as_slice(),
    };
    match segments {
        ["dialog", "oauth"] => with_faults(world, asked, CallName::Dialog, facebook::dialog),
        ["device"] => device::page(world, asked),
        ["connect", "login_success.html"] => Answer::page(200, Page::new("Success").finish()),
        _ => nothing_here(),
    }
}

/// The answer to a request to www.instagram.com.
pub(crate) fn instagram(world: &mut World, asked: &Asked) -> Answer {
    match asked.path.trim_end_matches('/') {
        "/oauth/authorize" => with_faults(world, asked, CallName::InstagramDialog, instagram::authorize),
        _ => nothing_here(),
    }
}

/// Where the authorise page is found today, seen from its old address.
pub(crate) fn instagram_address(asked: &Asked) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&asked.query)
        .finish();
    format!("/www.instagram.com/oauth/authorize?{query}")
}

fn with_faults(
    world: &mut World,
    asked: &Asked,
    call: CallName,
    serve: impl Fn(&mut World, &Asked) -> Answer,
) -> Answer {
    let oldest = version::oldest_usable(&clock::as_date(world.now()));
    let writing = world.writing();
    let strike = fault::strike(world, call, "", asked, oldest, writing);
    strike.around(|| serve(world, asked))
}

/// What the person does: by the address first, else as the scenario says.
fn act(asked: &Asked, planned: DialogAnswer) -> DialogAnswer {
    match asked.parameter("simulate") {
        Some("continue") => DialogAnswer::Continue,
        Some("cancel") => DialogAnswer::Cancel,
        Some(_) | None => planned,
    }
}

/// The names in a `scope`, separated by commas or spaces.
fn scopes(asked: &Asked) -> Vec<String> {
    let scope = asked.parameter("scope").unwrap_or("");
    let names = scope.split([',', ' ']).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

fn error_page(title: &str, text: &str) -> Answer {
    Answer::page(200, Page::new(title).paragraph(text).finish())
}

fn nothing_here() -> Answer {
    let page = Page::new("Nothing here").paragraph("The simulator has no page at this address.");
    Answer::page(404, page.finish())
}
