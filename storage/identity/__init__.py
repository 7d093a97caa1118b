"""When two texts are one instalment: how alike they are, which of many are compared, which of them leads.

text → fingerprint (the same?) · candidates → likely → similar (alike?) → kinship → grouping (who leads?) → stepping
"""
