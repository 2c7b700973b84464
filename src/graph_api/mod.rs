//! Meta's Graph API as pure functions: what a call sends, and what its answer means.
//!
//! Nothing here touches a socket. Facts about the API, with their sources, stand at each call.

mod refusal;
mod request;
mod response;

pub use refusal::{Failure, Refusal};
pub use request::{GraphVersion, Host, Method, Parameter, Request};
pub use response::{Headers, NoAnswer, Response, TlsFault};
