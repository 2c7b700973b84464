//! www.facebook.com/device: the page where the code of a device is typed and the login approved.

use super::act;
use super::html::Page;
use crate::simulator::answer::Answer;
use crate::simulator::asked::Asked;
use crate::simulator::plan::DialogAnswer;
use crate::simulator::world::{DeviceLogin, DeviceState, World};

/// The page.
pub(super) fn page(world: &mut World, asked: &Asked) -> Answer {
    let Some(code) = asked.parameter("user_code").filter(|code| !code.is_empty()) else {
        return Answer::page(200, enter("Enter the code shown on your device."));
    };
    let now = world.now();
    let code = code.trim().to_ascii_uppercase();
    let login = world
        .device_login(&code)
        .filter(|login| login.user_code == code)
        .cloned();
    let Some(login) = login else {
        return Answer::page(200, enter("This code is not valid. Check it and try again."));
    };
    if login.ends_at <= now {
        return Answer::page(200, enter("This code has expired. Get a new one on your device."));
    }
    if login.state != DeviceState::Waiting {
        return Answer::page(200, enter("This code has been used. Get a new one on your device."));
    }
    match act(asked, DialogAnswer::Page) {
        DialogAnswer::Page => Answer::page(200, ask(world, &login)),
        DialogAnswer::Continue => {
            world.approve_device(&login.code);
            told("Success", "You have connected your device. You can close this page.")
        }
        DialogAnswer::Cancel | DialogAnswer::Fail => {
            if let Some(login) = world.device_login(&login.code) {
                login.state = DeviceState::Declined;
            }
            told("Cancelled", "Your device was not connected. You can close this page.")
        }
    }
}

fn enter(words: &str) -> String {
    Page::new("Connect your device")
        .paragraph(words)
        .field("user_code", "Code")
        .finish()
}

fn told(title: &str, words: &str) -> Answer {
    Answer::page(200, Page::new(title).paragraph(words).finish())
}

fn ask(world: &World, login: &DeviceLogin) -> String {
    let app = world.app(&login.app).map_or("", |app| app.name.as_str());
    Page::new(&format!("{app} asks for access"))
        .paragraph("A device asks for your public profile and for:")
        .list(login.asked.iter().cloned())
        .buttons()
        .finish()
}
