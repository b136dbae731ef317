"""
MiniStack, with a web server that writes the head of an answer together with the beginning of its body.

By itself hypercorn writes the head alone. Terraform's AWS provider now and then closes a connection when it has read a head
and its own side of the request is not quite over, and asks again: then a role or a function that it has just made exists
already, and the apply fails. What has arrived in one piece it reads to its end.
"""

import h11
from hypercorn.events import RawData
from hypercorn.protocol.h11 import H11Protocol
from ministack.app import main


async def send_event(self, event):
    try:
        data = self.connection.send(event)
    except h11.LocalProtocolError:
        if self.connection.their_state != h11.ERROR:
            raise
        return
    data = self.__dict__.pop("head", b"") + data
    if isinstance(event, h11.Response):
        self.head = data
    else:
        await self.send(RawData(data))


H11Protocol._send_h11_event = send_event
main()
