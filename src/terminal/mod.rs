//! The terminal below both faces: the device, what arrives from it, and how wide what is written there is.
//!
//! Started by a face that opens the [`device`]; ends when that face has given it back. Which sequences a face switches on, and
//! what it draws, is the face's own.

pub mod decode;
pub mod device;
pub(crate) mod fold;
pub mod keyboard;
pub(crate) mod marks;
pub mod measure;
