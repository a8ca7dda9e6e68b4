"""Education-supervision schemes as rules: load a scheme and a case, and score it exactly, with every reason.

from supervision_rules import assess, load_case, load_scheme

scheme = load_scheme("changzhou-2021")
result = assess(scheme, load_case("xinbei-2020", scheme))
print(result.total, result.grade)
"""

from .assessment import Assessment
from .engines.exact import ExactEngine, assess, assess_cohort, explain, explain_rows, explain_veto
from .loading import load_case, load_scheme, write_case, write_scheme
from .messages import Problem, SupervisionRulesError
from .reporting import assessment_document, score_sheet
from .scheme import Case, Scheme, under_reading

__all__ = [
    "Assessment",
    "Case",
    "ExactEngine",
    "Problem",
    "Scheme",
    "SupervisionRulesError",
    "assess",
    "assess_cohort",
    "assessment_document",
    "explain",
    "explain_rows",
    "explain_veto",
    "load_case",
    "load_scheme",
    "score_sheet",
    "under_reading",
    "write_case",
    "write_scheme",
]
__version__ = "0.1.0"
