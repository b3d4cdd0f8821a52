"""How good the pipeline is: documents and gold records in, figures out."""

from pipeline.evaluate.contents import (
    Comparison,
    all_agree,
    compare_contents,
    comparisons_to_lines,
)
from pipeline.evaluate.folder import evaluate_paths
from pipeline.evaluate.lines import report_to_json, report_to_lines
from pipeline.evaluate.report import Measured, Report, Row
from pipeline.evaluate.scoring import Accuracy, Observation, Score

__all__ = [
    "Accuracy",
    "Comparison",
    "Measured",
    "Observation",
    "Report",
    "Row",
    "Score",
    "all_agree",
    "compare_contents",
    "comparisons_to_lines",
    "evaluate_paths",
    "report_to_json",
    "report_to_lines",
]
