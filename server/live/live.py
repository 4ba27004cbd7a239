"""All that is live in one server process: its feeds, its seats, and the loop that they run in."""

from __future__ import annotations

import socket
from functools import partial

from server.live.conversation import Talk, converse
from server.live.event_feed import EventFeed
from server.live.log_feed import LogFeed
from server.live.loop import Loop
from server.live.seats import Seat, Seats


class Live:
    """Opens sessions and its thread when a client comes for the first time, so after the server's fork."""

    def __init__(self, url: str, most_clients: int) -> None:
        self.seats = Seats(url, most_clients)
        self.events = EventFeed(url, self.seats.renew)
        self.logs = LogFeed(url)
        self._loop = Loop()

    def attend(self, connection: socket.socket, talk: Talk, seat: Seat) -> None:
        """Talk with the client on that connection, which is ours from now on; its seat is given back in the end."""
        self._loop.spawn(converse(connection, talk, partial(self.seats.give_back, seat)))
