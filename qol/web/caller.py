"""From where a request comes: the network address by which tries are counted, through trusted proxies only."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

IPV6_HOME = 64
"""Bits that one household or clinic holds; the rest of the address it may change at will."""


def install(app: Flask, proxies: int) -> None:
    """Believe as many proxies as the installation has in front; with none, nobody's word about an address."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]


def network() -> str:
    """The address of this request, of IPv6 the network; for counting, never kept in words."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, IPV6_HOME), strict=False))
    return str(address)
