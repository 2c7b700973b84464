//! `me` and `me/permissions`: whom a token belongs to, and what they ticked (facts: graph-api 4.1, 4.2).

use serde::Deserialize;

use crate::model::{AppSecret, GrantedPermission, Id, IdKind, Permission, PermissionStatus, SafeText, Secret};

use super::{
    Failure, GraphFacebook, GraphVersion, MayGoTo, NoAnswer, Request, Response,
    draft::Draft,
    read::{answer, id, text},
};

/// Asks whom a token belongs to: a person, or the Page of a Page token.
pub fn who<K: MayGoTo<GraphFacebook>>(
    version: &GraphVersion,
    token: &Secret<K>,
    secret: Option<&AppSecret>,
) -> Request {
    Draft::<GraphFacebook>::get(format!("/{version}/me"))
        .with_bearer(token)
        .with_query("fields", "id,name")
        .with_proof(token, secret)
        .ready()
}

/// Reads id and name.
pub fn read_who<N: IdKind>(response: &Response) -> Result<(Id<N>, Option<SafeText>), Failure> {
    const EXPECTED: &str = "an id and a name";
    #[derive(Deserialize)]
    #[serde(bound = "")]
    struct Answer<N: IdKind> {
        #[serde(default, deserialize_with = "id")]
        id: Option<Id<N>>,
        #[serde(default, deserialize_with = "text")]
        name: Option<SafeText>,
    }
    let Answer { id, name } = answer::<Answer<N>>(response, EXPECTED)?;
    id.map(|id| (id, name))
        .ok_or(Failure::NoAnswer(NoAnswer::Unexpected(EXPECTED)))
}

/// Asks what became of each permission.
pub fn permissions<K: MayGoTo<GraphFacebook>>(
    version: &GraphVersion,
    token: &Secret<K>,
    secret: Option<&AppSecret>,
) -> Request {
    Draft::<GraphFacebook>::get(format!("/{version}/me/permissions"))
        .with_bearer(token)
        .with_proof(token, secret)
        .ready()
}

/// Reads the permissions; entries that are none are left out.
pub fn read_permissions(response: &Response) -> Result<Vec<GrantedPermission>, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        data: Vec<Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        #[serde(default)]
        permission: String,
        #[serde(default)]
        status: String,
    }
    let Answer { data } = answer(response, "a list of permissions")?;
    let known = |entry: Entry| {
        Some(GrantedPermission {
            permission: Permission::new(&entry.permission)?,
            status: match entry.status.as_str() {
                "granted" => PermissionStatus::Granted,
                "declined" => PermissionStatus::Declined,
                "expired" => PermissionStatus::Expired,
                _ => PermissionStatus::Other,
            },
        })
    };
    Ok(data.into_iter().filter_map(known).collect())
}
