"""Mails by SMTP. Without a server they stay in the outbox, and a line on the console tells of each."""

import re
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from ipaddress import ip_address
from math import inf
from urllib.parse import unquote, urlsplit

from engine.clock import monotonic
from engine.config import Config
from engine.errors import Broken
from engine.logs import logger
from engine.mails import with_code
from engine.model.work import OutboxMail
from engine.secrets import Secrets

TIMEOUT = 20.0
"""Seconds that a mail server has for each answer."""

_ADDRESS = re.compile(r"[^\s<>()\[\]{},;:'\"]+@[^\s<>()\[\]{},;:'\"]+")

_log = logger("mail")


class TooLate(Exception):
    """Until the mail could be handed over its lease had run out, and others may be at it."""


class Postman:
    """Sends one mail at a time. Its Message-ID is the outbox row's: sent twice, it is known as one."""

    def __init__(self, config: Config, secrets: Secrets) -> None:
        self._url = urlsplit(config.smtp_url) if config.smtp_url else None
        self._domain = config.domain
        self._sandbox = config.sandbox
        self._secrets = secrets

    @property
    def connected(self) -> bool:
        """Whether a mail server is configured."""
        return self._url is not None

    def send(self, mail: OutboxMail, give_up_at: float = inf) -> str:
        """Send it; answers what went wrong in one line, or nothing.

        Raises:
            TooLate: it is past `give_up_at` (on the monotonic clock), and not a word has been sent.
        """
        try:
            message = self.compose(mail)
            with self._connect() as server:
                if monotonic() > give_up_at:  # this process stood still, or the server kept it waiting
                    raise TooLate
                server.send_message(message)
        except (OSError, smtplib.SMTPException, ValueError, Broken) as wrong:
            return _told(wrong, mail)
        return ""

    def show(self, mail: OutboxMail) -> None:
        """Let a line tell of a mail that stays in the outbox: in a sandbox, the log shows it.

        Elsewhere the log is no place for names and addresses.
        """
        shown = {"to": mail.to, "subject": mail.subject} if self._sandbox else {"mail": mail.kind}
        _log.info("mail kept in the outbox", case=mail.reference, **shown)

    def compose(self, mail: OutboxMail) -> EmailMessage:
        """The message as it leaves. Raises ValueError for a header that holds a line break."""
        code = self._secrets.open(mail.secret).decode() if mail.secret else None
        message = EmailMessage()
        message["From"] = self._sender()
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Date"] = formatdate(mail.created_at.timestamp())
        message["Message-ID"] = f"<{mail.id}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(with_code(mail.body, code) if code else mail.body)
        if mail.html:
            message.add_alternative(with_code(mail.html, code) if code else mail.html, subtype="html")
        return message

    def _sender(self) -> str:
        user = unquote(self._url.username or "") if self._url else ""
        return user if parseaddr(user)[1] and "@" in user else f"complaints@{self._domain}"

    def _connect(self) -> smtplib.SMTP:
        assert self._url is not None
        host, secure = self._url.hostname or "localhost", self._url.scheme == "smtps"
        context = _context(host)
        if secure:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._url.port or 465, timeout=TIMEOUT, context=context
            )
        else:
            server = smtplib.SMTP(host, self._url.port or 25, timeout=TIMEOUT)
            server.ehlo_or_helo_if_needed()  # before it the server has told none of its extensions
            if server.has_extn("starttls"):
                server.starttls(context=context)
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server


def _context(host: str) -> ssl.SSLContext:
    """Certificates are verified, except on this machine itself, where mail servers make their own."""
    context = ssl.create_default_context()
    if is_loopback(host):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _told(wrong: Exception, mail: OutboxMail) -> str:
    """What went wrong, without any address, however the server writes it: the history keeps it for good."""
    text = _ADDRESS.sub("…", " ".join(str(wrong).split()).replace(mail.to, "…"))
    return text[:300] or type(wrong).__name__
