"""Which addresses are public, and how many ways there are to spell one that is not."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bus.addresses import is_private_host, is_public, literal, may_be_called

PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0",
          "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
          "2002:808:808::1"]  # fmt: skip
PRIVATE = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254"),
    *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.192", "192.0.2.1", "192.88.99.1"),
    *("198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
    *("168.63.129.16", "::", "::1", "::7f00:1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254"),
    *("ff02::1", "100::1", "2001:db8::1", "2001::1", "2001:0:808:808::1", "3fff::1", "5f00::1", "64:ff9b:1::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:7f00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
    *("2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::"),
]


@pytest.mark.parametrize("text", PUBLIC)
def test_is_public__yes(text: str) -> None:
    assert is_public(ip_address(text))
    assert may_be_called(ip_address(text), allow_private=False)
    assert not is_private_host(text)


@pytest.mark.parametrize("text", PRIVATE)
def test_is_public__no(text: str) -> None:
    assert not is_public(ip_address(text))
    assert not may_be_called(ip_address(text), allow_private=False)
    assert is_private_host(text)
    assert is_private_host(f"[{text}]")


@given(st.integers(0, 2**32 - 1))
def test_is_public__is_never_laxer_than_the_standard_library(number: int) -> None:
    address = IPv4Address(number)
    for one in (address, IPv6Address((0xFFFF << 32) + number)):
        assert not (is_public(one) and (address.is_private or address.is_multicast or address.is_reserved))


@given(st.integers(0, 2**128 - 1))
def test_is_public__nor_for_ipv6(number: int) -> None:
    address = IPv6Address(number)
    assert not (is_public(address) and (address.is_private or address.is_multicast or address.is_link_local))


@pytest.mark.parametrize("text", ["127.0.0.1", "10.1.1.1", "::1", "fd12::1", "192.168.0.9", "100.64.0.1"])
def test_may_be_called__private_ones_if_allowed(text: str) -> None:
    assert may_be_called(ip_address(text), allow_private=True)


@pytest.mark.parametrize(
    "text",
    [
        *("169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"),
        *("fd20:ce::254", "fe80::a9fe:a9fe", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::"),
    ],
)
def test_may_be_called__metadata_never(text: str) -> None:
    assert not may_be_called(ip_address(text), allow_private=True)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.0.0.1.", "2130706433", "0x7f000001", "0x7F.0.0.1", "017700000001", "0177.0.0.01", "127.1"),
        *("127.0.1", "１２７.０.０.１", "127。0。0。1", "①②⑦.0.0.1"),
    ],
)
def test_literal__loopback_in_any_spelling(host: str) -> None:
    assert literal(host) == IPv4Address("127.0.0.1")
    assert is_private_host(host)


@pytest.mark.parametrize(
    "host",
    [
        *("", ".", "[]", "example.com", "1.2.3.4.example.com", "08.8.8.8", "1.2.3.4.5", "a b", "1.2.3.4 x", "\x00"),
        *("127.0.0.1\x00", "例子.测试", "99999999999", "\ud800"),
    ],
)
def test_literal__names_are_none(host: str) -> None:
    assert literal(host) is None


@given(st.text(max_size=40))
def test_literal__takes_any_text(host: str) -> None:
    assert is_private_host(host) in (True, False)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "localhost.", "a.localhost", "ip6-loopback"])
def test_is_private_host__names_of_this_machine(host: str) -> None:
    assert is_private_host(host)


@pytest.mark.parametrize("host", ["example.com", "localhost.example.com", "mylocalhost"])
def test_is_private_host__other_names_are_for_the_resolver(host: str) -> None:
    assert not is_private_host(host)
