"""Makes encrypted.pdf anew: the one broken file that the tests cannot write by themselves.

Run from the repository's root: python -m tests.read.broken.make (needs the extra 'samples').
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.read.drawing import Page, write_pdf

HERE = Path(__file__).parent


def main() -> None:
    """Write a one-page PDF that opens with the password 'testi' only."""
    import pikepdf

    with TemporaryDirectory() as folder:
        plain = write_pdf(Path(folder) / "plain.pdf", Page().text(60, 100, "Salainen muistio"))
        with pikepdf.open(plain) as document:
            password = pikepdf.Encryption(owner="testi", user="testi")
            document.save(HERE / "encrypted.pdf", encryption=password, static_id=False)


if __name__ == "__main__":
    main()
