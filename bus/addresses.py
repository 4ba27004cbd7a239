"""Which network addresses a workflow may call: public ones, unless the operator allows the others too."""

from __future__ import annotations

import socket
import unicodedata
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

_NOT_PUBLIC_V4 = [
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier grade NAT, and the metadata of one cloud
        "127.0.0.0/8",
        "168.63.129.16/32",  # metadata of another, in the midst of public addresses
        "169.254.0.0/16",  # link local, and the metadata of most
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",  # measurements of networks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
]
_GLOBAL_V6 = IPv6Network("2000::/3")  # all that was ever given out as global unicast
_NOT_PUBLIC_V6 = [
    IPv6Network(text)
    for text in (
        "2001::/23",  # special purposes, among them Teredo, which carries an IPv4 address
        "2001:db8::/32",  # documentation
        "3fff::/20",
    )
]
_NAT64 = IPv6Network("64:ff9b::/96")
_METADATA_V4 = [
    IPv4Network(text) for text in ("169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32")
]
_METADATA_V6 = [IPv6Network(text) for text in ("fe80::/10", "fd00:ec2::/32", "fd20:ce::254/128")]
_FULL_STOP = {0x3002: "."}  # the Chinese one, which parts the labels of a name too
_LOCAL_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback")


def is_public(address: Address) -> bool:
    """Whether anybody may reach it; an IPv6 address that carries an IPv4 one is what that one is."""
    if isinstance(address, IPv6Address):
        if carried := _carried(address):
            return is_public(carried)
        return address in _GLOBAL_V6 and not any(address in network for network in _NOT_PUBLIC_V6)
    return not any(address in network for network in _NOT_PUBLIC_V4)


def may_be_called(address: Address, *, allow_private: bool) -> bool:
    """Whether a step may connect to it. What a cloud tells its machines about themselves is for no workflow, ever."""
    return not is_metadata(address) if allow_private else is_public(address)


def is_metadata(address: Address) -> bool:
    """Whether it is one at which clouds tell their machines about themselves, or link-local, as most of those are."""
    if isinstance(address, IPv6Address):
        if carried := _carried(address):
            return is_metadata(carried)
        return any(address in network for network in _METADATA_V6)
    return any(address in network for network in _METADATA_V4)


def literal(host: str) -> Address | None:
    """The address that a host of a URL spells, also in one of the odd ways that a resolver takes; None for a name.

    Decimal, octal, hexadecimal and shortened IPv4, brackets, a zone, a trailing dot, full-width digits.
    """
    plain = unicodedata.normalize("NFKC", host).translate(_FULL_STOP).strip("[]").rstrip(".")
    try:
        return ip_address(plain)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(plain)) if plain and " " not in plain else None
    except (OSError, UnicodeError, ValueError):
        return None


def is_private_host(host: str) -> bool:
    """Whether the host, without asking a resolver, is an address that is not public, or a name of this machine."""
    address = literal(host)
    if address is not None:
        return not is_public(address)
    name = host.rstrip(".").lower()
    return name in _LOCAL_NAMES or name.endswith(".localhost")


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside: mapped, of 6to4, or of NAT64."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
