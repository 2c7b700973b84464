//! Logins from devices that are under way: a code shown on the device, typed in a browser, asked about meanwhile.

use super::World;

/// One login from a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeviceLogin {
    /// What the device asks with.
    pub(crate) code: String,
    /// What the person types.
    pub(crate) user_code: String,
    /// The app that asks.
    pub(crate) app: String,
    /// Permissions asked for.
    pub(crate) asked: Vec<String>,
    /// Unix seconds.
    pub(crate) ends_at: i64,
    /// Unix milliseconds of the last question about it.
    pub(crate) asked_about_at: Option<i64>,
    /// How often it was answered with "pending".
    pub(crate) pending: u32,
    /// What the person did.
    pub(crate) state: DeviceState,
}

/// What the person did with a device's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeviceState {
    /// Nothing yet.
    Waiting,
    /// Approved it; the token was not fetched yet.
    Approved {
        /// Place of the grant in the world.
        grant: usize,
    },
    /// Declined it.
    Declined,
    /// Approved it, and the token was fetched.
    Done,
}

impl World {
    /// Begins a login from a device.
    pub(crate) fn begin_device_login(&mut self, app: &str, asked: Vec<String>) -> DeviceLogin {
        let life = self.plan.device.life.seconds();
        let login = DeviceLogin {
            code: self.dice.hex(32),
            user_code: self.dice.user_code(),
            app: app.to_owned(),
            asked,
            ends_at: self.now().saturating_add(life),
            asked_about_at: None,
            pending: 0,
            state: DeviceState::Waiting,
        };
        self.devices.push(login.clone());
        login
    }

    /// The login whose code, as the device or as the person knows it, this is.
    pub(crate) fn device_login(&mut self, code: &str) -> Option<&mut DeviceLogin> {
        self.devices
            .iter_mut()
            .find(|login| login.code == code || login.user_code == code)
    }

    /// The person approves a login; those permissions are granted that they leave ticked.
    pub(crate) fn approve_device(&mut self, code: &str) {
        let Some(login) = self.device_login(code).cloned() else {
            return;
        };
        let question = self.question(&login.app, &login.asked, false);
        let grant = self.log_in(&question);
        if let Some(login) = self.device_login(code) {
            login.state = DeviceState::Approved { grant };
        }
    }
}
