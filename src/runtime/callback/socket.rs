//! Where a browser that was sent to `localhost` can arrive: the same port of both loopback addresses (facts: safety T90).

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener as Listener},
};

use tokio::net::TcpListener;

/// How many ports are tried until one is free on both addresses.
const MOST_TRIES: usize = 8;

/// The listening sockets on one port. Dropping them closes it.
pub(super) struct Sockets<S = TcpListener> {
    pub(super) port: u16,
    pub(super) each: Vec<S>,
}

/// Opens a port that the system chooses. To be called inside a tokio runtime.
pub(super) fn open() -> Option<Sockets> {
    let sockets = choose(|address, port| {
        let listener = Listener::bind((address, port))?;
        let port = listener.local_addr()?.port();
        listener.set_nonblocking(true)?;
        Ok((TcpListener::from_std(listener)?, port))
    })?;
    Some(sockets)
}

/// Looks for a port with `bind`, which is given 0 for any. A machine may lack one of the two addresses. A port that
/// somebody else holds on the other one is never used: half of all browsers would take the answer there.
fn choose<S>(mut bind: impl FnMut(IpAddr, u16) -> io::Result<(S, u16)>) -> Option<Sockets<S>> {
    const IPV4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const IPV6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);
    for _ in 0..MOST_TRIES {
        let Ok((first, port)) = bind(IPV4, 0) else {
            let (only, port) = bind(IPV6, 0).ok()?;
            return Some(Sockets { port, each: vec![only] });
        };
        let each = match bind(IPV6, port) {
            Ok((second, _)) => vec![first, second],
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => continue,
            Err(_) => vec![first],
        };
        return Some(Sockets { port, each });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is chosen where these attempts go as they say: the port, and whether each socket is of IPv6.
    fn chosen(script: &[Result<u16, io::ErrorKind>]) -> Option<(u16, Vec<bool>)> {
        let mut script = script.iter();
        let sockets = choose(|address, _| match script.next() {
            Some(Ok(port)) => Ok((address.is_ipv6(), *port)),
            Some(Err(kind)) => Err((*kind).into()),
            None => Err(io::ErrorKind::AddrInUse.into()),
        })?;
        Some((sockets.port, sockets.each))
    }

    #[test]
    fn a_port_is_one_that_is_free_on_both_addresses() {
        const IN_USE: Result<u16, io::ErrorKind> = Err(io::ErrorKind::AddrInUse);
        assert_eq!(chosen(&[Ok(1), Ok(1)]), Some((1, vec![false, true])));
        assert_eq!(chosen(&[Ok(1), IN_USE, Ok(2), Ok(2)]), Some((2, vec![false, true])));
    }

    #[test]
    fn a_machine_without_one_of_the_addresses_uses_the_other_and_one_without_both_none() {
        const MISSING: Result<u16, io::ErrorKind> = Err(io::ErrorKind::AddrNotAvailable);
        assert_eq!(chosen(&[Ok(1), MISSING]), Some((1, vec![false])));
        assert_eq!(chosen(&[MISSING, Ok(2)]), Some((2, vec![true])));
        assert_eq!(chosen(&[MISSING, MISSING]), None);
    }

    #[test]
    fn a_port_whose_other_half_somebody_holds_is_never_used() {
        let mut asked: Vec<u16> = Vec::new();
        let found = choose(|address, port| {
            asked.push(port);
            if address.is_ipv6() {
                Err(io::ErrorKind::AddrInUse.into())
            } else {
                Ok(((), 1))
            }
        });
        assert!(found.is_none());
        assert_eq!(asked, [0, 1].repeat(MOST_TRIES));
    }
}
