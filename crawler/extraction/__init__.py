"""From a parsed document to what it says: the box of the article, its printed lines, the facts about it. Pure.

`crawler.extract` puts these rooms together: tree → pagekind → box → blocks → body (chrome off) → describing
"""
