//! What the wizard asks of the world: values, so that a test can look at them.

use std::{path::PathBuf, time::Duration};

use zeroize::Zeroizing;

use crate::{
    delivery::{Order, Prospect},
    graph_api::{Host, Request, login::LoginAddress},
    journey::{Datum, Naming, Spelling},
    model::{AppId, Payload, Record, Remembered, SavedPlace, Secret},
};

/// The number of one request. An answer with the number of a request that was given up is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// One thing to be done outside.
#[derive(Debug)]
pub enum Effect {
    /// Send a request after a delay, and report with the same ticket.
    Send {
        /// Its number.
        ticket: Ticket,
        /// What to send.
        request: Request,
        /// How long to wait first.
        delay: Duration,
    },
    /// The answer is not wanted any more.
    Abandon(Ticket),
    /// Open the connection to a host, because calls will follow; nothing is reported.
    Warm(Host),
    /// Put a text on the clipboard, and report with `Event::Copied`.
    Copy(Copyable, Payload),
    /// Empty the clipboard that the last copy went to, if it is known to hold that copy still or cannot be asked, and
    /// report with `Event::ClipboardCleared`.
    ClearClipboard,
    /// Find out what saving this would do, without writing anything, and report with `Event::Probed`.
    Probe(Ticket, Order),
    /// Save this, if the place is still as this prospect says, and report with `Event::Saved`.
    Save(Ticket, Order, Prospect),
    /// Put back what this file held before it was saved to in this run, if it still holds what was saved, and report with
    /// `Event::Restored`.
    Restore(Ticket, PathBuf),
    /// Add a rule to the git repository around this file that keeps the file out, and report with `Event::Ignored`.
    Ignore(Ticket, PathBuf),
    /// Keep this record for `evertoken status`, in the place of one about the same token, and report with
    /// `Event::Recorded`.
    Record(Box<Record>),
    /// The token of this fingerprint is not saved there any more: take the place out of its record; nothing is reported.
    ForgetPlace(String, SavedPlace),
    /// Start a browser, and report with `Event::Opened`.
    Open(Link),
    /// Make a login's state, and nothing else: its browser comes back to somebody else's address. Report
    /// `Event::Listening` with the same ticket and without a port.
    MakeState(Ticket),
    /// Make a login's state and wait on this machine for a browser that comes back from that login: report with
    /// `Event::Listening` under the same ticket, then with `Event::Landed` for each answer that carries the state.
    Listen(Ticket),
    /// Nobody waits for that browser any more.
    StopListening(Ticket),
    /// Read what an earlier run kept, and report with `Event::Recalled`; nothing is reported where nothing can be kept.
    Recall,
    /// Keep this for later runs, in place of what was kept before.
    Remember(Remembered),
    /// Leave the full screen, show this alone on its line, wait for a key, come back, and report `Event::PlainShown`.
    ShowPlain(PlainText),
    /// End the run.
    Exit(Ending),
}

/// Something that can be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copyable {
    /// One thing of the outcome.
    Datum(Datum),
    /// Several things of the outcome under the names that a program knows them by.
    Named(&'static Naming),
    /// A command for the other side, by its label.
    Command(&'static str),
    /// The permission list, as one line.
    Permissions,
    /// A link.
    Link(Link),
}

/// Several things under their names, ready to be pasted: `NAME=value`, one a line, or `--name value` on one line.
/// `None` when one of them is missing. Secret as soon as one of them is.
pub fn named(naming: &Naming, payload_of: impl Fn(Datum) -> Option<Payload>) -> Option<Payload> {
    let (between, after) = match naming.spelling {
        Spelling::Variables => ("=", "\n"),
        Spelling::Options => (" ", " "),
    };
    let mut text = Zeroizing::new(String::with_capacity(1024));
    let mut is_secret = false;
    for (index, (name, datum)) in naming.pairs.iter().enumerate() {
        let value = payload_of(*datum)?;
        is_secret |= value.is_secret();
        if index > 0 {
            text.push_str(after);
        }
        text.push_str(name);
        text.push_str(between);
        text.push_str(value.expose());
    }
    let text = std::mem::take(&mut *text);
    Some(if is_secret {
        Payload::Secret(Secret::new(text))
    } else {
        Payload::Plain(text)
    })
}

/// What the plain view shows: lines of ours, then a text alone on one logical line.
#[derive(Debug)]
pub struct PlainText {
    /// What it is, in words.
    pub label: String,
    /// The text.
    pub text: Payload,
    /// Whether a phone can do something with it that is read from the screen: it is an address that works on any device.
    pub is_for_phones: bool,
}

/// A page on the web that this program knows. Nothing from outside can become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// The Graph API Explorer.
    Explorer,
    /// "Basic" of the app settings: App ID and App secret. With the app's id, its own page; without, the list of apps.
    AppSettings(Option<AppId>),
    /// "App roles" of the app.
    AppRoles(Option<AppId>),
    /// Invitations to a role, where they are accepted.
    RoleRequests,
    /// "Business integrations": where a person sees and edits what an app may do.
    BusinessIntegrations,
    /// Facebook itself, where a notice may wait.
    Facebook,
    /// The list of the person's apps, each with its dashboard.
    Apps,
    /// "Settings" of Facebook Login in the app's dashboard.
    LoginSettings(Option<AppId>),
    /// Instagram itself, where a tester invitation or a notice may wait.
    Instagram,
    /// Where a login begins.
    Login(LoginAddress),
}

impl Link {
    /// The address.
    pub fn url(&self) -> String {
        match self {
            Self::Explorer => "https://developers.facebook.com/tools/explorer/".to_owned(),
            Self::AppSettings(Some(app)) => format!("https://developers.facebook.com/apps/{app}/settings/basic/"),
            Self::AppRoles(Some(app)) => format!("https://developers.facebook.com/apps/{app}/roles/roles/"),
            Self::LoginSettings(Some(app)) => {
                format!("https://developers.facebook.com/apps/{app}/fb-login/settings/")
            }
            Self::Apps | Self::AppSettings(None) | Self::AppRoles(None) | Self::LoginSettings(None) => {
                "https://developers.facebook.com/apps/".to_owned()
            }
            Self::RoleRequests => "https://developers.facebook.com/requests/".to_owned(),
            Self::BusinessIntegrations => "https://www.facebook.com/settings?tab=business_tools".to_owned(),
            Self::Facebook => "https://www.facebook.com/".to_owned(),
            Self::Instagram => "https://www.instagram.com/".to_owned(),
            Self::Login(address) => address.as_str().to_owned(),
        }
    }
}

/// How a run ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// With a proved token that was delivered, or that the person let go. Lines without secrets, for after the screen.
    Finished(Vec<String>),
    /// The person left before the end.
    Left(Vec<String>),
}
