"""Invented prose and a short spelling of outlines for the tests of `storage.outline`."""

from __future__ import annotations

from storage.outline import Outline

FIRST = "开春以后，街道把三十七处旧泵房逐一登记，谁来修、几时修、修完谁来看，都写在门口的牌子上，居民路过就能对一对。"
SECOND = "到了夏天，牌子换过一轮，新添的一栏叫“没修好的原因”；写得最多的两个字是“等件”，于是仓库也搬到了片区里头来。"
THIRD = "入秋验收那天没有剪彩，来的人各自拧开自家的水龙头，看水清不清、压力够不够，看完在本子上签一个名字就走了。"


def body(*lines: str) -> str:
    return "\n".join(lines)


def shape(found: Outline) -> list[tuple[str | None, list[tuple[str | None, tuple[str, ...]]]]]:
    """Pages with the organisation and headline of each section."""
    return [(page.label, [(part.organisation, part.headline) for part in page.sections]) for page in found.pages]


def texts(found: Outline) -> list[tuple[str | None, list[str]]]:
    """Pages with every line that stands on them, markers left out."""
    return [
        (page.label, [line.text for line in found.lines if line.page == number and line.section is not None])
        for number, page in enumerate(found.pages)
    ]
