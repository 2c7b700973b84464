//! evertoken
fn main() {}
