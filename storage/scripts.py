"""Traditional characters as simplified ones, as far as the words of sites and papers are written with them.

One table in place of each word (記者, 編者按, 相關閱讀) in both scripts; what OpenCC gives for these characters one
by one.
"""

from __future__ import annotations

import re
from typing import Final

_TRADITIONAL: Final = (
    "並佈併來係俬個們備傢傳傷僅儘優儲內兩冊別刪則創劃劉動務區協卽參員問噹嚮嚴囌國圍圖團執報場墰壇壜夥娛學"
    "實寧審寫專尋對導屬島帳廢廣張彔後復徵愛態慶憤應懞戶掃採換搶擇擊擔據攔攝敎數於時暢暫書會東査條構樂樓標"
    "機檢檯欄權歡歸氣沒準溫滾濛瀏為無煉熱爲獃獨獲獻現產産甦甯異當發盃盡監眞眾矇確碼穫箇範簡簽籌籤籲糰糾約"
    "級終組結絕絡給統絲絶經綫維網綵線編緻縮總繫繼續罈罎羣羨習聞聯聰聲聽肅臉臺與興舉華萬蒐蓆蓋蔘薦藝蘇處虛"
    "號虧衆術裏裝裡製複覈見規視親覺覽觀訂訊討記訝設許訴註証評詞詢話該詳認語說説調請論諾謝謹證識議讀讓讚負"
    "財責貴買費貼資賞質賬購贊蹤較載輯轉辦迴這連週進過違遞選遼還郵鄭醬錄錯録錶鍊鍵鍾鏈鐘長門閉開間閤閱閲闆"
    "關陝際隨險隱隻雞難雲電頁頂須頭頻題類顧顯風颱飄餘饋馬駐騰驗驚體髮鬚鮮鳳鷄麪麵點黨齣龍筆繪畫計業單賓帶牽稱縱"
    "節講訪談車釋鏡億"
)
_SIMPLIFIED: Final = (
    "并布并来系私个们备家传伤仅尽优储内两册别删则创划刘动务区协即参员问当向严苏国围图团执报场坛坛坛伙娱学"
    "实宁审写专寻对导属岛帐废广张录后复征爱态庆愤应蒙户扫采换抢择击担据拦摄教数于时畅暂书会东查条构乐楼标"
    "机检台栏权欢归气没准温滚蒙浏为无炼热为呆独获献现产产苏宁异当发杯尽监真众蒙确码获个范简签筹签吁团纠约"
    "级终组结绝络给统丝绝经线维网彩线编致缩总系继续坛坛群羡习闻联聪声听肃脸台与兴举华万搜席盖参荐艺苏处虚"
    "号亏众术里装里制复核见规视亲觉览观订讯讨记讶设许诉注证评词询话该详认语说说调请论诺谢谨证识议读让赞负"
    "财责贵买费贴资赏质账购赞踪较载辑转办回这连周进过违递选辽还邮郑酱录错录表炼键钟链钟长门闭开间合阅阅板"
    "关陕际随险隐只鸡难云电页顶须头频题类顾显风台飘余馈马驻腾验惊体发须鲜凤鸡面面点党出龙笔绘画计业单宾带牵称纵"
    "节讲访谈车释镜亿"
)
_TABLE: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_MARK: Final = re.compile(f"[{_TRADITIONAL}]")


def simplified(text: str) -> str:
    """Return a text with those traditional characters replaced, one for one: for comparing, not for showing."""
    return text.translate(_TABLE) if _MARK.search(text) else text
