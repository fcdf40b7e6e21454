"""The errors that a user can mend."""


class InputError(ValueError):
    """Something given to the program is wrong: the text says file, entry or line, the value and what to do."""


class FigureError(InputError):
    """A figure could not be made: the text says why and what to do."""
