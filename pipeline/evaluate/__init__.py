"""How good the pipeline is: a folder of documents and gold records in, figures out."""

from pipeline.evaluate.contents import (
    Comparison,
    all_agree,
    compare_contents,
    comparisons_to_lines,
)
from pipeline.evaluate.folder import Report, evaluate_folder, report_to_json, report_to_lines
from pipeline.evaluate.scoring import Accuracy, Observation, Score

__all__ = [
    "Accuracy",
    "Comparison",
    "Observation",
    "Report",
    "Score",
    "all_agree",
    "compare_contents",
    "comparisons_to_lines",
    "evaluate_folder",
    "report_to_json",
    "report_to_lines",
]
