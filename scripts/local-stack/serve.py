"""
MiniStack, with two things about it made as they are on AWS.

A web server that writes the head of an answer together with the beginning of its body. By itself hypercorn writes the
head alone. Terraform's AWS provider now and then closes a connection when it has read a head and its own side of the
request is not quite over, and asks again: then a role or a function that it has just made exists already, and the apply
fails. What has arrived in one piece it reads to its end.

Logs that hold everything that a function has said. By itself MiniStack takes what a function has written when nothing
more has come for five milliseconds, which on a busy machine is not all: the rest comes with the function's next run, if
there is one. A function writes its lines before its answer, so they are all in the pipe by then.
"""

import os
import select
import threading
import time

import h11
from hypercorn.events import RawData
from hypercorn.protocol.h11 import H11Protocol
from ministack.app import main
from ministack.core.lambda_runtime import Worker


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


# Held while lines are on their way from a pipe to a queue, so that who holds it and finds the pipe empty has them all.
moving_lines = threading.Lock()


def has_bytes(pipe, timeout_ms):
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    return any(event & select.POLLIN for _, event in poll.poll(timeout_ms))


def read_lines(self):
    self.log_pipe, lines = self._proc.stderr, self._stderr_queue
    pipe, rest = self.log_pipe, b""
    while True:
        has_bytes(pipe, None)
        with moving_lines:
            chunk = os.read(pipe.fileno(), 65536)
            *whole, rest = (rest + (chunk or b"\n")).split(b"\n")
            for line in filter(None, whole):
                lines.put(line.decode(errors="replace"))
        if not chunk:
            return


def all_lines(self):
    while True:
        with moving_lines:
            if not has_bytes(self.log_pipe, 0):
                return self._drain_stderr()
        time.sleep(0.001)


H11Protocol._send_h11_event = send_event
Worker._read_stderr = read_lines
Worker._drain_stderr_bounded = all_lines
main()
