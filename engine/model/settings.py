"""Names of the installation's settings."""

ORGANISATION = "organisation.name"
"""How the organisation signs its mails."""
CONTACT = "organisation.contact"
"""Where a complainant reaches it, as its mails say."""
ALLOWED_DOMAINS = "mail.domains"
"""Domains beside the organisation's people that a diagram may write to, separated by blanks."""
NAMES = (ORGANISATION, CONTACT, ALLOWED_DOMAINS)
"""Those that an administrator sets one by one."""
CALENDAR = "calendar."
"""Begins the names of settings that hold a calendar's text."""
