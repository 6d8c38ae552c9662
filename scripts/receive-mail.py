#!/usr/bin/python3
"""A mail server that is not ours: keeps every message it receives as FOLDER/NNN.eml, as it came.

    scripts/receive-mail.py FOLDER [--port N] [--unpack] [--starttls | --tls] [--user NAME --password SECRET]

With --unpack it also leaves the attachments as files of their own and, last, FOLDER/NNN.json: from, to, subject,
text and attachments as a mail program shows them.

Prints `listening PORT` when it can be talked to, and one line for each message. With --starttls or --tls it makes
a certificate for 127.0.0.1 and localhost (with openssl) and leaves it in FOLDER/certificate.pem for the sender to
trust. With --user a sender must sign in. Ends on SIGTERM or SIGINT.
"""

import argparse
import email
import email.policy
import hmac
import json
import pathlib
import signal
import ssl
import subprocess
import sys
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Keeper:
    """Writes each message to a file of its own, with the envelope in front as X- headers."""

    def __init__(self, folder, unpacks, always_tls):
        self.folder = folder
        self.unpacks = unpacks
        self.always_tls = always_tls
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        path = self.folder / f"{self.count:03}.eml"
        tls = "yes" if self.always_tls or session.ssl else "no"
        seen = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        path.write_bytes((seen + f"X-Received-TLS: {tls}\r\n").encode() + envelope.original_content)
        if self.unpacks:
            unpack(path)
        print(f"received {path} from {envelope.mail_from} for {', '.join(envelope.rcpt_tos)}", flush=True)
        return f"250 2.0.0 kept as {path.name}"


def unpack(path):
    """Reads the message as a mail program does, with Python's own parser."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    names = []
    for part in message.iter_attachments():
        # Only the last part of what a sender calls its file becomes a name here.
        name = f"{path.stem}-{pathlib.PurePath(part.get_filename('attachment')).name}"
        (path.parent / name).write_bytes(part.get_payload(decode=True))
        names.append({"file": name, "type": part.get_content_type()})
    body = message.get_body(preferencelist=("plain", "html"))
    read = {
        "from": message["from"],
        "to": message["to"],
        "envelope_to": message["x-envelope-to"],
        "tls": message["x-received-tls"] == "yes",
        "subject": message["subject"],
        "text": body.get_content() if body else "",
        "attachments": names,
    }
    # Whoever waits for the message finds it whole or not at all.
    draft = path.with_suffix(".json.part")
    draft.write_text(json.dumps(read, ensure_ascii=False, indent=2, default=str) + "\n")
    draft.rename(path.with_suffix(".json"))


def certificate(folder):
    key, crt = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE",
         "-keyout", str(key), "-out", str(crt)],
        check=True, stderr=subprocess.DEVNULL,
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(crt, key)
    key.unlink()
    return context


def checker(user, password):
    def check(server, session, envelope, mechanism, data):
        known = isinstance(data, LoginPassword) and hmac.compare_digest(data.login, user.encode())
        return AuthResult(success=known and hmac.compare_digest(data.password, password.encode()), handled=False)

    return check


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--port", type=int, default=0, help="a free one when none is given")
    parser.add_argument("--unpack", action="store_true", help="leave attachments and a readable NNN.json beside each")
    parser.add_argument("--starttls", action="store_true")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")  # about settings that only a server on the open network should avoid
    chosen.folder.mkdir(parents=True, exist_ok=True)

    options = {"data_size_limit": 40 * 1024 * 1024}
    context = certificate(chosen.folder) if chosen.starttls or chosen.tls else None
    if chosen.starttls:
        options |= {"tls_context": context, "require_starttls": True}
    if chosen.user:
        options |= {
            "authenticator": checker(chosen.user, chosen.password),
            "auth_required": True,
            "auth_require_tls": bool(context) and not chosen.tls,
        }
    ports = [chosen.port] if chosen.port else range(30000, 30200)
    for port in ports:
        controller = Controller(
            Keeper(chosen.folder, chosen.unpack, chosen.tls), hostname="127.0.0.1", port=port,
            ssl_context=context if chosen.tls else None, **options,
        )
        try:
            controller.start()
            break
        except OSError:
            continue
    else:
        sys.exit("no free port")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"listening {port}", flush=True)
    try:
        signal.pause()
    except (KeyboardInterrupt, SystemExit):
        controller.stop()


if __name__ == "__main__":
    main()
