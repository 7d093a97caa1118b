"""The methods that make a newspaper misbehave; each returns its rule, which counts how often it struck."""

from __future__ import annotations

from datetime import datetime

from demo import damage
from demo.damage import Rule, Spoil


class Breakage:
    """Rules by address pattern; see `damage` for what a pattern is. The newest matching rule answers."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        super().__init__()

    def spoil(self, pattern: str, spoil: Spoil, times: int | None = None) -> Rule:
        rule = Rule(pattern, spoil, times)
        self.rules = [*self.rules, rule]
        return rule

    def heal(self, pattern: str | None = None) -> None:
        """Takes back the rules of a pattern, or all; whoever waits in a stall is let go."""
        for rule in self.rules:
            if pattern in (None, rule.pattern):
                rule.release()
        self.rules = [rule for rule in self.rules if pattern not in (None, rule.pattern)]

    def fail(
        self, pattern: str, status: int = 503, times: int | None = None, retry_after: int | str | None = None,
        clock: datetime | None = None,
    ) -> Rule:  # fmt: skip
        """Answers with an error status; `retry_after` in seconds or as an HTTP date, `clock` is what Date says."""
        return self.spoil(pattern, damage.failing(status, retry_after, clock), times)

    def stall(self, pattern: str, seconds: float | None = None, times: int | None = None) -> Rule:
        """Says nothing for so many seconds, or until the rule is released."""
        rule = Rule(pattern, damage.hanging_up, times)
        rule.spoil = damage.stalling(rule, seconds)
        self.rules = [*self.rules, rule]
        return rule

    def cut_body(self, pattern: str, keep: float = 0.5, times: int | None = None) -> Rule:
        """Announces the whole length, sends this share of it and hangs up."""
        return self.spoil(pattern, damage.cutting(keep), times)

    def pack(
        self, pattern: str, wraps: int = 1, keep: float = 1.0, named: str = "gzip", times: int | None = None
    ) -> Rule:
        """Sends gzip, so many times over, or this share of it as if that were all; `named` is what the header says."""
        return self.spoil(pattern, damage.packing(wraps, keep, named), times)

    def head(self, pattern: str, name: str, value: bytes, times: int | None = None) -> Rule:
        """Sends one header more, in these bytes."""
        return self.spoil(pattern, damage.adding(name, value), times)

    def hang_up(self, pattern: str, times: int | None = None) -> Rule:
        """Closes the connection without an answer."""
        return self.spoil(pattern, damage.hanging_up, times)

    def mislabel(
        self, pattern: str, bytes: str = "gbk", declared: str = "utf-8", header: bool = True, times: int | None = None
    ) -> Rule:
        """Sends one encoding and declares another, in the page's meta and, unless `header` is off, in the header."""
        return self.spoil(pattern, damage.mislabelled(bytes, declared, header), times)

    def challenge(self, pattern: str, times: int | None = None) -> Rule:
        """Serves an anti-bot page with 200."""
        return self.spoil(pattern, damage.challenging, times)

    def redirect(self, pattern: str, to: str, status: int = 302, times: int | None = None) -> Rule:
        return self.spoil(pattern, damage.redirecting(to, status), times)

    def flood(self, pattern: str, megabytes: float = 200, times: int | None = None) -> Rule:
        """Streams a document of that size."""
        return self.spoil(pattern, damage.streaming(megabytes), times)

    def binary(self, pattern: str, size: int = 65_536, times: int | None = None) -> Rule:
        """Sends bytes that are no text as text/html."""
        return self.say(pattern, damage.binary_noise(size), times=times)

    def empty(self, pattern: str, times: int | None = None) -> Rule:
        """Sends 200 and no byte."""
        return self.say(pattern, b"", times=times)

    def say(self, pattern: str, body: bytes, content_type: str = "text/html; charset=utf-8", status: int = 200,
            times: int | None = None) -> Rule:  # fmt: skip
        """Answers with these bytes."""
        return self.spoil(pattern, damage.saying(body, content_type, status), times)
