"""The report as PDF, by WeasyPrint, an extra."""

from experiments.errors import InputError

INSTALL = (
    "--pdf needs WeasyPrint and the system library Pango: pip install 'journeysim[pdf]' (and, on Debian, apt install "
    "libpango-1.0-0 libpangoft2-1.0-0); without it, print the HTML file from any browser"
)


def check() -> None:
    """Raises InputError where WeasyPrint or its system libraries are missing, before anything is lived through."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        raise InputError(f"{INSTALL} ({error})") from error


def pdf(page: str) -> bytes:
    """The page as PDF; nothing outside the page is fetched. Raises InputError without WeasyPrint."""
    check()
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    content: bytes = HTML(
        string=page, url_fetcher=URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
    ).write_pdf()
    return content
