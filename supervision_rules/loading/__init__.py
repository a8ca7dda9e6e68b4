"""Files → schemes and cases, with located errors; and back."""

from .documents import read_toml
from .events import event_line, event_of, read_event
from .excerpts import Excerpt, excerpt
from .lists import read_list
from .reading_as import read_as
from .registry import built_in, load_case, load_scheme, scheme_directories
from .schemes import ACCEPTED, case_files, cases_in, read_scheme
from .structuring import structure, unstructure
from .writing import replace_directory, write_case, write_cases, write_scheme, write_whole

__all__ = [
    "ACCEPTED",
    "Excerpt",
    "built_in",
    "case_files",
    "cases_in",
    "event_line",
    "event_of",
    "excerpt",
    "load_case",
    "load_scheme",
    "read_as",
    "read_event",
    "read_list",
    "read_scheme",
    "read_toml",
    "replace_directory",
    "scheme_directories",
    "structure",
    "unstructure",
    "write_case",
    "write_cases",
    "write_scheme",
    "write_whole",
]
