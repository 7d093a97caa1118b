"""What a reader takes along: the files of a list and of one instalment, the same as the command line makes."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest
from support_web import Site
from test_web_pages import database_with_copy, served

from web import pages_download

__all__ = ["database_with_copy", "served"]


def _links(site: Site, path: str) -> dict[str, str]:
    links = site.get(path).tree.xpath("//p[@class='files']/a/@href")
    return {found[1]: link for link in links if (found := re.search(r"format=(\w+)", link))}


def test_a_list_is_downloaded_as_it_is_filtered(served: Site) -> None:
    links = _links(served, "/instalments?series=&to=2021-11-15&offset=0")
    wanted = served.get("/api/instalments?to=2021-11-15&limit=200").json
    assert 1 < len(wanted) < len(served.get("/api/instalments?limit=200").json)
    files = {name: served.get(link) for name, link in links.items()}
    assert set(files) == {"csv", "bibtex", "gbt7714", "md", "epub", "jsonl"}
    rows = list(csv.DictReader(io.StringIO(files["csv"].body.decode("utf-8-sig"))))
    assert [int(row["id"]) for row in rows] == [row["id"] for row in wanted]
    assert [json.loads(line)["id"] for line in files["jsonl"].text.splitlines()] == [row["id"] for row in wanted]
    assert files["bibtex"].text.count("@article") == len(wanted) == len(files["gbt7714"].text.splitlines())
    assert all(row["title"] in files["gbt7714"].text for row in wanted)
    assert zipfile.ZipFile(io.BytesIO(files["epub"].body)).testzip() is None
    for name, file in files.items():
        assert file.headers.get_filename() == f"xunli-all{pages_download.FORMATS[name].suffix}"
        assert file.headers["Content-Disposition"].startswith("attachment")


def test_copies_are_downloaded_where_they_are_listed(database_with_copy: Site) -> None:
    for query, number in (("", 1), ("?copies=true", 2)):
        assert (
            len(database_with_copy.get(_links(database_with_copy, f"/instalments{query}")["jsonl"]).text.splitlines())
            == number
        )


def test_an_instalment_is_downloaded(served: Site) -> None:
    row = served.get("/api/instalments").json[0]
    links = _links(served, f"/instalments/{row['id']}")
    bibtex, markdown = (served.get(links[name]) for name in ("bibtex", "md"))
    assert bibtex.text.startswith("@article{")
    assert bibtex.headers.get_filename() == f"xunli-{row['id']}.bib"
    assert markdown.text.startswith("# ")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/download", 422),
        ("/download?format=warc", 422),
        ("/download?format=csv&series=nobody", 404),
        ("/download?format=csv&from=2021-12-01&to=2021-11-01", 422),
        ("/instalments/99999/download?format=md", 404),
        ("/instalments/1/download?format=epub", 422),
    ],
)
def test_what_cannot_be_downloaded(served: Site, path: str, status: int) -> None:
    answer = served.get(path)
    assert (answer.status, answer.headers.get_content_type()) == (status, "text/html")
    assert answer.texts("//main/p")[0].endswith("。")


def test_too_much_is_not_made_while_somebody_waits(served: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_download, "MOST", 3)
    answer = served.get("/download?format=csv")
    assert answer.status == 413
    assert "xunli export -f csv" in answer.texts("//main/p")[0]
