//! evertoken
