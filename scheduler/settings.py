"""The configuration of a running service: read again on SIGHUP, kept as it was where the file has a mistake.

The processes that a service starts read the copy of the last good file, so that a half-edited `xunli.toml` stops
neither the service nor its runs.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from storage.config import Config
from storage.configfile import ConfigError, load_config
from storage.language import say


class Settings:
    """The configuration in use. `current` is the last one without a mistake; raises ConfigError where there is none."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._folder = Path(tempfile.mkdtemp(prefix="xunli-"))
        self._text: bytes | None = None
        try:
            self.current = self._read()
        except ConfigError:
            self.close()
            raise

    @property
    def copy(self) -> Path:
        """A file with the text of the last good configuration, put back where somebody has tidied it away."""
        path = self._folder / "xunli.toml"
        if not path.exists():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            path.write_bytes(self._text or b"")
        return path

    def close(self) -> None:
        """Remove the copy."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def reload(self) -> str | None:
        """Read the file again; returns what a person should know of it, None where all of it counts from now on.

        Raises ConfigError on a mistake; the old configuration stays.
        """
        old, new = self.current, self._read()
        kept = {"database": old.database, "timezone": new.timezone}
        service = new.service.model_copy(update={"host": old.service.host, "port": old.service.port})
        self.current = new.model_copy(update={**kept, "service": service})
        if self.current == new:
            return None
        return say(
            "database、service.host、service.port 的改动要重启服务才生效",
            "changes of database, service.host and service.port take effect at the next start of the service",
        )

    def _read(self) -> Config:
        """Return the configuration of the file, and keep its text where it is without a mistake."""
        config = load_config(self._path)
        source = self._path or Path(os.environ.get("XUNLI_CONFIG") or "xunli.toml")
        text = source.read_bytes() if source.is_file() else b""
        if self._text and not source.is_file():
            raise ConfigError(say(f"配置文件 {source} 不见了。", f"The configuration {source} is gone."))
        fresh = self.copy.with_suffix(".new")
        fresh.write_bytes(text)
        if load_config(fresh) != config:  # it was saved between the two readings
            raise ConfigError(say("配置文件正在改动，请再来一次。", "The file is being changed: try again."))
        fresh.replace(self.copy)
        self._text = text
        return config
