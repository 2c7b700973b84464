//! Meta's Graph API as pure functions: what a call sends, and what its answer means.
//!
//! Nothing here touches a socket. Facts about the API, with their sources, stand at each call.

pub mod access_token;
pub mod app;
pub mod business;
pub mod debug_token;
mod draft;
mod host;
pub mod instagram_account;
pub mod instagram_login;
pub mod login;
pub mod me;
pub mod pages;
mod paging;
mod read;
mod refusal;
mod request;
mod response;
#[cfg(test)]
mod tests;

pub use host::{ApiInstagram, GraphFacebook, GraphInstagram, Host, MayGoTo, Server};
pub use refusal::{Failure, Refusal};
pub use request::{GraphVersion, Method, Parameter, Request};
pub use response::{Headers, NoAnswer, Response, TlsFault};
