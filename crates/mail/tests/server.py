"""A real mail server for the tests: takes letters, refuses some, and prints what it took as JSON, a line each.

Addresses say what it does: refuse@ is refused for good, later@ for now; spam@ and full@ the same once the whole letter
was handed over; everything else is taken.
"""

import json
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refuse@"):
            return "550 no such mailbox: " + address
        if address.startswith("later@"):
            return "451 come back later: " + address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("spam@"):
            return "554 looks like spam to " + envelope.rcpt_tos[0]
        if envelope.rcpt_tos[0].startswith("full@"):
            return "452 no room for " + envelope.rcpt_tos[0]
        letter = {"to": envelope.rcpt_tos, "from": envelope.mail_from, "data": envelope.content.decode()}
        print(json.dumps(letter), flush=True)
        return "250 taken"


def login(server, session, envelope, mechanism, data):
    known = isinstance(data, LoginPassword) and data.login == b"site" and data.password == b"a secret"
    return AuthResult(success=known)


port, with_login = int(sys.argv[1]), sys.argv[2] == "login"
more = {"authenticator": login, "auth_required": True, "auth_require_tls": False} if with_login else {}
Controller(Handler(), hostname="127.0.0.1", port=port, **more).start()
print("ready", flush=True)
while True:
    time.sleep(60)
