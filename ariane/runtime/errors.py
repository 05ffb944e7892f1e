"""The error that a person can mend."""


class UserError(Exception):
    """What is wrong and how to mend it, in one line; shown without a stack trace."""
