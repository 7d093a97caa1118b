"""How digital papers list boards and stories: the directories and the story lists of many skins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from support_printed import Printed, Sheet

HIDDEN: Final = (
    '<span style="display:none">{}</span>',
    "<SPAN STYLE='DISPLAY: none'>{}</SPAN>",
    "<span hidden>{}</span>",
    '<div style="display:none;">{}</div>',
    '<input type="hidden" value="{}">',
)
ABSTRACTS: Final = ("", "", "", "展会定于2022年3月4日 星期五开幕。")


@dataclass(frozen=True)
class Skin:
    """How one newspaper shows its issues; the functions are named by what they make."""

    entry: str
    directory: Callable[[Skin, tuple[Sheet, ...]], str]
    listing: Callable[[Skin, Random, Sheet], str]
    current: str
    hint: str
    shows_hints: bool
    tells_areas: bool
    pdf: str
    query: str
    upper: bool
    bare: bool
    charset: str
    on: date
    folder: str


# --- labels ----------------------------------------------------------------------------------------------------------

ENTRIES: Final = (
    "第{n}版：{name}",
    "第{n}版：{name}",
    "第 {n} 版：{name}",
    "{n}版：{name}",
    "{n}版 {name}",
    "第{n}版　{name}",
    "第{n}版:{name}",
    "第{n}版&nbsp;&nbsp;{name}",
    "第{n}版·{name}",
    "第{n}版（{name}）",
    "第{n}版 | {name}",
)
LOOSE: Final = ("{n}：{name}", "{n} {name}", "{n}:{name}", "{n}　{name}")
"""What only a directory can say."""


def label_text(sheet: Sheet, form: str) -> str:
    number = f"{sheet.number:02}"
    if sheet.letter == "特":
        number = f"特{sheet.number}"
    elif sheet.letter:
        number = f"{sheet.letter}{number}"
    if sheet.until:
        number = f"{number}-{sheet.until:02}"
    return form.format(n=number, name=sheet.name)


def entry(skin: Skin, sheet: Sheet) -> str:
    return label_text(sheet, skin.entry)


def pdf_path(skin: Skin, sheet: Sheet) -> str:
    code = f"{sheet.letter}{sheet.number:02}".replace("特", "T")
    return f"../../../resfile/{skin.on}/{code}/hwrb{skin.on:%Y%m%d}{code}.pdf"


def _pdf_link(skin: Skin, sheet: Sheet) -> str:
    return f'<a href="{pdf_path(skin, sheet)}"><img src="../../../tplimg/pdf.gif" border="0"></a>'


def _pdf_cell(skin: Skin, sheet: Sheet) -> str:
    return f"<td nowrap>{_pdf_link(skin, sheet)}</td>" if skin.pdf == "entry" else ""


# --- directories -----------------------------------------------------------------------------------------------------


def bmdh_table(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    rows = "".join(
        f'<tr><td class="default"><a id="pageLink" href="{one.file}">{entry(skin, one)}</a></td>'
        f"{_pdf_cell(skin, one)}</tr>"
        for one in sheets
    )
    return f'<table id="bmdhTable"><tbody>{rows}</tbody></table>'


def bmdh_rows(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    rows = "".join(
        f'<tr class="bmdh_tr pile1"><td class="default"><a class="rigth_bmdh_href" href="{one.file}">'
        f"{entry(skin, one)}</a></td>{_pdf_cell(skin, one)}</tr>"
        for one in sheets
    )
    return f"<table><tbody>{rows}</tbody></table>"


def parted_rows(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    """The label in one cell, the linked name in the next."""
    rows = "".join(
        f'<tr class="bmdh_tr"><td>{label_text(one, "第{n}版")}</td><td><a class="rigth_bmdh_href" href="{one.file}">'
        f"{one.name}</a></td>{_pdf_cell(skin, one)}</tr>"
        for one in sheets
    )
    return f"<table>{rows}</table>"


def twice_linked(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    """Label and name are links of their own to the same board."""
    rows = "".join(
        f'<tr><td><a id="pageLink" href="{one.file}">{label_text(one, "第{n}版")}</a></td>'
        f'<td><a id="pageLink" href="{one.file}">{one.name}</a></td>{_pdf_cell(skin, one)}</tr>'
        for one in sheets
    )
    return f'<table id="bmdhTable">{rows}</table>'


def classic_table(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    rows = " ".join(
        f"<tr bgcolor=#ffffff> <td class=default2 align=left>&nbsp;<a id=pageLink href={'' if at else './'}{one.file}>"
        f"{entry(skin, one)}</a></td> {_pdf_cell(skin, one)}</tr>"
        for at, one in enumerate(sheets)
    )
    return (
        f'<table class="mulu03"><tr><td>版面目录</td></tr><tr><td><table cellspacing=0>{rows}</table></td></tr></table>'
    )


def plain_list(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    items = "".join(
        f'<li><a href="{one.file}">{entry(skin, one)}</a>{_pdf_link(skin, one) if skin.pdf == "entry" else ""}</li>'
        for one in sheets
    )
    return f'<div class="Therestlist"><ul>{items}</ul></div>'


def definitions(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    """The PDF's address stands in an attribute of a picture that a script makes clickable."""
    pdf = '<dd><img src="x.gif"><img src="pdf.gif" filepath="{}"></dd>' if skin.pdf == "entry" else "<dd></dd>"
    items = "".join(
        f'<dl><dt><a id="pageLink" href="{one.file}">{entry(skin, one)}</a></dt>{pdf.format(pdf_path(skin, one))}</dl>'
        for one in sheets
    )
    return f'<div class="main-ednav-nav">{items}</div>'


def popup(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    links = "<br>".join(f'<a href="{one.file}">{entry(skin, one)}</a>' for one in sheets)
    menu = '<a href="node_1741.htm">版面概览</a><br>'
    return f'<div id="bmdh" style="position:absolute;display:none" onmouseover="show()">{menu}{links}</div>'


def flat(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    return "<div>" + " | ".join(f"<a href='{one.file}'>{entry(skin, one)}</a>" for one in sheets) + "</div>"


def options(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    told = "".join(f'<option value="{one.file}">{entry(skin, one)}</option>' for one in sheets)
    return f'<select name="bm" onchange="location.href=this.value"><option>请选择版面</option>{told}</select>'


def both(skin: Skin, sheets: tuple[Sheet, ...]) -> str:
    return popup(skin, sheets) + bmdh_table(skin, sheets)


DIRECTORIES: Final = (
    bmdh_table,
    bmdh_table,
    bmdh_rows,
    parted_rows,
    twice_linked,
    classic_table,
    plain_list,
    definitions,
    popup,
    flat,
    options,
    both,
)
KNOWN: Final = frozenset((bmdh_table, bmdh_rows, classic_table, definitions, popup, both))
"""Directories that their markup names as such, so that an entry may say no more than `01：要闻`."""

# --- lists of stories ------------------------------------------------------------------------------------------------


def hint(skin: Skin, story: Printed) -> str:
    return skin.hint.format(f"{story.pretitle}~~~{story.subtitle}") if skin.shows_hints else ""


def href(skin: Skin, story: Printed) -> str:
    return away(skin) + story.file + skin.query


def away(skin: Skin) -> str:
    return f"../../../content/{skin.on:%Y%m/%d}/" if "/layout/" in skin.folder else ""


def articlenav(skin: Skin, dice: Random, sheet: Sheet) -> str:
    rows = "".join(
        f'<tr><td class="default" valign=top><img src="../../../tplimg/checkbox.gif"></td><td class="default">'
        f'<div style="display:inline" id="{one.file[:-4]}"><a href="{href(skin, one)}">{one.title}</a></div>'
        f"{hint(skin, one)}</td></tr>"
        for one in sheet.stories
    )
    return f'<div id="main-ed-articlenav-list" style="height:170px"><table><tbody>{rows}</tbody></table></div>'


def wzlb(skin: Skin, dice: Random, sheet: Sheet) -> str:
    rows = "".join(
        f'<tr class="wzlb_tr pile1"><td>·</td><td class="default"><div><a href="{href(skin, one)}">'
        f"{'<br>'.join(one.headline)}{hint(skin, one)}</a></div></td></tr>"
        for one in sheet.stories
    )
    return f"<table>{rows}</table>"


def classic_list(skin: Skin, dice: Random, sheet: Sheet) -> str:
    items = " ".join(
        f"<li><a href={href(skin, one)}><div id=mp{at}>{one.title}</div></a> {hint(skin, one)}</li>"
        for at, one in enumerate(sheet.stories)
    )
    return f'<ul class="list01"> {items} </ul>'


def class_list(skin: Skin, dice: Random, sheet: Sheet) -> str:
    items = "".join(
        f'<li class="l{at % 2}"><a href="{href(skin, one)}">{one.title}</a>{hint(skin, one)}</li>'
        for at, one in enumerate(sheet.stories)
    )
    return f'<ul class="main-ed-articlenav-list">{items}</ul>'


def headed(skin: Skin, dice: Random, sheet: Sheet) -> str:
    """A newer list: picture and headline both lead to the story, an abstract stands below."""
    items = "".join(
        f'<li><a href="{href(skin, one)}"><img src="t{at}.jpg"></a><h3><a href="{href(skin, one)}">{one.title}</a></h3>'
        f"{hint(skin, one)}<p>{dice.choice(ABSTRACTS)}{one.paragraphs[0][:30]}…</p></li>"
        for at, one in enumerate(sheet.stories)
    )
    return f'<div class="newslist"><ul>{items}</ul></div>'


def nav_spans(skin: Skin, dice: Random, sheet: Sheet) -> str:
    items = "".join(
        f'<li><span><a href="{href(skin, one)}">{one.title}</a></span>{hint(skin, one)}</li>' for one in sheet.stories
    )
    return f'<div class="dzb_right_bt_nav"><ul>{items}</ul></div>'


def cut_short(skin: Skin, dice: Random, sheet: Sheet) -> str:
    """Long titles are cut; the whole one is the link's title attribute."""

    def short(title: str) -> str:
        return title[:9] + dice.choice(("…", "...", "……")) if len(title) > 12 else title

    items = "".join(
        f'<li><a href="{href(skin, one)}" title="{one.title}">{short(one.title)}</a>{hint(skin, one)}</li>'
        for one in sheet.stories
    )
    return f"<ul>{items}</ul>"


def flat_list(skin: Skin, dice: Random, sheet: Sheet) -> str:
    links = "".join(f'·<a href="{href(skin, one)}">{one.title}</a>{hint(skin, one)}<br>' for one in sheet.stories)
    return f'<td class="list">{links}</td>'


LISTINGS: Final = (articlenav, articlenav, wzlb, classic_list, class_list, headed, nav_spans, cut_short, flat_list)
