"""What can go wrong, by whose fault it is; a message ends with what to do next."""

SOME_FAILED = 7
"""Exit code: some documents could not be processed, the others are stored."""

NONE_SUCCEEDED = 8
"""Exit code: no document could be processed."""

DISAGREES = 9
"""Exit code: documents were read, and something in them does not agree."""

INTERRUPTED = 130
"""Exit code: stopped by Ctrl-C or SIGTERM; what was finished is stored."""


class PipelineError(Exception):
    """A failure that the user can do something about; carries the command's exit code."""

    exit_code = 1


class InputError(PipelineError):
    """The file is not one that can be read: missing, broken, encrypted, not a PDF."""

    exit_code = 3


class AccessError(InputError):
    """The file is there, and could not be opened when its turn came; that may pass."""


class SearchError(InputError):
    """What was named, or a folder in it, is not there or cannot be searched: nobody knows what it
    holds, so the run did not see all that it was to see."""

    exit_code = 11


class EntryError(PipelineError):
    """What somebody entered does not fit: no such fact or field, or no value of its form."""

    exit_code = 2


class RuleError(PipelineError):
    """A rule file is wrong; the message names file and rule."""

    exit_code = 4


class MissingModelError(PipelineError):
    """The language model or the morphology is not installed."""

    exit_code = 5


class StoreError(PipelineError):
    """The database cannot be opened, read or written."""

    exit_code = 6


class BusyError(StoreError):
    """Another run is writing the database."""

    exit_code = 10
